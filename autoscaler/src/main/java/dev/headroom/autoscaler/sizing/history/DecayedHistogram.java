package dev.headroom.autoscaler.sizing.history;

/**
 * Weighted quantiles of all values, in which a value's weight halves with each half-life.
 *
 * <pre>
 *   weight = w · 2^(−age ÷ half-life)
 *   bucket n begins at first · (1.05ⁿ − 1) ÷ 0.05
 * </pre>
 *
 * Each bucket is 5 % wider than the one before; the first is a ten-thousandth of the greatest
 * value.
 */
public final class DecayedHistogram {
  private static final double GROWTH = 0.05;
  private static final double FIRST = 1e-4;
  private static final double RESCALE = 100;

  private final double greatest;
  private final double halfLife;
  private final double[] weights;
  private double total;
  private long origin;

  /**
   * @param greatest values above it count as it; above 0
   * @param halfLife in ticks; above 0
   */
  public DecayedHistogram(double greatest, double halfLife) {
    this.greatest = greatest;
    this.halfLife = halfLife;
    weights = new double[bucket(greatest) + 1];
  }

  /**
   * Adds a value.
   *
   * @param tick not before that of an earlier value by much more than a half-life
   * @param value at least 0
   * @param weight of the value now; at least 0
   */
  public void add(long tick, double value, double weight) {
    if ((tick - origin) / halfLife > RESCALE) {
      moveTo(tick);
    }
    double w = weight * StrictMath.exp((tick - origin) / halfLife * StrictMath.log(2));
    weights[bucket(Math.min(value, greatest))] += w;
    total += w;
  }

  /** Whether nothing with a weight was added. */
  public boolean isEmpty() {
    return total <= 0;
  }

  /**
   * The end of the bucket in which the quantile lies.
   *
   * @param share in (0, 1]
   * @return 0 if it is empty
   */
  public double quantile(double share) {
    if (isEmpty()) {
      return 0;
    }
    double below = 0;
    int bucket = 0;
    while (bucket < weights.length - 1) {
      below += weights[bucket];
      if (below >= share * total) {
        break;
      }
      bucket++;
    }
    return Math.min(greatest, begin(bucket + 1));
  }

  private void moveTo(long tick) {
    double factor = StrictMath.pow(2, -(tick - origin) / halfLife);
    total = 0;
    for (int b = 0; b < weights.length; b++) {
      weights[b] *= factor;
      total += weights[b];
    }
    origin = tick;
  }

  private int bucket(double value) {
    return (int) (StrictMath.log1p(value / (FIRST * greatest) * GROWTH) / StrictMath.log1p(GROWTH));
  }

  private double begin(int bucket) {
    return FIRST * greatest * (StrictMath.pow(1 + GROWTH, bucket) - 1) / GROWTH;
  }
}
