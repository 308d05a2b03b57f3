package dev.headroom.autoscaler.sizing.headroom;

import dev.headroom.autoscaler.sizing.Fleet;
import dev.headroom.autoscaler.sizing.FleetPlan;
import dev.headroom.autoscaler.sizing.FleetPolicy;

/**
 * Gives each workload what it will want, with the probability that is worth its cost: the quantile
 * of its demand at {@link dev.headroom.autoscaler.sizing.Economics#criticalRatio}.
 */
public final class Forecast implements FleetPolicy {
  private final Fleet fleet;
  private final JointDemand demand;

  public Forecast(Fleet fleet) {
    this.fleet = fleet;
    this.demand =
        new JointDemand(fleet, JointDemand.alone(fleet), fleet.economics().criticalRatio());
  }

  @Override
  public void decide(long tick, double[] wanted, FleetPlan ready, FleetPlan plan) {
    double[] bounds = demand.bounds(tick, wanted);
    for (int w = 0; w < bounds.length; w++) {
      double least = fleet.mayStop() ? 0 : fleet.workloads().get(w).replica();
      plan.own()[w] = Math.max(least, bounds[w]);
    }
  }
}
