package dev.headroom.autoscaler.config;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * The reactive policy.
 *
 * @param target share of its CPU that a replica should use, in (0, 1]
 * @param tolerance distance from the target at which nothing is done, as a share of it, in [0, 1)
 * @param scaleUpCooldown event time between two scale-ups, at most a day
 * @param scaleDownCooldown the highest need of this time is kept, at most a day
 * @param maxUpFactor at most so many times the replicas by one decision, above 1
 * @param maxDownFactor at least the replicas divided by this after one decision, above 1
 * @param rollbackWithin a scale-down that leaves too little within this time is taken back, and for
 *     six times as long there is no other; at most a day, zero for never
 */
public record ReactiveSettings(
    BigDecimal target,
    BigDecimal tolerance,
    Duration scaleUpCooldown,
    Duration scaleDownCooldown,
    BigDecimal maxUpFactor,
    BigDecimal maxDownFactor,
    Duration rollbackWithin) {
  private static final Duration LONGEST_COOLDOWN = Duration.ofDays(1);

  public static final ReactiveSettings DEFAULT =
      new ReactiveSettings(
          new BigDecimal("0.70"),
          new BigDecimal("0.10"),
          Duration.ZERO,
          Duration.ofMinutes(5),
          BigDecimal.valueOf(2),
          BigDecimal.valueOf(2),
          Duration.ofMinutes(5));

  public ReactiveSettings {
    if (target.signum() <= 0 || target.compareTo(BigDecimal.ONE) > 0) {
      throw new IllegalArgumentException("target is " + target + ", expected in (0, 1]");
    }
    if (tolerance.signum() < 0 || tolerance.compareTo(BigDecimal.ONE) >= 0) {
      throw new IllegalArgumentException("tolerance is " + tolerance + ", expected in [0, 1)");
    }
    if (scaleUpCooldown.compareTo(LONGEST_COOLDOWN) > 0
        || scaleDownCooldown.compareTo(LONGEST_COOLDOWN) > 0
        || rollbackWithin.compareTo(LONGEST_COOLDOWN) > 0) {
      throw new IllegalArgumentException("a cooldown or rollbackWithin is longer than 1d");
    }
    if (maxUpFactor.compareTo(BigDecimal.ONE) <= 0
        || maxDownFactor.compareTo(BigDecimal.ONE) <= 0) {
      throw new IllegalArgumentException("maxUpFactor or maxDownFactor is not above 1");
    }
  }
}
