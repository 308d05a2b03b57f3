package dev.headroom.autoscaler.sizing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Lets the workloads of each pool share its capacity, each pool by a policy of its own. */
public final class PerPool implements FleetPolicy {
  private final List<CapacityPolicy> policies = new ArrayList<>();
  private final List<int[]> members = new ArrayList<>();

  public PerPool(Fleet fleet, Function<Scope, CapacityPolicy> policy) {
    for (int p = 0; p < fleet.pools(); p++) {
      members.add(fleet.members(p));
      policies.add(policy.apply(fleet.scope(members.get(p))));
    }
  }

  @Override
  public void decide(long tick, double[] demand, FleetPlan ready, FleetPlan plan) {
    for (int p = 0; p < policies.size(); p++) {
      int[] of = members.get(p);
      double[] own = new double[of.length];
      for (int i = 0; i < of.length; i++) {
        own[i] = demand[of[i]];
      }
      plan.pooled()[p] = policies.get(p).decide(tick, own, ready.pooled()[p]);
    }
  }
}
