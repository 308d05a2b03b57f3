package dev.headroom.autoscaler.config;

/** Machines of one size that workloads of many tenants share. */
public record PoolSettings(
    String name, MachineSettings machine, Range machines, OverbookingSettings overbooking) {}
