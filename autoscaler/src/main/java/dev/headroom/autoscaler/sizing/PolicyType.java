package dev.headroom.autoscaler.sizing;

import java.util.function.Function;

/**
 * A policy that can be chosen by name. To add one: write its file, and name it in {@link Policies}.
 *
 * @param name in kebab case
 * @param create makes one for a fleet, with nothing seen yet
 */
public record PolicyType(String name, Function<Fleet, FleetPolicy> create) {

  /** Each workload has capacity of its own. */
  public static PolicyType perWorkload(String name, Function<Scope, CapacityPolicy> policy) {
    return new PolicyType(name, fleet -> new PerWorkload(fleet, policy));
  }

  /** The workloads of a pool share its capacity. */
  public static PolicyType perPool(String name, Function<Scope, CapacityPolicy> policy) {
    return new PolicyType(name, fleet -> new PerPool(fleet, policy));
  }
}
