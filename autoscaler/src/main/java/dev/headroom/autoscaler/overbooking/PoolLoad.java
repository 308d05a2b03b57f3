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
 */
public record PoolLoad(
    BigDecimal reservedCores,
    BigDecimal usedCores,
    BigDecimal unknownReservedCores,
    int unknownWorkloads,
    BigDecimal warmCores) {}
