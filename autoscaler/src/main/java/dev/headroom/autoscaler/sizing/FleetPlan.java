package dev.headroom.autoscaler.sizing;

import java.util.Arrays;

/**
 * What a {@link FleetPolicy} wants, in units of capacity. A workload has either a capacity of its
 * own or a share of its pool's; {@code own} is NaN for the latter, and {@code pooled} is NaN for a
 * pool that shares nothing.
 */
public final class FleetPlan {
  private final double[] own;
  private final double[] pooled;
  private final double[] warm;
  private final double[] unevenness;

  public FleetPlan(int workloads, int pools) {
    own = new double[workloads];
    pooled = new double[pools];
    warm = new double[pools];
    unevenness = new double[pools];
    Arrays.fill(own, Double.NaN);
    Arrays.fill(pooled, Double.NaN);
    Arrays.fill(unevenness, 1);
  }

  /** Capacity of each workload alone. */
  public double[] own() {
    return own;
  }

  /** Capacity that the workloads of each pool share. */
  public double[] pooled() {
    return pooled;
  }

  /**
   * Of each pool: capacity of started replicas that belong to nobody yet. One that wakes takes as
   * much as a replica of its own needs, and does not wait for a start; what was taken is started
   * again and is there after {@link Fleet#leadTicks}.
   */
  public double[] warm() {
    return warm;
  }

  /**
   * Of each pool, as it was found: capacity for each unit of it that can be used before one machine
   * is full, at least 1; 1 where capacity is not in machines. So demand × unevenness is the
   * capacity at which nobody lacks something.
   */
  public double[] unevenness() {
    return unevenness;
  }
}
