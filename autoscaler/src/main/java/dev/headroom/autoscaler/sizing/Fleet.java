package dev.headroom.autoscaler.sizing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What does not change from tick to tick.
 *
 * @param tick time between two decisions
 * @param leadTicks a decision at the end of tick t is in effect from the beginning of tick t +
 *     leadTicks; at least 1
 * @param mayStop whether a workload without demand may have no replica, so that it must be started
 *     when it wakes; otherwise each has at least one
 * @param poolOf the number of the pool of each workload, from 0 without gaps
 */
public record Fleet(
    Duration tick,
    int leadTicks,
    boolean mayStop,
    Economics economics,
    List<Workload> workloads,
    List<Integer> poolOf) {
  public Fleet {
    workloads = List.copyOf(workloads);
    poolOf = List.copyOf(poolOf);
    if (tick.isNegative() || tick.isZero()) {
      throw new IllegalArgumentException("tick is " + tick + ", expected more than 0");
    }
    if (leadTicks < 1) {
      throw new IllegalArgumentException("leadTicks is " + leadTicks + ", expected 1 or more");
    }
    if (workloads.isEmpty() || poolOf.size() != workloads.size()) {
      throw new IllegalArgumentException(
          poolOf.size() + " pools for " + workloads.size() + " workloads, expected one for each");
    }
  }

  /** Numbers of the pools: 0 to this, exclusive. */
  public int pools() {
    return poolOf.stream().mapToInt(p -> p).max().orElse(-1) + 1;
  }

  /** Numbers of the workloads of a pool, ascending. */
  public int[] members(int pool) {
    List<Integer> members = new ArrayList<>();
    for (int w = 0; w < poolOf.size(); w++) {
      if (poolOf.get(w) == pool) {
        members.add(w);
      }
    }
    return members.stream().mapToInt(w -> w).toArray();
  }

  /** What a policy for these workloads alone is told. */
  public Scope scope(int... members) {
    return new Scope(tick, leadTicks, mayStop, economics, pick(members));
  }

  private List<Workload> pick(int[] members) {
    List<Workload> picked = new ArrayList<>(members.length);
    for (int w : members) {
      picked.add(workloads.get(w));
    }
    return picked;
  }
}
