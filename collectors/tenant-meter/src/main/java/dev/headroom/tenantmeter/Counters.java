package dev.headroom.tenantmeter;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Where a tenant's usage is added up. Many threads add without waiting for one another; what a
 * later reading sees is never less than what an earlier one saw.
 */
final class Counters {
  final LongAdder cpuNanos = new LongAdder();
  final LongAdder bytesIn = new LongAdder();
  final LongAdder bytesOut = new LongAdder();
  final LongAdder requests = new LongAdder();
  final LongAdder rows = new LongAdder();
  final SessionClock sessions;

  /**
   * @param nanoTime nanoseconds since any moment, never falling
   */
  Counters(LongSupplier nanoTime) {
    sessions = new SessionClock(nanoTime);
  }

  Totals totals() {
    SessionClock.Reading session = sessions.read();
    return new Totals(
        cpuNanos.sum(),
        bytesIn.sum(),
        bytesOut.sum(),
        requests.sum(),
        rows.sum(),
        session.begun(),
        session.active(),
        session.nanos());
  }
}
