package dev.headroom.autoscaler.replay;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Currency;

/**
 * What a pool would have cost.
 *
 * @param seen how much time was counted
 * @param machineHours that were held; scale 9
 * @param missingCoreHours that were used and would not have been there; scale 9
 * @param workloadTicks evaluations of a workload whose usage is known
 * @param violated how many of those would have lacked capacity of their own
 * @param changes decisions that changed something
 * @param capacity cost of the machines
 * @param penalty for what was missing
 */
public record RehearsalCost(
    Duration seen,
    BigDecimal machineHours,
    BigDecimal missingCoreHours,
    long workloadTicks,
    long violated,
    long changes,
    BigDecimal capacity,
    BigDecimal penalty,
    Currency currency) {

  /** Machines and penalty. */
  public BigDecimal total() {
    return capacity.add(penalty);
  }
}
