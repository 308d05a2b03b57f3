package dev.headroom.autoscaler.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Capacity by a forecast of the demand.
 *
 * @param coverage how often the demand should be at most the forecast, in (0, 1): 1 − cost ÷
 *     penalty of a core that is held, or missing, for an hour
 * @param leadTime from a decision until its capacity takes load, at most an hour
 */
public record ForecastSettings(double coverage, Duration leadTime) {
  private static final Duration LONGEST_LEAD = Duration.ofHours(1);
  private static final Duration REPLICA_LEAD = Duration.ofSeconds(30);
  private static final Duration MACHINE_LEAD = Duration.ofMinutes(5);

  public ForecastSettings {
    if (!(coverage > 0) || !(coverage < 1)) {
      throw new IllegalArgumentException("coverage is " + coverage + ", expected in (0, 1)");
    }
    if (leadTime.isNegative() || leadTime.compareTo(LONGEST_LEAD) > 0) {
      throw new IllegalArgumentException("leadTime is longer than 1h");
    }
  }

  /** Of a workload whose lead time is not given: 30 s. */
  public static ForecastSettings replicas(double coverage) {
    return new ForecastSettings(coverage, REPLICA_LEAD);
  }

  /** Of a pool whose lead time is not given: 5 min. */
  public static ForecastSettings machines(double coverage) {
    return new ForecastSettings(coverage, MACHINE_LEAD);
  }

  /** The same with another lead time; null for no other. */
  ForecastSettings leading(@Nullable Duration time) {
    return time == null ? this : new ForecastSettings(coverage, time);
  }

  /**
   * How many evaluations ahead the demand is forecast: the interval between two evaluations that is
   * the first one which begins with the capacity of a decision taking load. At least 1.
   */
  public int leadTicks(Duration evaluateEvery) {
    return 1 - Math.toIntExact(Math.floorDiv(-leadTime.toMillis(), evaluateEvery.toMillis()));
  }
}
