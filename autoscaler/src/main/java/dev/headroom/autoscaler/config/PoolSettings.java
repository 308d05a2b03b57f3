package dev.headroom.autoscaler.config;

import org.jspecify.annotations.Nullable;

/**
 * Machines of one size that workloads of many tenants share.
 *
 * @param overbooking by the joint peak
 * @param forecast if not null, it is by a forecast of the joint demand instead
 */
public record PoolSettings(
    String name,
    MachineSettings machine,
    Range machines,
    OverbookingSettings overbooking,
    @Nullable ForecastSettings forecast) {}
