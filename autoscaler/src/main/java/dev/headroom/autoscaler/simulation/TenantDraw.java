package dev.headroom.autoscaler.simulation;

import dev.headroom.autoscaler.sizing.Workload;
import dev.headroom.autoscaler.trace.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * As many tenants as one likes, from the workloads of a trace: each is one of them, drawn with
 * replacement, and begins somewhere else in the trace, which goes on at its beginning. Of a trace
 * of two days or more that is a whole number of days later, so that all have their nights together.
 *
 * <p>With the same seed the first tenants are the same, however many follow.
 */
final class TenantDraw {
  private static final Duration DAY = Duration.ofDays(1);

  private final Trace trace;
  private final long seed;
  private final int phase;

  TenantDraw(Trace trace, long seed) {
    this.trace = trace;
    this.seed = seed;
    long perDay = DAY.toMillis() / trace.step().toMillis();
    boolean isLong = perDay > 0 && trace.steps() >= 2 * perDay;
    this.phase = isLong ? (int) perDay : 1;
  }

  /** A trace of so many tenants, at least 1. */
  Trace tenants(int count) {
    Random random = new Random(seed);
    List<Workload> workloads = new ArrayList<>(count);
    List<double[]> demand = new ArrayList<>(count);
    int steps = trace.steps();
    for (int i = 0; i < count; i++) {
      int drawn = random.nextInt(trace.workloads().size());
      int from = phase * random.nextInt(Math.max(1, steps / phase));
      Workload workload = trace.workloads().get(drawn);
      workloads.add(
          new Workload(
              workload.name() + " " + i, "tenant " + i, workload.limit(), workload.replica()));
      double[] series = trace.demand().get(drawn);
      double[] moved = new double[steps];
      System.arraycopy(series, from, moved, 0, steps - from);
      System.arraycopy(series, 0, moved, steps - from, from);
      demand.add(moved);
    }
    return new Trace(trace.name(), trace.step(), workloads, demand);
  }
}
