package dev.headroom.autoscaler.config;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Machines of one size that workloads of many tenants share.
 *
 * @param penaltyPerCoreHour of a core that is wanted for an hour and is not there, in the currency
 *     of the machine
 * @param overbooking by the joint peak
 * @param paused whether its machines are left as they are
 * @param forecast if not null, it is by a forecast of the joint demand where that can be trusted
 * @param warm what it keeps free for replicas that start; null for nothing
 * @param revenuePerCoreHour what a core earns that is used for an hour, in the currency of the
 *     machine, at least 0: only for the record of what a decision came to; null if it is not known
 * @param sellAtMost how often a core may be sold at most, at least 1; null if what tenants reserve
 *     is not limited
 * @param budgetPerDay what its machines may cost from midnight to midnight in UTC, in the currency
 *     of the machine, at least 0; null if that is not limited
 */
public record PoolSettings(
    String name,
    MachineSettings machine,
    Range machines,
    BigDecimal penaltyPerCoreHour,
    OverbookingSettings overbooking,
    boolean paused,
    @Nullable ForecastSettings forecast,
    @Nullable WarmSettings warm,
    @Nullable BigDecimal revenuePerCoreHour,
    @Nullable BigDecimal sellAtMost,
    @Nullable BigDecimal budgetPerDay) {
  public PoolSettings {
    if (revenuePerCoreHour != null && revenuePerCoreHour.signum() < 0) {
      throw new IllegalArgumentException(
          "revenuePerCoreHour is %s, expected 0 or more".formatted(revenuePerCoreHour));
    }
    if (budgetPerDay != null
        && (budgetPerDay.signum() < 0 || machine.costPerHour().signum() <= 0)) {
      throw new IllegalArgumentException(
          "budgetPerDay is %s for machines that cost %s an hour, expected 0 or more, and a cost above 0"
              .formatted(budgetPerDay, machine.costPerHour()));
    }
    if (sellAtMost != null && sellAtMost.compareTo(BigDecimal.ONE) < 0) {
      throw new IllegalArgumentException("atMost is %s, expected 1 or more".formatted(sellAtMost));
    }
  }

  /** How often demand should be met, see {@link MachineSettings#coverage}. */
  public double coverage() {
    return machine.coverage(penaltyPerCoreHour);
  }

  PoolSettings by(@Nullable ForecastSettings other) {
    return new PoolSettings(
        name,
        machine,
        machines,
        penaltyPerCoreHour,
        overbooking,
        paused,
        other,
        warm,
        revenuePerCoreHour,
        sellAtMost,
        budgetPerDay);
  }

  PoolSettings penalised(BigDecimal penalty) {
    return new PoolSettings(
        name,
        machine,
        machines,
        penalty,
        overbooking,
        paused,
        forecast,
        warm,
        revenuePerCoreHour,
        sellAtMost,
        budgetPerDay);
  }
}
