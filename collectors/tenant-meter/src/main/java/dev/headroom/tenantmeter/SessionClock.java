package dev.headroom.tenantmeter;

import java.util.function.LongSupplier;

/**
 * How many sessions there are, and how long they have lasted together. A session that begins and
 * ends between two collections is not seen as active by either, but its time is here to the
 * nanosecond.
 */
final class SessionClock {
  private final LongSupplier nanoTime;
  private long begun;
  private long active;

  /**
   * With n active sessions at time t, all together have lasted n·t + offset. Both terms may
   * overflow and the sum is right all the same, as two's complement adds.
   */
  private long offset;

  /**
   * @param active how many are now
   * @param nanos how long all have lasted until now
   */
  record Reading(long begun, long active, long nanos) {}

  SessionClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  // The time is read under the lock: what is read later is never less.
  synchronized void begin() {
    begun++;
    active++;
    offset -= nanoTime.getAsLong();
  }

  synchronized void end() {
    active--;
    offset += nanoTime.getAsLong();
  }

  synchronized Reading read() {
    long nanos = active == 0 ? offset : active * nanoTime.getAsLong() + offset;
    return new Reading(begun, active, nanos);
  }
}
