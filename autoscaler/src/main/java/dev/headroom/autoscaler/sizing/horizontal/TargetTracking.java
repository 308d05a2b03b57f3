package dev.headroom.autoscaler.sizing.horizontal;

/**
 * How many replicas bring the use of each to a target.
 *
 * <pre>
 *   ratio    = use ÷ (pods · target)
 *   replicas = ⌈ratio · pods⌉, and unchanged if |1 − ratio| ≤ tolerance
 * </pre>
 *
 * The pods are the ready ones. Pods of which nothing is known would be fully used when that argues
 * against scaling down, and unused when it argues against scaling up; pods that are not ready count
 * as unused when scaling up. If the direction changes by that, nothing does. Kubernetes
 * documentation, "Horizontal Pod Autoscaling", section "Algorithm details".
 *
 * @param target use that a pod should have, as a share of its capacity; above 0
 * @param tolerance in [0, 1)
 */
public record TargetTracking(double target, double tolerance) {
  public TargetTracking {
    if (!(target > 0)) {
      throw new IllegalArgumentException("target is " + target + ", expected more than 0");
    }
    if (!(tolerance >= 0 && tolerance < 1)) {
      throw new IllegalArgumentException("tolerance is " + tolerance + ", expected 0 up to 1");
    }
  }

  /**
   * By the use of each pod.
   *
   * @param replicas that were asked for
   * @param pods ready and reporting
   * @param use of those together, in capacities of one pod
   * @param unready pods that are still starting
   * @param missing pods that report nothing
   */
  public int replicas(int replicas, int pods, double use, int unready, int missing) {
    if (pods == 0) {
      return replicas;
    }
    double ratio = use / (pods * target);
    boolean up = ratio > 1;
    int asUnused = up ? unready + missing : 0;
    int asFull = up ? 0 : missing;
    if (asUnused + asFull == 0) {
      return within(ratio) ? replicas : ceil(ratio * pods);
    }
    int counted = pods + asUnused + asFull;
    double corrected = (use + asFull * Math.max(1, target)) / (counted * target);
    if (within(corrected) || up != corrected > 1) {
      return replicas;
    }
    int wanted = ceil(corrected * counted);
    return up ? Math.max(replicas, wanted) : Math.min(replicas, wanted);
  }

  /**
   * By an amount that the replicas share, such as the length of a queue; {@code target} is the
   * amount for each.
   *
   * @param replicas that were asked for
   * @param amount at least 0
   */
  public int replicasForTotal(int replicas, double amount) {
    return replicas > 0 && within(amount / (replicas * target)) ? replicas : ceil(amount / target);
  }

  private boolean within(double ratio) {
    return Math.abs(1 - ratio) <= tolerance + 1e-9;
  }

  private static int ceil(double replicas) {
    return (int) Math.ceil(replicas - 1e-9);
  }
}
