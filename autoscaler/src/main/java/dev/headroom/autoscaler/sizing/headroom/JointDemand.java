package dev.headroom.autoscaler.sizing.headroom;

import dev.headroom.autoscaler.forecast.Calibration;
import dev.headroom.autoscaler.forecast.SeriesForecast;
import dev.headroom.autoscaler.sizing.Fleet;
import dev.headroom.autoscaler.sizing.Scope;
import java.util.Arrays;

/**
 * A bound of what the workloads of each group want together. It is the sum that is forecast, so it
 * is seen which of them peak together, and which never do: a sum of their quantiles cannot see it.
 *
 * <p>A workload that does not report counts with what it last wanted, and while one is silent the
 * bound of its group does not fall.
 */
final class JointDemand {
  private final int[][] groups;
  private final SeriesForecast[] series;
  private final Calibration calibration;
  private final double[] known;
  private final double[] bounds;

  /**
   * @param groups numbers of the workloads of each
   * @param coverage how often the bound should hold, in (0, 1)
   */
  JointDemand(Fleet fleet, int[][] groups, double coverage) {
    this.groups = groups;
    this.calibration = new Calibration(coverage);
    this.series = new SeriesForecast[groups.length];
    this.known = new double[fleet.workloads().size()];
    this.bounds = new double[groups.length];
    for (int g = 0; g < groups.length; g++) {
      Scope scope = fleet.scope(groups[g]);
      series[g] = new SeriesForecast(calibration, scope.leadTicks(), scope.limit(), scope.tick());
    }
  }

  /** Bounds of the groups, {@link Fleet#leadTicks} ahead; overwritten by the next call. */
  double[] bounds(long tick, double[] demand) {
    double[] even = new double[groups.length];
    Arrays.fill(even, 1);
    return bounds(tick, demand, even);
  }

  /**
   * The same of each group's demand × a factor.
   *
   * @param factors above 0
   */
  double[] bounds(long tick, double[] demand, double[] factors) {
    boolean[] silent = new boolean[groups.length];
    for (int g = 0; g < groups.length; g++) {
      double sum = 0;
      for (int w : groups[g]) {
        if (Double.isNaN(demand[w])) {
          silent[g] = true;
        } else {
          known[w] = demand[w];
        }
        sum += known[w];
      }
      series[g].observe(tick, sum * factors[g]);
    }
    calibration.refresh();
    for (int g = 0; g < groups.length; g++) {
      double bound = series[g].bound();
      bounds[g] = silent[g] ? Math.max(bounds[g], bound) : bound;
    }
    return bounds;
  }

  /** Each workload alone. */
  static int[][] alone(Fleet fleet) {
    int[][] groups = new int[fleet.workloads().size()][];
    Arrays.setAll(groups, w -> new int[] {w});
    return groups;
  }

  /** Those of each pool together. */
  static int[][] pools(Fleet fleet) {
    int[][] groups = new int[fleet.pools()][];
    Arrays.setAll(groups, fleet::members);
    return groups;
  }
}
