package dev.headroom.autoscaler.config;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Machines of one size that workloads of many tenants share.
 *
 * @param penaltyPerCoreHour of a core that is wanted for an hour and is not there, in the currency
 *     of the machine
 * @param overbooking by the joint peak
 * @param forecast if not null, it is by a forecast of the joint demand instead
 */
public record PoolSettings(
    String name,
    MachineSettings machine,
    Range machines,
    BigDecimal penaltyPerCoreHour,
    OverbookingSettings overbooking,
    @Nullable ForecastSettings forecast) {}
