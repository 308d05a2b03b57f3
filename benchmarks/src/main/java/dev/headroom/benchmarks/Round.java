package dev.headroom.benchmarks;

/**
 * All measurements of one round. The reference is measured before and after the others: how far the
 * two are apart is how noisy the machine was.
 *
 * @param sums how many sums of a tenant and a meter were compared, and agreed
 */
record Round(Timing before, Timing metering, JobRun.Result job, Timing after, int sums) {

  /** Points per second of the reference: the mean of before and after. */
  double reference(long points) {
    return (before.perSecond(points) + after.perSecond(points)) / 2;
  }
}
