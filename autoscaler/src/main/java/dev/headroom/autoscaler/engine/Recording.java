package dev.headroom.autoscaler.engine;

import dev.headroom.autoscaler.decision.Decision;
import dev.headroom.autoscaler.decision.Rule;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which decisions about a subject are worth a record: every change, a guard when it begins to hold
 * back, and otherwise one an hour. What will not be carried out is a change when the time before
 * something else came out.
 */
final class Recording {
  private static final Duration QUIET = Duration.ofHours(1);

  private @Nullable Instant last;
  private @Nullable Rule guard;
  private int advised;

  /**
   * Whether this one is.
   *
   * @param acting whether it will be carried out
   */
  boolean wants(Decision decision, boolean acting) {
    Rule holding = !decision.changes() && decision.rule().isGuard() ? decision.rule() : null;
    boolean begins = holding != null && holding != guard;
    guard = holding;
    boolean changes = decision.changes() && (acting || decision.to() != advised);
    advised = decision.to();
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

  /** What came out the last time, in replicas or machines. */
  int advised() {
    return advised;
  }

  void remember(@Nullable Instant time, @Nullable Rule holding, int lastAdvised) {
    last = time;
    guard = holding;
    advised = lastAdvised;
  }
}
