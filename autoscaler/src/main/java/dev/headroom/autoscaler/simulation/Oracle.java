package dev.headroom.autoscaler.simulation;

import dev.headroom.autoscaler.sizing.Fleet;
import dev.headroom.autoscaler.sizing.FleetPlan;
import dev.headroom.autoscaler.sizing.FleetPolicy;
import dev.headroom.autoscaler.sizing.PolicyType;
import dev.headroom.autoscaler.trace.Trace;

/**
 * Knows the demand to come, and has just as much: the least that could be held without a violation.
 * Workloads that may stop have replicas of their own, others share their pool.
 */
final class Oracle implements FleetPolicy {
  private final Trace trace;
  private final Fleet fleet;

  private Oracle(Trace trace, Fleet fleet) {
    this.trace = trace;
    this.fleet = fleet;
  }

  static PolicyType of(Trace trace) {
    return new PolicyType("oracle", fleet -> new Oracle(trace, fleet));
  }

  @Override
  public void decide(long tick, double[] demand, FleetPlan ready, FleetPlan plan) {
    int at = (int) Math.min(trace.steps() - 1L, tick + fleet.leadTicks());
    double[] pooled = new double[fleet.pools()];
    for (int w = 0; w < demand.length; w++) {
      double value = trace.demand().get(w)[at];
      double wanted = Double.isNaN(value) ? 0 : value;
      if (fleet.mayStop()) {
        plan.own()[w] = wanted;
      } else {
        pooled[fleet.poolOf().get(w)] += wanted;
      }
    }
    if (!fleet.mayStop()) {
      System.arraycopy(pooled, 0, plan.pooled(), 0, pooled.length);
    }
  }
}
