package dev.headroom.autoscaler.policy;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many replicas, and why. */
class ReactivePolicyTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  private static ReactivePolicy policy(String cpu, String target, Duration up, Duration down) {
    return new ReactivePolicy(
        new WorkloadSettings(
            new WorkloadId("acme", "db"),
            "shared",
            new Range(1, 20),
            new BigDecimal(cpu),
            new ReactiveSettings(
                new BigDecimal(target),
                new BigDecimal("0.1"),
                up,
                down,
                BigDecimal.valueOf(2),
                BigDecimal.valueOf(2),
                Duration.ZERO),
            false,
            null,
            null));
  }

  private static ReactivePolicy withoutCooldown(String cpu, String target) {
    return policy(cpu, target, Duration.ZERO, Duration.ZERO);
  }

  private static Demand known(String cores) {
    return new Demand.Known(new BigDecimal(cores), NOW, 0);
  }

  /** Rows 1 and 4 of the published tests of Kubernetes' horizontal pod autoscaler. */
  @ParameterizedTest
  @CsvSource({"3, 1.5, 1, 0.30, 5", "3, 8.6, 4.3, 0.5, 4"})
  void decidesAsTheHorizontalPodAutoscaler(
      int replicas, String cores, String cpu, String target, int expected) {
    Advice advice =
        withoutCooldown(cpu, target).advise(NOW, replicas, known(cores), new ScalingMemory());
    assertThat(advice).isEqualTo(new Advice(expected, Rule.ABOVE_TARGET, List.of()));
  }

  /** Ten replicas of one core with a target of 50 %: what they should carry is 5 cores. */
  @ParameterizedTest
  @CsvSource({
    "5.5, 10, WITHIN_BAND, ",
    "5.500001, 12, ABOVE_TARGET, ",
    "4.5, 10, WITHIN_BAND, ",
    "4.499999, 9, BELOW_TARGET, ",
    "9, 18, ABOVE_TARGET, ",
    "10.1, 20, ABOVE_TARGET, max-up-factor",
    "2.1, 5, BELOW_TARGET, ",
    "0, 5, BELOW_TARGET, max-down-factor"
  })
  void staysInTheBandAndWithinItsFactors(String cores, int expected, Rule rule, String bound) {
    Advice advice = withoutCooldown("1", "0.5").advise(NOW, 10, known(cores), new ScalingMemory());
    assertThat(advice)
        .isEqualTo(new Advice(expected, rule, bound == null ? List.of() : List.of(bound)));
  }

  @Test
  void aLoadBelowTheTargetMayLeaveNoSmallerNumber() {
    ReactivePolicy policy = withoutCooldown("1", "0.7");
    assertThat(policy.advise(NOW, 2, known("0.82"), new ScalingMemory()))
        .as("one replica would be at 82 %")
        .isEqualTo(new Advice(2, Rule.BELOW_TARGET, List.of()));
    assertThat(policy.advise(NOW, 1, known("0.03"), new ScalingMemory()))
        .isEqualTo(new Advice(1, Rule.BELOW_TARGET, List.of("min-replicas")));
  }

  @Test
  void theHighestNumberIsNotExceeded() {
    ReactivePolicy policy = withoutCooldown("1", "0.5");
    assertThat(policy.advise(NOW, 19, known("19"), new ScalingMemory()))
        .isEqualTo(new Advice(20, Rule.ABOVE_TARGET, List.of("max-replicas")));
    assertThat(policy.advise(NOW, 20, known("19"), new ScalingMemory()))
        .isEqualTo(new Advice(20, Rule.ABOVE_TARGET, List.of("max-replicas")));
  }

  @Test
  void aNumberOutsideItsRangeIsPutIntoItWithoutAnyLoad() {
    ReactivePolicy policy = withoutCooldown("1", "0.5");
    Demand missing = new Demand.Missing(null);
    assertThat(policy.advise(NOW, 0, missing, new ScalingMemory()))
        .isEqualTo(new Advice(1, Rule.OUT_OF_BOUNDS, List.of("min-replicas")));
    assertThat(policy.advise(NOW, 21, missing, new ScalingMemory()))
        .isEqualTo(new Advice(20, Rule.OUT_OF_BOUNDS, List.of("max-replicas")));
  }

  @Test
  void aScaleUpCoolsDown() {
    ReactivePolicy policy = policy("1", "0.5", FIVE_MINUTES, Duration.ZERO);
    ScalingMemory memory = new ScalingMemory();
    memory.scaledUp(NOW);
    assertThat(policy.advise(NOW.plusSeconds(299), 4, known("3"), memory))
        .isEqualTo(new Advice(4, Rule.COOLING_DOWN, List.of("scale-up-cooldown")));
    assertThat(policy.advise(NOW.plusSeconds(300), 4, known("3"), memory))
        .isEqualTo(new Advice(6, Rule.ABOVE_TARGET, List.of()));
  }

  @Test
  void aScaleDownGoesToTheHighestRecentNeed() {
    ReactivePolicy policy = policy("1", "0.5", Duration.ZERO, FIVE_MINUTES);
    ScalingMemory memory = new ScalingMemory();
    assertThat(policy.advise(NOW, 8, known("4"), memory).rule()).isEqualTo(Rule.WITHIN_BAND);
    assertThat(policy.advise(NOW.plusSeconds(60), 8, known("3"), memory))
        .isEqualTo(new Advice(8, Rule.COOLING_DOWN, List.of("scale-down-cooldown")));
    assertThat(policy.advise(NOW.plusSeconds(300), 8, known("1"), memory).rule())
        .isEqualTo(Rule.COOLING_DOWN);
    assertThat(policy.advise(NOW.plusSeconds(301), 8, known("1"), memory))
        .as("the need of 8 is past, that of 6 is not")
        .isEqualTo(new Advice(6, Rule.BELOW_TARGET, List.of()));
  }

  @Test
  void whatThereIsWhenItBeginsCountsAsNeeded() {
    ReactivePolicy policy = policy("1", "0.5", Duration.ZERO, FIVE_MINUTES);
    ScalingMemory memory = new ScalingMemory();
    assertThat(policy.advise(NOW, 8, known("1"), memory))
        .isEqualTo(new Advice(8, Rule.COOLING_DOWN, List.of("scale-down-cooldown")));
    assertThat(policy.advise(NOW.plusSeconds(301), 8, known("1"), memory).replicas()).isEqualTo(4);
  }

  @Test
  void anUnknownLoadScalesNothing() {
    ReactivePolicy policy = withoutCooldown("1", "0.5");
    assertThat(policy.advise(NOW, 7, new Demand.Missing(NOW), new ScalingMemory()))
        .isEqualTo(new Advice(7, Rule.STALE_METRICS, List.of()));
  }

  @Test
  void withSilentReportersItMayOnlyGrow() {
    ReactivePolicy policy = withoutCooldown("1", "0.5");
    assertThat(policy.advise(NOW, 8, new Demand.Known(BigDecimal.ONE, NOW, 1), new ScalingMemory()))
        .isEqualTo(new Advice(8, Rule.MISSING_REPORTERS, List.of()));
    assertThat(
            policy.advise(
                NOW, 8, new Demand.Known(BigDecimal.valueOf(5), NOW, 1), new ScalingMemory()))
        .isEqualTo(new Advice(10, Rule.ABOVE_TARGET, List.of()));
  }

  @Test
  void moreLoadNeverMeansFewerReplicasAndTheRangeHolds() {
    ReactivePolicy policy = withoutCooldown("0.5", "0.7");
    Random random = new Random(20260301);
    for (int i = 0; i < 5_000; i++) {
      int replicas = 1 + random.nextInt(20);
      BigDecimal less = BigDecimal.valueOf(random.nextInt(12_000), 3);
      BigDecimal more = less.add(BigDecimal.valueOf(random.nextInt(2_000), 3));
      int forLess =
          policy
              .advise(NOW, replicas, new Demand.Known(less, NOW, 0), new ScalingMemory())
              .replicas();
      int forMore =
          policy
              .advise(NOW, replicas, new Demand.Known(more, NOW, 0), new ScalingMemory())
              .replicas();
      assertThat(forMore).as("%d at %s and %s", replicas, less, more).isBetween(forLess, 20);
      assertThat(forLess).isBetween(Math.max(1, replicas / 2), Math.min(20, 2 * replicas));
    }
  }
}
