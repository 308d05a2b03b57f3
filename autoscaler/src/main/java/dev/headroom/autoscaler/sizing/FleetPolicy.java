package dev.headroom.autoscaler.sizing;

/** Decides for a whole fleet at once. Called once a tick, in order. */
public interface FleetPolicy {
  /**
   * Says what there should be from {@link Fleet#leadTicks} later on.
   *
   * @param tick number of the tick that just ended, from 0
   * @param demand of each workload during that tick, in units of capacity; NaN where nothing was
   *     reported
   * @param ready what was there during that tick
   * @param plan to be filled; new for each tick
   */
  void decide(long tick, double[] demand, FleetPlan ready, FleetPlan plan);
}
