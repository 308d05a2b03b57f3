package dev.headroom.usage.metering;

/**
 * Who reports usage.
 *
 * @param tenant whose record it is
 * @param shared whether this is a process of many tenants, of which the attribute {@code tenant.id}
 *     of its points is believed; of everybody else it may only repeat {@code tenant}
 */
public record Reporter(String tenant, boolean shared) {}
