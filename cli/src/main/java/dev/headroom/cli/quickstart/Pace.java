package dev.headroom.cli.quickstart;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;

/**
 * The compressed clock: lets a step begin when its time has come, and ends the run at a deadline. A
 * run that fell behind does not hurry to catch up.
 */
final class Pace implements IntPredicate {
  private final long stepNanos;
  private final long deadlineNanos;
  private final BooleanSupplier stopped;
  private long nextNanos;

  /**
   * A clock that starts now.
   *
   * @param step wall time of a step
   * @param atMost wall time after which no step begins
   * @param stopped asked before each step
   */
  Pace(Duration step, Duration atMost, BooleanSupplier stopped) {
    this.stepNanos = step.toNanos();
    this.nextNanos = System.nanoTime();
    this.deadlineNanos = nextNanos + atMost.toNanos();
    this.stopped = stopped;
  }

  @Override
  public boolean test(int step) {
    try {
      long wait = nextNanos - System.nanoTime();
      if (wait > 0) {
        Thread.sleep(Duration.ofNanos(wait).toMillis(), (int) (wait % 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    long now = System.nanoTime();
    nextNanos = Math.max(nextNanos, now - stepNanos) + stepNanos;
    return !stopped.getAsBoolean() && now < deadlineNanos;
  }
}
