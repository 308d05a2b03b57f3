package dev.headroom.autoscaler.engine;

import dev.headroom.autoscaler.config.Mode;
import dev.headroom.autoscaler.decision.Decision;
import dev.headroom.autoscaler.decision.Rule;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which decisions about a subject are worth a record: every change, a guard when it begins to hold
 * back, and otherwise one an hour. What is only recommended is a change when it was not recommended
 * the time before.
 */
final class Recording {
  private static final Duration QUIET = Duration.ofHours(1);

  private final Mode mode;
  private @Nullable Instant last;
  private @Nullable Rule guard;
  private int recommended;

  Recording(Mode mode) {
    this.mode = mode;
  }

  /** Whether this one is. */
  boolean wants(Decision decision) {
    Rule holding = !decision.changes() && decision.rule().isGuard() ? decision.rule() : null;
    boolean begins = holding != null && holding != guard;
    guard = holding;
    boolean changes = decision.changes() && (mode == Mode.ACT || decision.to() != recommended);
    recommended = decision.to();
    if (changes || begins || last == null || !last.plus(QUIET).isAfter(decision.time())) {
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

  /** What was recommended the last time, in replicas or machines. */
  int recommended() {
    return recommended;
  }

  void remember(@Nullable Instant time, @Nullable Rule holding, int lastRecommended) {
    last = time;
    guard = holding;
    recommended = lastRecommended;
  }
}
