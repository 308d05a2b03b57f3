package dev.headroom.autoscaler.forecast;

/**
 * How many replicas a workload needs in a tick with demand: a distribution in which each such tick
 * weighs 3 % less than the next. At most {@value #MOST} numbers are told apart; of workloads that
 * may need more, steps of several replicas are.
 */
public final class Counts {
  private static final int MOST = 64;
  private static final float KEEP = 0.97f;

  private final float[] weights;
  private final int step;
  private float total;

  /**
   * @param limit the greatest number of replicas, at least 1
   */
  public Counts(int limit) {
    this.step = (limit + MOST - 1) / MOST;
    this.weights = new float[(limit + step - 1) / step + 1];
  }

  /** A tick that needed so many replicas, at least 1. */
  public void observe(int replicas) {
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= KEEP;
    }
    weights[Math.min(weights.length - 1, (replicas + step - 1) / step)]++;
    total = total * KEEP + 1;
  }

  /**
   * The greatest number of replicas of which the last is needed with at least such a probability.
   *
   * @param demand probability that there is any demand, in [0, 1]
   * @param least probability, above 0
   * @return at least 0
   */
  public int worth(double demand, double least) {
    double share = 0;
    for (int i = weights.length - 1; i > 0; i--) {
      share += weights[i] / total;
      if (total > 0 && demand * share >= least) {
        return i * step;
      }
    }
    return 0;
  }
}
