package dev.headroom.autoscaler.config;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * Room that a pool keeps for replicas that start: placeholders of one size, which give way to them
 * at once, and are replaced within a time.
 *
 * @param cpu cores of a placeholder, above 0
 * @param min the fewest placeholders, at least 0
 * @param max the most, at least min
 * @param refill from a placeholder's giving way until another one is there, above 0 and at most an
 *     hour
 */
public record WarmSettings(BigDecimal cpu, int min, int max, Duration refill) {
  /** If none is given: what a machine takes to start. */
  static final Duration REFILL = Duration.ofMinutes(5);

  private static final Duration LONGEST = Duration.ofHours(1);

  public WarmSettings {
    if (cpu.signum() <= 0) {
      throw new IllegalArgumentException("cpuPerPlaceholder is " + cpu + ", expected more than 0");
    }
    if (min < 0 || max < min) {
      throw new IllegalArgumentException(
          "min is %d and max is %d, expected 0 ≤ min ≤ max".formatted(min, max));
    }
    if (refill.isZero() || refill.isNegative() || refill.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("refill is not in 1ms…1h");
    }
  }

  /** Cores of so many. */
  public BigDecimal cores(int placeholders) {
    return cpu.multiply(BigDecimal.valueOf(placeholders));
  }
}
