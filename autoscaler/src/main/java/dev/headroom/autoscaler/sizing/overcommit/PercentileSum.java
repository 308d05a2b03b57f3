package dev.headroom.autoscaler.sizing.overcommit;

import dev.headroom.autoscaler.sizing.CapacityPolicy;
import dev.headroom.autoscaler.sizing.Scope;
import dev.headroom.autoscaler.sizing.Workload;
import dev.headroom.autoscaler.sizing.history.MovingQuantile;
import java.time.Duration;
import java.util.List;

/**
 * Adds up the peaks of the workloads, each alone, as if they came at the same time.
 *
 * <pre>
 *   capacity = Σ p99(use ÷ limit) · limit,  over 24 h
 * </pre>
 *
 * Bashir et al., "Take it to the Limit: Peak Prediction-driven Resource Overcommitment in
 * Datacenters", EuroSys 2021, section 4: the RC-like predictor, after Cortez et al., "Resource
 * Central", SOSP 2017. A workload with fewer than 24 samples counts its limit. A tick in which a
 * workload reports nothing is no sample of it.
 */
public final class PercentileSum implements CapacityPolicy {
  private static final double SHARE = 0.99;
  private static final int LEAST_SAMPLES = 24;
  private static final Duration WINDOW = Duration.ofHours(24);

  private final List<Workload> workloads;
  private final MovingQuantile[] use;

  public PercentileSum(Scope scope) {
    workloads = scope.workloads();
    use = new MovingQuantile[workloads.size()];
    for (int w = 0; w < use.length; w++) {
      use[w] = new MovingQuantile(Math.max(LEAST_SAMPLES, scope.ticks(WINDOW)));
    }
  }

  @Override
  public double decide(long tick, double[] demand, double ready) {
    double sum = 0;
    for (int w = 0; w < demand.length; w++) {
      double limit = workloads.get(w).limit();
      if (!Double.isNaN(demand[w])) {
        use[w].add(demand[w] / limit);
      }
      sum += use[w].size() < LEAST_SAMPLES ? limit : use[w].quantile(SHARE) * limit;
    }
    return sum;
  }
}
