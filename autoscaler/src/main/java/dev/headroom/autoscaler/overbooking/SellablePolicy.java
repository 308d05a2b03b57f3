package dev.headroom.autoscaler.overbooking;

import dev.headroom.autoscaler.config.PoolSettings;
import dev.headroom.autoscaler.decision.Rule;
import dev.headroom.autoscaler.policy.Advice;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * How many cores may be reserved in a pool: as many as its greatest number of machines carries, if
 * who reserves them uses as much of them together as those do who are there.
 *
 * <pre>
 *   ratio    = min(reserved ÷ joint, most)      1 while the joint use is not known
 *   sellable = floor((machines at most × cores of a machine − warm) × ratio), at least what is reserved
 * </pre>
 *
 * <p>A change of less than a twentieth is not worth one. While something of the use is not known,
 * it does not grow.
 */
public final class SellablePolicy {
  /** Name in the decision log. */
  public static final String NAME = "overbooking-ratio";

  private static final BigDecimal WORTH_A_CHANGE = new BigDecimal("0.05");

  private final PoolSettings pool;
  private final BigDecimal most;

  /**
   * @param most how often a core may be sold at most, at least 1
   */
  public SellablePolicy(PoolSettings pool, BigDecimal most) {
    this.pool = pool;
    this.most = most;
  }

  /**
   * Cores that a pool carries without overbooking, in whole ones.
   *
   * @param warm cores of placeholders
   */
  public int carried(BigDecimal warm) {
    return pool.machine()
        .cpu()
        .multiply(BigDecimal.valueOf(pool.machines().max()))
        .subtract(warm)
        .max(BigDecimal.ZERO)
        .setScale(0, RoundingMode.FLOOR)
        .intValue();
  }

  /** How often a core may be sold, at least 1. */
  public BigDecimal ratio(PoolLoad load, PoolAdvice sized) {
    boolean known = sized.rule() == Rule.JOINT_PEAK || sized.rule() == Rule.FORECAST;
    if (!known || sized.jointCores().signum() <= 0) {
      return BigDecimal.ONE;
    }
    return load.reservedCores()
        .divide(sized.jointCores(), MathContext.DECIMAL64)
        .max(BigDecimal.ONE)
        .min(most);
  }

  /**
   * Advice for a pool in which so many may be reserved.
   *
   * @param sized what its machines were sized for
   */
  public Advice advise(int sellable, PoolLoad load, PoolAdvice sized) {
    List<String> bounds = new ArrayList<>();
    BigDecimal ratio = ratio(load, sized);
    if (ratio.compareTo(most) == 0 && most.compareTo(BigDecimal.ONE) > 0) {
      bounds.add("most-sold");
    }
    int wanted =
        BigDecimal.valueOf(carried(load.warmCores()))
            .multiply(ratio)
            .setScale(0, RoundingMode.FLOOR)
            .intValue();
    int reserved = load.reservedCores().setScale(0, RoundingMode.CEILING).intValue();
    if (wanted < reserved) {
      wanted = reserved;
      bounds.add("reserved");
    }
    if (wanted > sellable && load.unknownWorkloads() > 0) {
      return new Advice(sellable, Rule.STALE_METRICS, List.of());
    }
    return isWorthIt(sellable, wanted)
        ? new Advice(wanted, sized.rule(), bounds)
        : new Advice(sellable, Rule.WITHIN_BAND, List.of());
  }

  private static boolean isWorthIt(int from, int to) {
    BigDecimal least = BigDecimal.valueOf(from).multiply(WORTH_A_CHANGE);
    return BigDecimal.valueOf(Math.abs((long) to - from)).compareTo(least) >= 0;
  }
}
