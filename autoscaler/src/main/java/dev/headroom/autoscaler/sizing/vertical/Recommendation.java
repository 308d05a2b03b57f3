package dev.headroom.autoscaler.sizing.vertical;

/**
 * How a recommended size becomes bounds, and what a process that ran out of memory says about it.
 *
 * <pre>
 *   confidence = min(time seen, samples · 1 min) ÷ interval
 *   bound      = size · (1 + multiplier ÷ confidence)^exponent
 *   memory     = max(used + 100 MiB, used · 1.2)
 * </pre>
 *
 * Kubernetes autoscaler project, "Vertical Pod Autoscaler", recommender. The upper bound has
 * multiplier 1 and exponent 1, the lower one 0.001 and −2; the interval is a day.
 */
public final class Recommendation {
  private static final double OOM_RATIO = 1.2;

  private Recommendation() {}

  /**
   * How much history stands behind a size.
   *
   * @param minutes between the first and the last sample
   * @param samples how many
   * @param interval after which the confidence is 1, in minutes
   * @return at least 0
   */
  public static double confidence(double minutes, long samples, double interval) {
    return Math.min(minutes, (double) samples) / interval;
  }

  /**
   * A size that is further away from what is recommended the less is known.
   *
   * @return 0 or infinite without any confidence
   */
  public static double bound(double size, double multiplier, double exponent, double confidence) {
    return size * StrictMath.pow(1 + multiplier / confidence, exponent);
  }

  /**
   * The sample that stands for a process that was killed for want of memory.
   *
   * @param used when it was killed
   * @param peak of the same day before; 0 if there was none
   * @param leastMore what is added at least, 100 MiB in the unit of the others
   */
  public static double outOfMemory(double used, double peak, double leastMore) {
    double most = Math.max(used, peak);
    return Math.max(most + leastMore, most * OOM_RATIO);
  }
}
