package dev.headroom.autoscaler.overbooking;

import java.math.BigDecimal;

/**
 * A pool at an evaluation.
 *
 * @param reservedCores what all workloads reserve together
 * @param usedCores what those with fresh metrics use together
 * @param unknownReservedCores what those without fresh metrics reserve: they may use all of it
 * @param unknownWorkloads how many those are
 * @param warmCores of placeholders, which come on top of all that
 * @param unevenness of the use, see {@link Spread}; at least 1
 */
public record PoolLoad(
    BigDecimal reservedCores,
    BigDecimal usedCores,
    BigDecimal unknownReservedCores,
    int unknownWorkloads,
    BigDecimal warmCores,
    BigDecimal unevenness) {

  /** Cores that are needed for what is used, spread as it is. */
  public BigDecimal neededCores() {
    return usedCores.multiply(unevenness);
  }
}
