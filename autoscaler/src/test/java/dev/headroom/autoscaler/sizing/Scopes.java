package dev.headroom.autoscaler.sizing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Scopes to test policies with. */
public final class Scopes {
  private static final Economics ECONOMICS = new Economics(1, 2, 5, 1);

  private Scopes() {}

  /** One workload with replicas of 1, up to 1,000 of them, that may stop. */
  public static Scope one(Duration tick) {
    return one(tick, true);
  }

  /** One workload with replicas of 1, up to 1,000 of them. */
  public static Scope one(Duration tick, boolean mayStop) {
    return new Scope(tick, 1, mayStop, ECONOMICS, List.of(new Workload("w", "acme", 1000, 1)));
  }

  /** Workloads with these limits, at ticks of five minutes. */
  public static Scope pool(double... limits) {
    List<Workload> workloads = new ArrayList<>();
    for (double limit : limits) {
      workloads.add(new Workload("w" + workloads.size(), "acme", limit, limit));
    }
    return new Scope(Duration.ofMinutes(5), 1, false, ECONOMICS, workloads);
  }

  /** What a policy of one workload with these demands decides last, if all it asks for is there. */
  public static double last(CapacityPolicy policy, double ready, double... demands) {
    double capacity = ready;
    for (int t = 0; t < demands.length; t++) {
      capacity = policy.decide(t, new double[] {demands[t]}, capacity);
    }
    return capacity;
  }
}
