package dev.headroom.autoscaler.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.autoscaler.config.ForecastSettings;
import dev.headroom.autoscaler.config.Range;
import dev.headroom.autoscaler.config.ReactiveSettings;
import dev.headroom.autoscaler.config.WorkloadSettings;
import dev.headroom.autoscaler.decision.Rule;
import dev.headroom.autoscaler.demand.Demand;
import dev.headroom.autoscaler.demand.WorkloadId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replicas for a bound of the demand. */
class ForecastPolicyTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final WorkloadSettings WORKLOAD =
      new WorkloadSettings(
          new WorkloadId("acme", "db"),
          "shared",
          new Range(1, 20),
          new BigDecimal("0.5"),
          new ReactiveSettings(
              new BigDecimal("0.7"),
              new BigDecimal("0.1"),
              Duration.ZERO,
              Duration.ZERO,
              BigDecimal.valueOf(4),
              BigDecimal.valueOf(4),
              Duration.ZERO),
          false,
          new ForecastSettings(0.99, Duration.ofSeconds(30)),
          null);
  private final ForecastPolicy policy = new ForecastPolicy(WORKLOAD, new ReactivePolicy(WORKLOAD));

  private static DemandForecast.Bound bound(String cores, boolean isCalibrated) {
    return new DemandForecast.Bound(new BigDecimal(cores), 1000, 0.01, isCalibrated);
  }

  private static Demand.Known known(String cores, int missingReporters) {
    return new Demand.Known(new BigDecimal(cores), NOW, missingReporters);
  }

  private Advice advise(int replicas, Demand demand, DemandForecast.Bound bound) {
    return policy.advise(NOW, replicas, demand, new ScalingMemory(), bound);
  }

  @ParameterizedTest
  @CsvSource({
    "4, 1.0, 2.500000, 5",
    "4, 1.0, 2.500001, 6",
    "4, 1.0, 2.000000, 4",
    "4, 1.0, 1.500000, 3",
    "4, 1.0, 0.000000, 3",
    "4, 0.899, 0.000000, 2",
    "4, 0.900, 0.000000, 3",
    "4, 0.1, 0.000000, 1",
  })
  void hasAsManyReplicasAsTheBoundNeeds(int replicas, String used, String bound, int expected) {
    Advice advice = advise(replicas, known(used, 0), bound(bound, true));
    assertThat(advice.replicas()).isEqualTo(expected);
    assertThat(advice.rule()).isEqualTo(Rule.FORECAST);
  }

  @Test
  void keepsToTheRangeAndToOneStep() {
    assertThat(advise(10, known("1", 0), bound("15", true)))
        .isEqualTo(new Advice(20, Rule.FORECAST, List.of("max-replicas")));
    assertThat(advise(2, known("0.4", 0), bound("9", true)))
        .isEqualTo(new Advice(8, Rule.FORECAST, List.of("max-up-factor")));
    assertThat(advise(1, known("0.1", 0), bound("0.2", true)))
        .isEqualTo(new Advice(1, Rule.FORECAST, List.of()));
  }

  @Test
  void replicasThatUseAllTheyHaveGrowByTheReactiveRule() {
    assertThat(advise(4, known("1.79", 0), bound("1.9", true)).replicas()).isEqualTo(4);
    assertThat(advise(4, known("1.8", 0), bound("1.9", true)).replicas())
        .as("1.8 cores at a target of 70 % of half a core")
        .isEqualTo(6);
  }

  @Test
  void aForecastThatIsNotCalibratedIsNotUsed() {
    assertThat(advise(4, known("1.4", 0), bound("9", false)))
        .isEqualTo(new Advice(4, Rule.WITHIN_BAND, List.of()));
  }

  @Test
  void whatIsNotKnownNeverScalesDown() {
    assertThat(advise(4, new Demand.Missing(NOW), bound("0.1", true)))
        .isEqualTo(new Advice(4, Rule.STALE_METRICS, List.of()));
    assertThat(advise(4, known("0.1", 1), bound("0.1", true)))
        .isEqualTo(new Advice(4, Rule.MISSING_REPORTERS, List.of()));
    assertThat(advise(4, known("0.1", 1), bound("3", true)).replicas()).isEqualTo(6);
  }
}
