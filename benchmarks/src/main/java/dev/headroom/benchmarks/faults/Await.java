package dev.headroom.benchmarks.faults;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another process does. */
final class Await {
  private static final long POLL_NANOS = 50_000_000;

  private Await() {}

  /** What is waited for. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws InterruptedException;
  }

  /** Whether it came true in time. */
  static boolean holds(Duration atMost, Condition condition) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      pause(POLL_NANOS);
    }
    return true;
  }

  static void until(String what, Duration atMost, Condition condition) throws InterruptedException {
    if (!holds(atMost, condition)) {
      throw new IllegalStateException("waited " + atMost.toSeconds() + " s in vain for " + what);
    }
  }

  static void pause(long nanos) throws InterruptedException {
    LockSupport.parkNanos(nanos);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
