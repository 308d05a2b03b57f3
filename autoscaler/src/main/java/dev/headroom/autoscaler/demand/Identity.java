package dev.headroom.autoscaler.demand;

/** Identity of a resource or a series: 128 bits, as the metering has it. */
public record Identity(long high, long low) {}
