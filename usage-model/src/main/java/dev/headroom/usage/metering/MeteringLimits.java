package dev.headroom.usage.metering;

import java.time.Duration;

/**
 * How far the time of points may stray.
 *
 * @param reorder how far behind its series' newest point a point may always come; 0 to 1 h
 * @param horizon how far behind its series' newest point a point may still fill a gap; at least
 *     {@code reorder}, at most 31 d
 * @param futureLimit how far ahead of the time it was appended a point may be; 0 to 1 d
 */
public record MeteringLimits(Duration reorder, Duration horizon, Duration futureLimit) {

  /** 5 minutes, 48 hours, 5 minutes. */
  public static final MeteringLimits DEFAULTS =
      new MeteringLimits(Duration.ofMinutes(5), Duration.ofDays(2), Duration.ofMinutes(5));

  public MeteringLimits {
    requireWithin("reorder", reorder, Duration.ofHours(1));
    requireWithin("horizon", horizon, Duration.ofDays(31));
    requireWithin("futureLimit", futureLimit, Duration.ofDays(1));
    if (horizon.compareTo(reorder) < 0) {
      throw new IllegalArgumentException(
          "horizon " + horizon + " must not be shorter than reorder " + reorder);
    }
  }

  private static void requireWithin(String name, Duration value, Duration most) {
    if (value.isNegative() || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(name + " " + value + " must lie in 0 … " + most);
    }
  }
}
