package dev.headroom.autoscaler.sizing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Gives each workload a capacity of its own, each by a policy of its own. */
public final class PerWorkload implements FleetPolicy {
  private final List<CapacityPolicy> policies = new ArrayList<>();
  private final double[] one = new double[1];

  public PerWorkload(Fleet fleet, Function<Scope, CapacityPolicy> policy) {
    for (int w = 0; w < fleet.workloads().size(); w++) {
      policies.add(policy.apply(fleet.scope(w)));
    }
  }

  @Override
  public void decide(long tick, double[] demand, FleetPlan ready, FleetPlan plan) {
    for (int w = 0; w < demand.length; w++) {
      one[0] = demand[w];
      plan.own()[w] = policies.get(w).decide(tick, one, ready.own()[w]);
    }
  }
}
