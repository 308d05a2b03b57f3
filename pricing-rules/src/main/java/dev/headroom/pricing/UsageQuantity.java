package dev.headroom.pricing;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * How much of one meter was used in one window, by one tenant.
 *
 * @param meter name of the meter
 * @param windowStart inclusive
 * @param windowEnd exclusive; prices change at midnight, so a window longer than a day is priced as
 *     on its first
 * @param dimensions what the meter keeps apart
 * @param quantity not negative, scale at most 9
 * @param unit of the quantity, see {@link PricingUnit}
 */
public record UsageQuantity(
    String meter,
    Instant windowStart,
    Instant windowEnd,
    Map<String, String> dimensions,
    BigDecimal quantity,
    String unit) {
  /** Places after the point that usage and charges are kept in. */
  public static final int SCALE = 9;

  /** A month of 31 days in which clocks are set back. */
  private static final Duration LONGEST_WINDOW = Duration.ofHours(31 * 24 + 3);

  public UsageQuantity {
    dimensions = Map.copyOf(dimensions);
    if (quantity.signum() < 0) {
      throw new IllegalArgumentException("quantity " + quantity + " is negative");
    }
    if (quantity.scale() > SCALE) {
      throw new IllegalArgumentException(
          "quantity " + quantity.toPlainString() + " has more than 9 places after the point");
    }
    if (!windowStart.isBefore(windowEnd)) {
      throw new IllegalArgumentException(
          "window end " + windowEnd + " is not after its start " + windowStart);
    }
    if (Duration.between(windowStart, windowEnd).compareTo(LONGEST_WINDOW) > 0) {
      throw new IllegalArgumentException(
          "window " + windowStart + " to " + windowEnd + " is longer than a month");
    }
  }
}
