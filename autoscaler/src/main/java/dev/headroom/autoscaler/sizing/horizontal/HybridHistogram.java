package dev.headroom.autoscaler.sizing.horizontal;

import dev.headroom.autoscaler.sizing.CapacityPolicy;
import dev.headroom.autoscaler.sizing.Scope;
import dev.headroom.autoscaler.sizing.Workload;
import java.time.Duration;

/**
 * Stops a workload between its uses and starts it before the next one, by a histogram of how long
 * it was idle.
 *
 * <pre>
 *   stopped until 0.9 · p5 of the idle times, then kept until 1.1 · p99
 * </pre>
 *
 * Bins of a minute over 240 minutes. Shahrad et al., "Serverless in the Wild: Characterizing and
 * Optimizing the Serverless Workload at a Large Cloud Provider", USENIX ATC 2020, section 4.2. If
 * the counts of the bins are too alike (coefficient of variation below 2), if fewer than 10 idle
 * times were seen, or if most were longer than the histogram, it is kept for 240 minutes; the
 * paper's time-series forecast of the last case is not part of it. In use and while kept it has
 * what its last use needed. A tick without a report counts as the one before, and stops nothing.
 */
public final class HybridHistogram implements CapacityPolicy {
  private static final int BINS = 240;
  private static final int LEAST_SAMPLES = 10;
  private static final double LEAST_VARIATION = 2;

  private final Workload workload;
  private final boolean mayStop;
  private final double tickMinutes;
  private final int leadTicks;
  private final int[] bins = new int[BINS];
  private int inBins;
  private int beyond;
  private int needed;
  private int kept;
  private long idleTicks;
  private double prewarm;
  private double keep = BINS;

  public HybridHistogram(Scope scope) {
    workload = scope.workloads().get(0);
    mayStop = scope.mayStop();
    needed = mayStop ? 0 : 1;
    tickMinutes = (double) scope.tick().toMillis() / Duration.ofMinutes(1).toMillis();
    leadTicks = scope.leadTicks();
  }

  @Override
  public double decide(long tick, double[] demand, double ready) {
    if (demand[0] > 0) {
      if (idleTicks > 0 && needed > 0) {
        learn(idleTicks * tickMinutes);
      }
      idleTicks = 0;
      needed = workload.replicasFor(demand[0]);
    } else if (!Double.isNaN(demand[0]) || idleTicks > 0) {
      idleTicks++;
    }
    int wanted = idleTicks == 0 || warm() ? needed : mayStop ? 0 : 1;
    kept = Double.isNaN(demand[0]) ? Math.max(kept, wanted) : wanted;
    return kept * workload.replica();
  }

  /** Whether it should be there when this decision is in effect, or is kept until then. */
  private boolean warm() {
    double then = (idleTicks + leadTicks) * tickMinutes;
    return then >= prewarm && idleTicks * tickMinutes <= keep;
  }

  private void learn(double minutes) {
    if (minutes < BINS) {
      bins[(int) minutes]++;
      inBins++;
    } else {
      beyond++;
    }
    boolean representative =
        inBins >= LEAST_SAMPLES && inBins > beyond && variation() >= LEAST_VARIATION;
    prewarm = representative ? 0.9 * bin(0.05) : 0;
    keep = representative ? 1.1 * (bin(0.99) + 1) : BINS;
  }

  /** Standard deviation of the counts of the bins, divided by their mean. */
  private double variation() {
    double mean = (double) inBins / BINS;
    double squares = 0;
    for (int count : bins) {
      squares += (count - mean) * (count - mean);
    }
    return Math.sqrt(squares / BINS) / mean;
  }

  private int bin(double share) {
    double below = 0;
    for (int b = 0; b < BINS; b++) {
      below += bins[b];
      if (below >= share * inBins) {
        return b;
      }
    }
    return BINS - 1;
  }
}
