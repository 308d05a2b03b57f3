package dev.headroom.autoscaler.sizing;

/**
 * Decides the capacity that the workloads of a {@link Scope} share. Called once a tick, in order.
 */
public interface CapacityPolicy {
  /**
   * What there should be from {@link Scope#leadTicks} later on.
   *
   * @param tick number of the tick that just ended, from 0
   * @param demand of each workload of the scope during that tick, in units of capacity, at least 0;
   *     NaN where nothing was reported. Not kept and not changed by the policy.
   * @param ready capacity that was there during that tick
   * @return capacity, at least 0; the caller rounds it up to whole replicas or machines
   */
  double decide(long tick, double[] demand, double ready);
}
