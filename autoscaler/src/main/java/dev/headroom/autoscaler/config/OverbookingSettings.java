package dev.headroom.autoscaler.config;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * Overbooking by the joint peak.
 *
 * @param quantile of the pool's joint use, in (0, 1]
 * @param window history it is taken from, 1 minute to 28 days
 * @param headroom kept free above it: 0.10 is a tenth; at least 0
 */
public record OverbookingSettings(BigDecimal quantile, Duration window, BigDecimal headroom) {
  public static final OverbookingSettings DEFAULT =
      new OverbookingSettings(new BigDecimal("0.99"), Duration.ofHours(24), new BigDecimal("0.10"));

  public OverbookingSettings {
    if (quantile.signum() <= 0 || quantile.compareTo(BigDecimal.ONE) > 0) {
      throw new IllegalArgumentException("quantile is " + quantile + ", expected in (0, 1]");
    }
    if (window.compareTo(Duration.ofMinutes(1)) < 0 || window.compareTo(Duration.ofDays(28)) > 0) {
      throw new IllegalArgumentException("window is not in 1m…28d");
    }
    if (headroom.signum() < 0) {
      throw new IllegalArgumentException("headroom is " + headroom + ", expected 0 or more");
    }
  }
}
