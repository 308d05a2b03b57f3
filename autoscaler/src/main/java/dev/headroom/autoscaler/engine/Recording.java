package dev.headroom.autoscaler.engine;

import dev.headroom.autoscaler.decision.Decision;
import dev.headroom.autoscaler.decision.Result;
import dev.headroom.autoscaler.decision.Rule;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which decisions about a subject are worth a record: every change, a guard when it begins to hold
 * back, the first one after decisions began to be carried out or ceased to, a capacity that
 * somebody else has changed, and otherwise one an hour. What will not be carried out is a change
 * when the time before something else came out.
 */
final class Recording {
  private static final Duration QUIET = Duration.ofHours(1);

  private @Nullable Instant last;
  private @Nullable Rule guard;
  private int advised;
  private int left;
  private boolean acted;

  /**
   * Whether this one is.
   *
   * @param acting whether it will be carried out
   */
  boolean wants(Decision decision, boolean acting) {
    Rule holding = !decision.changes() && decision.rule().isGuard() ? decision.rule() : null;
    boolean begins = holding != null && holding != guard;
    boolean changes = decision.changes() && (acting || decision.to() != advised);
    boolean moved = decision.from() != left || acting != acted;
    guard = holding;
    advised = decision.to();
    left = decision.from();
    acted = acting;
    if (changes || begins || moved || last == null || !last.plus(QUIET).isAfter(decision.time())) {
      last = decision.time();
      return true;
    }
    return false;
  }

  /** What became of one. */
  void completed(Decision decision) {
    left = decision.result() == Result.APPLIED ? decision.to() : decision.from();
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

  /** The capacity that the last decision left. */
  int left() {
    return left;
  }

  /** Whether it was to be carried out. */
  boolean acted() {
    return acted;
  }

  void remember(
      @Nullable Instant time,
      @Nullable Rule holding,
      int lastAdvised,
      int lastLeft,
      boolean lastActed) {
    last = time;
    guard = holding;
    advised = lastAdvised;
    left = lastLeft;
    acted = lastActed;
  }
}
