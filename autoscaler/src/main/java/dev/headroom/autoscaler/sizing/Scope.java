package dev.headroom.autoscaler.sizing;

import java.time.Duration;
import java.util.List;

/**
 * What a {@link CapacityPolicy} is for: the workloads that share a capacity, one or all of a pool.
 *
 * @param tick as in {@link Fleet}
 * @param leadTicks as in {@link Fleet}
 * @param mayStop as in {@link Fleet}
 */
public record Scope(
    Duration tick, int leadTicks, boolean mayStop, Economics economics, List<Workload> workloads) {
  public Scope {
    workloads = List.copyOf(workloads);
  }

  /** What was sold: the sum of the limits. */
  public double limit() {
    return workloads.stream().mapToDouble(Workload::limit).sum();
  }

  /** How many ticks such a time is, at least 1. */
  public int ticks(Duration time) {
    return (int) Math.max(1, Math.ceil((double) time.toMillis() / tick.toMillis()));
  }
}
