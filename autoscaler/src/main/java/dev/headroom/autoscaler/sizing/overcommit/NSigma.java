package dev.headroom.autoscaler.sizing.overcommit;

import dev.headroom.autoscaler.sizing.CapacityPolicy;
import dev.headroom.autoscaler.sizing.Scope;
import dev.headroom.autoscaler.sizing.history.MovingMoments;
import java.time.Duration;

/**
 * Takes what all use together for normally distributed.
 *
 * <pre>
 *   capacity = min(1, mean + 5 · deviation) · Σ limit,  of Σ use ÷ Σ limit over 24 h
 * </pre>
 *
 * Bashir et al., "Take it to the Limit: Peak Prediction-driven Resource Overcommitment in
 * Datacenters", EuroSys 2021, section 4: the N-sigma predictor. Until 24 samples were seen it
 * provides all that was sold. A workload that reports nothing counts as much as it last did, or its
 * limit if it never reported; a tick without any report is no sample.
 */
public final class NSigma implements CapacityPolicy {
  private static final double SIGMAS = 5;
  private static final int LEAST_SAMPLES = 24;
  private static final Duration WINDOW = Duration.ofHours(24);

  private final double limit;
  private final double[] last;
  private final MovingMoments use;

  public NSigma(Scope scope) {
    limit = scope.limit();
    last = new double[scope.workloads().size()];
    for (int w = 0; w < last.length; w++) {
      last[w] = scope.workloads().get(w).limit();
    }
    use = new MovingMoments(Math.max(LEAST_SAMPLES, scope.ticks(WINDOW)));
  }

  @Override
  public double decide(long tick, double[] demand, double ready) {
    boolean reported = false;
    double sum = 0;
    for (int w = 0; w < demand.length; w++) {
      if (!Double.isNaN(demand[w])) {
        last[w] = demand[w];
        reported = true;
      }
      sum += last[w];
    }
    if (reported) {
      use.add(sum / limit);
    }
    return use.size() < LEAST_SAMPLES
        ? limit
        : Math.min(1, use.mean() + SIGMAS * use.deviation()) * limit;
  }
}
