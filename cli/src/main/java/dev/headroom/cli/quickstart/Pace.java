package dev.headroom.cli.quickstart;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;

/**
 * The compressed clock: lets a step begin when its time has come, and ends the run at a deadline. A
 * run that fell behind does not hurry to catch up.
 */
final class Pace implements IntPredicate {
  private static final long LOOK_EVERY_NANOS = 100_000_000;

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
    if (!sleep(nextNanos - System.nanoTime())) {
      return false;
    }
    nextNanos = Math.max(nextNanos, System.nanoTime() - stepNanos) + stepNanos;
    return goesOn();
  }

  /** Waits for the deadline, or until the run is stopped. */
  void awaitEnd() {
    while (goesOn() && sleep(LOOK_EVERY_NANOS)) {
      // Only time has to pass.
    }
  }

  private boolean goesOn() {
    return !stopped.getAsBoolean() && System.nanoTime() < deadlineNanos;
  }

  /** False if the thread is asked to end. */
  private static boolean sleep(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
