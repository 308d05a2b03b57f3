package dev.headroom.autoscaler.demand;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a workload is known to have used, as of a time. "Not known" is an expected answer. */
public sealed interface Demand {

  /**
   * Measured.
   *
   * @param cores mean CPU cores over the averaging time
   * @param newest time of the newest point
   * @param missingReporters how many reporters have fallen silent although nobody scaled them away;
   *     their use is not in {@code cores}, so above zero it is only a lower bound
   * @param byMachine those cores of reporters that say which machine they are on
   */
  record Known(
      BigDecimal cores, Instant newest, int missingReporters, Map<String, BigDecimal> byMachine)
      implements Demand {

    /** Of reporters that do not say which machine they are on. */
    public Known(BigDecimal cores, Instant newest, int missingReporters) {
      this(cores, newest, missingReporters, Map.of());
    }
  }

  /**
   * No point yet, not enough points for a rate, or none that is fresh.
   *
   * @param newest time of the newest point, null if there is none
   */
  record Missing(@Nullable Instant newest) implements Demand {

    /** Age of the newest point, zero if there is none. */
    public Duration age(Instant now) {
      return newest == null ? Duration.ZERO : Duration.between(newest, now);
    }
  }
}
