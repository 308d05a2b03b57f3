package dev.headroom.usage.metering;

import java.time.Instant;

/** Times as nanoseconds since 1970, which a long holds until the year 2262. */
final class Times {

  static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** Room for a horizon, a window and a future limit above any time. */
  private static final long LAST = Long.MAX_VALUE / 2 / NANOS_PER_SECOND * 2 - 40L * 86_400;

  private Times() {}

  static long nanos(Instant instant) {
    long second = Math.max(0, Math.min(instant.getEpochSecond(), LAST));
    return second * NANOS_PER_SECOND + instant.getNano();
  }

  /** For people; the number, taken as unsigned, may lie beyond what a long holds. */
  static String text(long nanos) {
    if (nanos == 0) {
      return "0 (none)";
    }
    return Instant.ofEpochSecond(
            Long.divideUnsigned(nanos, NANOS_PER_SECOND),
            Long.remainderUnsigned(nanos, NANOS_PER_SECOND))
        .toString();
  }
}
