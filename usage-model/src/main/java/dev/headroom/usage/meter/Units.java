package dev.headroom.usage.meter;

import static java.util.Map.entry;

import java.util.Map;

/**
 * Units of time and of data that convert into each other exactly, by their UCUM names. Sources: the
 * Unified Code for Units of Measure, tables 1 (metric prefixes), 5 (time) and 28 (binary prefixes).
 */
final class Units {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private static final Map<String, Long> TIMES =
      Map.of(
          "ns",
          1L,
          "us",
          1_000L,
          "ms",
          1_000_000L,
          "s",
          NANOS_PER_SECOND,
          "min",
          60 * NANOS_PER_SECOND,
          "h",
          3_600 * NANOS_PER_SECOND,
          "d",
          86_400 * NANOS_PER_SECOND);

  private static final Map<String, Long> DATA =
      Map.ofEntries(
          entry("By", 1L),
          entry("kBy", 1_000L),
          entry("MBy", 1_000_000L),
          entry("GBy", 1_000_000_000L),
          entry("TBy", 1_000_000_000_000L),
          entry("KiBy", 1L << 10),
          entry("MiBy", 1L << 20),
          entry("GiBy", 1L << 30),
          entry("TiBy", 1L << 40));

  private Units() {}

  /** The unit's length in ns; 0 if it is not a unit of time. */
  static long nanos(String unit) {
    return TIMES.getOrDefault(unit, 0L);
  }

  /** Whether it is a unit of time or of data. */
  static boolean isKnown(String unit) {
    return TIMES.containsKey(unit) || DATA.containsKey(unit);
  }

  /**
   * Whether a quantity in the one unit can be told in the other, exactly but for its last digit.
   */
  static boolean convert(String one, String other) {
    return one.equals(other)
        || (TIMES.containsKey(one) && TIMES.containsKey(other))
        || (DATA.containsKey(one) && DATA.containsKey(other));
  }

  /** The unit's size in the smallest of its kind; 1 if it converts into no other. */
  static long size(String unit) {
    Long time = TIMES.get(unit);
    return time == null ? DATA.getOrDefault(unit, 1L) : time;
  }
}
