package dev.headroom.autoscaler.sizing.vertical;

import dev.headroom.autoscaler.sizing.CapacityPolicy;
import dev.headroom.autoscaler.sizing.Scope;
import dev.headroom.autoscaler.sizing.Workload;
import dev.headroom.autoscaler.sizing.history.DecayedHistogram;
import java.time.Duration;

/**
 * The target of Kubernetes' vertical pod autoscaler for CPU.
 *
 * <pre>
 *   capacity = 1.15 · p90 of demand, its weight halving each 24 h
 * </pre>
 *
 * Kubernetes autoscaler project, "Vertical Pod Autoscaler", recommender. At most what was sold,
 * which it also is before anything was reported, and at least one replica of what may not stop. A
 * tick without a report is no sample.
 */
public final class Vpa implements CapacityPolicy {
  private static final Duration HALF_LIFE = Duration.ofHours(24);
  private static final double SHARE = 0.9;
  private static final double MARGIN = 1.15;

  private final double limit;
  private final double least;
  private final DecayedHistogram use;

  public Vpa(Scope scope) {
    Workload workload = scope.workloads().get(0);
    limit = workload.limit();
    least = scope.mayStop() ? 0 : workload.replica();
    use = new DecayedHistogram(limit, (double) HALF_LIFE.toMillis() / scope.tick().toMillis());
  }

  @Override
  public double decide(long tick, double[] demand, double ready) {
    if (!Double.isNaN(demand[0])) {
      use.add(tick, demand[0], 1);
    }
    return use.isEmpty() ? limit : Math.min(limit, Math.max(least, MARGIN * use.quantile(SHARE)));
  }
}
