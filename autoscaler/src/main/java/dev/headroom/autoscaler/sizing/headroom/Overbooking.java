package dev.headroom.autoscaler.sizing.headroom;

import dev.headroom.autoscaler.sizing.Fleet;
import dev.headroom.autoscaler.sizing.FleetPlan;
import dev.headroom.autoscaler.sizing.FleetPolicy;

/**
 * Sells the capacity of each pool as often as it earns: as much is held as its workloads will want
 * together, with the probability at which one more unit would cost as much as it would save ({@link
 * dev.headroom.autoscaler.sizing.Economics#criticalRatio}). The ratio of overbooking, Σ limits ÷
 * capacity, follows from it.
 *
 * <p>Workloads on machines are never spread evenly, so a pool that has enough in all may be short
 * on one of them. What is forecast is therefore the capacity at which none is:
 *
 * <pre>
 *   demand × size of a machine ÷ (size of a machine − what the fullest has more than the mean)
 * </pre>
 */
public final class Overbooking implements FleetPolicy {
  private final JointDemand demand;

  public Overbooking(Fleet fleet) {
    this.demand =
        new JointDemand(fleet, JointDemand.pools(fleet), fleet.economics().criticalRatio());
  }

  @Override
  public void decide(long tick, double[] wanted, FleetPlan ready, FleetPlan plan) {
    double[] bounds = demand.bounds(tick, wanted, ready.unevenness());
    System.arraycopy(bounds, 0, plan.pooled(), 0, bounds.length);
  }
}
