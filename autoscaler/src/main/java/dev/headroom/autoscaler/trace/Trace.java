package dev.headroom.autoscaler.trace;

import dev.headroom.autoscaler.sizing.Workload;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Recorded demand.
 *
 * @param name of the file
 * @param demand of each workload in each step, at least 0, in whatever unit the file has; NaN where
 *     nothing was reported. Not copied.
 */
public record Trace(String name, Duration step, List<Workload> workloads, List<double[]> demand) {
  public Trace {
    workloads = List.copyOf(workloads);
    demand = List.copyOf(demand);
  }

  /** How many steps there are. */
  public int steps() {
    return demand.get(0).length;
  }

  /** Share of the workloads' steps that have no demand, in [0, 1]. */
  public double idle() {
    long idle = 0;
    for (double[] series : demand) {
      for (double value : series) {
        idle += value == 0 ? 1 : 0;
      }
    }
    return (double) idle / ((double) steps() * demand.size());
  }

  /** The highest value of a series, 0 if it has none. */
  static double highest(double[] series) {
    return Arrays.stream(series).filter(value -> !Double.isNaN(value)).max().orElse(0);
  }

  /** How many values were not reported. */
  public long holes() {
    long holes = 0;
    for (double[] series : demand) {
      for (double value : series) {
        holes += Double.isNaN(value) ? 1 : 0;
      }
    }
    return holes;
  }
}
