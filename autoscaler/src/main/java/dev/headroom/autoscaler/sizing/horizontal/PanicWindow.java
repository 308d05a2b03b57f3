package dev.headroom.autoscaler.sizing.horizontal;

import java.time.Duration;

/**
 * How many replicas a stable and a panic average ask for.
 *
 * <pre>
 *   wanted  = ⌈average ÷ target⌉, in [⌊ready ÷ downRate⌋, ⌈ready · upRate⌉]
 *   panic   when ⌈panic average ÷ target⌉ ÷ ready ≥ threshold;
 *           it ends when that was not so for a stable window
 *   in panic: the greatest number that was wanted since it began
 * </pre>
 *
 * Knative Serving documentation, "Additional autoscaling configuration for Knative Pod Autoscaler".
 * Not thread-safe.
 */
public final class PanicWindow {
  private static final double UP_RATE = 1000;
  private static final double THRESHOLD = 2;
  private static final long NEVER = -1;

  private final double target;
  private final double downRate;
  private final long stableMillis;
  private long panicMillis = NEVER;
  private int panicReplicas;

  /**
   * @param target amount for each replica; above 0
   * @param downRate by how much the number may be divided at once; above 1
   * @param stable the stable window
   */
  public PanicWindow(double target, double downRate, Duration stable) {
    if (!(target > 0)) {
      throw new IllegalArgumentException("target is " + target + ", expected more than 0");
    }
    if (!(downRate > 1)) {
      throw new IllegalArgumentException("downRate is " + downRate + ", expected more than 1");
    }
    this.target = target;
    this.downRate = downRate;
    stableMillis = stable.toMillis();
  }

  /**
   * Says how many there should be.
   *
   * @param millis time of this call, not before that of the last one
   * @param stable average of the stable window
   * @param panic average of the panic window
   * @param ready replicas that are ready
   */
  public int replicas(long millis, double stable, double panic, int ready) {
    int pods = Math.max(1, ready);
    double byPanic = Math.ceil(panic / target - 1e-9);
    if (byPanic / pods >= THRESHOLD) {
      panicMillis = millis;
    } else if (panicMillis != NEVER && millis - panicMillis > stableMillis) {
      panicMillis = NEVER;
      panicReplicas = 0;
    }
    int wanted = bounded(Math.ceil(stable / target - 1e-9), pods, ready);
    if (panicMillis == NEVER) {
      return wanted;
    }
    panicReplicas = Math.max(panicReplicas, Math.max(wanted, bounded(byPanic, pods, ready)));
    return panicReplicas;
  }

  /**
   * How much more than now would still be served: below 0, requests should be queued in front.
   *
   * <pre>
   *   ⌊ready · total − burst − panic average⌋
   * </pre>
   *
   * @param total amount that a replica can take
   * @param burst amount that should be taken at once
   */
  public static int excessBurst(int ready, double total, double burst, double panic) {
    return (int) Math.floor(ready * total - burst - panic);
  }

  private int bounded(double wanted, int pods, int ready) {
    double least = Math.floor(ready / downRate);
    return (int) Math.min(Math.max(wanted, least), Math.ceil(UP_RATE * pods));
  }
}
