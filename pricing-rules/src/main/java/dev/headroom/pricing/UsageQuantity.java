package dev.headroom.pricing;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

/**
 * How much of one meter was used in one window, by one tenant.
 *
 * @param meter name of the meter
 * @param windowStart inclusive
 * @param windowEnd exclusive; in the same UTC day, or its end: prices change at midnight
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

  private static final long DAY_SECONDS = 86_400;

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
    long day = Math.floorDiv(windowStart.getEpochSecond(), DAY_SECONDS);
    if (windowEnd.isAfter(Instant.ofEpochSecond((day + 1) * DAY_SECONDS))) {
      throw new IllegalArgumentException(
          "window " + windowStart + " to " + windowEnd + " crosses midnight UTC");
    }
  }
}
