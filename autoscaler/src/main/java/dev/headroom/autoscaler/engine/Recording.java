package dev.headroom.autoscaler.engine;

import dev.headroom.autoscaler.decision.Decision;
import dev.headroom.autoscaler.decision.Rule;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which decisions about a subject are worth a record: every change, a guard when it begins to hold
 * back, and otherwise one an hour.
 */
final class Recording {
  private static final Duration QUIET = Duration.ofHours(1);

  private @Nullable Instant last;
  private @Nullable Rule guard;

  /** Whether this one is. */
  boolean wants(Decision decision) {
    Rule holding = !decision.changes() && decision.rule().isGuard() ? decision.rule() : null;
    boolean begins = holding != null && holding != guard;
    guard = holding;
    if (decision.changes()
        || begins
        || last == null
        || !last.plus(QUIET).isAfter(decision.time())) {
      last = decision.time();
      return true;
    }
    return false;
  }

  @Nullable Instant last() {
    return last;
  }

  @Nullable Rule guard() {
    return guard;
  }

  void remember(@Nullable Instant time, @Nullable Rule holding) {
    last = time;
    guard = holding;
  }
}
