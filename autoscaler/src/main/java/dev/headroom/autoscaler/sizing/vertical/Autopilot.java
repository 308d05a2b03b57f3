package dev.headroom.autoscaler.sizing.vertical;

import dev.headroom.autoscaler.sizing.CapacityPolicy;
import dev.headroom.autoscaler.sizing.Scope;
import dev.headroom.autoscaler.sizing.Workload;
import dev.headroom.autoscaler.sizing.history.DecayedHistogram;
import dev.headroom.autoscaler.sizing.history.MovingMax;
import java.time.Duration;

/**
 * Autopilot's moving-window recommender for the CPU of a serving job.
 *
 * <pre>
 *   S        = p95 of demand, each weighed by demand · 2^(−age ÷ 12 h)
 *   capacity = max of 1.15 · S over the last hour
 * </pre>
 *
 * Rzadca et al., "Autopilot: workload autoscaling at Google", EuroSys 2020, sections 3.2 and 3.3,
 * which adds 10 to 15 %: here always 15. At most what was sold, which it also is before any demand
 * was reported, and at least one replica of what may not stop. A tick without a report is no
 * sample.
 */
public final class Autopilot implements CapacityPolicy {
  private static final Duration HALF_LIFE = Duration.ofHours(12);
  private static final double SHARE = 0.95;
  private static final double MARGIN = 1.15;

  private final double limit;
  private final double least;
  private final DecayedHistogram load;
  private final MovingMax peak;
  private double capacity;

  public Autopilot(Scope scope) {
    Workload workload = scope.workloads().get(0);
    limit = workload.limit();
    least = scope.mayStop() ? 0 : workload.replica();
    load = new DecayedHistogram(limit, (double) HALF_LIFE.toMillis() / scope.tick().toMillis());
    peak = new MovingMax(scope.ticks(Duration.ofHours(1)));
    capacity = limit;
  }

  @Override
  public double decide(long tick, double[] demand, double ready) {
    if (!Double.isNaN(demand[0])) {
      load.add(tick, demand[0], demand[0]);
      if (!load.isEmpty()) {
        capacity = Math.min(limit, Math.max(least, peak.add(MARGIN * load.quantile(SHARE))));
      }
    }
    return capacity;
  }
}
