package dev.headroom.autoscaler.simulation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a simulation supposes beside the demand.
 *
 * @param machine capacity of a machine, on which the workloads of a pool are placed, above 0; 0 for
 *     pools whose capacity is divisible, and wholly there for each workload
 * @param meanTimeBetweenFailures of a machine of a pool, or of a replica of a workload with
 *     capacity of its own: exponentially distributed; null if none fails. What failed is replaced,
 *     and is there again after the lead time.
 * @param serviceLevel what is credited for demand that was not met
 * @param seed what is drawn
 */
public record Conditions(
    double machine,
    @Nullable Duration meanTimeBetweenFailures,
    ServiceLevel serviceLevel,
    long seed) {
  /** Divisible pools, no failures, no credits. */
  public static final Conditions CALM = new Conditions(0, null, ServiceLevel.NONE, 1);

  public Conditions {
    if (!(machine >= 0) || !Double.isFinite(machine)) {
      throw new IllegalArgumentException("machine is " + machine + ", expected more than 0");
    }
    if (meanTimeBetweenFailures != null
        && (meanTimeBetweenFailures.isNegative() || meanTimeBetweenFailures.isZero())) {
      throw new IllegalArgumentException(
          "mtbf is " + meanTimeBetweenFailures + ", expected more than 0");
    }
  }

  Failures failures(Duration tick) {
    return meanTimeBetweenFailures == null
        ? Failures.NONE
        : new Failures(
            -Math.expm1(-(double) tick.toMillis() / meanTimeBetweenFailures.toMillis()), seed);
  }
}
