package dev.headroom.autoscaler.overbooking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.autoscaler.config.MachineSettings;
import dev.headroom.autoscaler.config.OverbookingSettings;
import dev.headroom.autoscaler.config.PoolSettings;
import dev.headroom.autoscaler.config.Range;
import dev.headroom.autoscaler.decision.Rule;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many machines for tenants that do not peak together. */
class JointPeakPolicyTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final Duration EVERY = Duration.ofMinutes(5);

  /** Machines of 8 cores, 1 to 20 of them. */
  private static JointPeakPolicy policy(String quantile, String headroom) {
    return new JointPeakPolicy(
        new PoolSettings(
            "shared",
            new MachineSettings(BigDecimal.valueOf(8), BigDecimal.ONE, Currency.getInstance("EUR")),
            new Range(1, 20),
            BigDecimal.ONE,
            new OverbookingSettings(
                new BigDecimal(quantile), Duration.ofHours(1), new BigDecimal(headroom)),
            false,
            null,
            null,
            null,
            null,
            null),
        EVERY);
  }

  private static JointUse hourOf(String... cores) {
    JointUse history = new JointUse(Duration.ofHours(1));
    for (int i = 0; i <= 12; i++) {
      history.add(START.plus(EVERY.multipliedBy(i)), new BigDecimal(cores[i % cores.length]));
    }
    return history;
  }

  private static PoolAdvice advise(
      JointPeakPolicy policy, int machines, PoolLoad load, JointUse history) {
    policy.history().addAll(history.samples());
    return policy.advise(machines, load);
  }

  private static PoolLoad load(String reserved, String used) {
    return new PoolLoad(
        new BigDecimal(reserved),
        new BigDecimal(used),
        BigDecimal.ZERO,
        0,
        BigDecimal.ZERO,
        BigDecimal.ONE);
  }

  private static PoolLoad partlyUnknown(String reserved, String used, String unknown) {
    return new PoolLoad(
        new BigDecimal(reserved),
        new BigDecimal(used),
        new BigDecimal(unknown),
        1,
        BigDecimal.ZERO,
        BigDecimal.ONE);
  }

  /**
   * Two tasks with limits of 1 and 2 cores that alternate between 0.2 and 0.4, and between 1.0 and
   * 0.6: their true joint peak is 1.2, the sum of their 99th percentiles 1.4, five standard
   * deviations say 1.610754.
   */
  @Test
  void forecastsTheJointPeakOfTenantsThatAlternate() {
    JointUse history = new JointUse(Duration.ofHours(2));
    for (int i = 0; i < 24; i++) {
      BigDecimal first = new BigDecimal(i % 2 == 0 ? "0.2" : "0.4");
      BigDecimal second = new BigDecimal(i % 2 == 0 ? "1.0" : "0.6");
      history.add(START.plus(EVERY.multipliedBy(i)), first.add(second));
    }
    assertThat(history.quantile(new BigDecimal("0.99"))).isEqualByComparingTo("1.2");
  }

  @Test
  void sellsCoresMoreThanOnce() {
    PoolAdvice advice = advise(policy("1", "0.10"), 10, load("80", "20"), hourOf("20", "25", "30"));
    assertThat(advice.machines()).as("30 cores and a tenth, in machines of 8").isEqualTo(5);
    assertThat(advice.rule()).isEqualTo(Rule.JOINT_PEAK);
    assertThat(advice.jointCores()).isEqualByComparingTo("33");
    assertThat(advice.bounds()).isEmpty();
  }

  @Test
  void theUseOfNowCountsEvenAboveTheQuantile() {
    PoolAdvice advice = advise(policy("0.5", "0"), 3, load("80", "50"), hourOf("20", "25", "30"));
    assertThat(advice.jointCores()).isEqualByComparingTo("50");
    assertThat(advice.machines()).isEqualTo(7);
  }

  @Test
  void neverHasMoreThanWhatIsReservedUnlessItIsUsed() {
    assertThat(advise(policy("1", "1"), 3, load("40", "30"), hourOf("30")).machines()).isEqualTo(5);
    assertThat(advise(policy("1", "1"), 3, load("40", "41"), hourOf("30")).machines()).isEqualTo(6);
  }

  @Test
  void overbooksNothingBeforeItHasSeenAWholeWindow() {
    JointUse young = new JointUse(Duration.ofHours(1));
    young.add(START, BigDecimal.ONE);
    young.add(START.plus(Duration.ofMinutes(54)), BigDecimal.ONE);
    PoolAdvice advice = advise(policy("1", "0"), 2, load("80", "1"), young);
    assertThat(advice.machines()).isEqualTo(10);
    assertThat(advice.rule()).isEqualTo(Rule.NOT_ENOUGH_HISTORY);
    young.add(START.plus(Duration.ofMinutes(55)), BigDecimal.ONE);
    assertThat(advise(policy("1", "0"), 2, load("80", "1"), young).rule())
        .isEqualTo(Rule.JOINT_PEAK);
  }

  @Test
  void aPoolWithASilentWorkloadNeverShrinks() {
    assertThat(advise(policy("1", "0"), 10, partlyUnknown("80", "10", "16"), hourOf("10")))
        .isEqualTo(new PoolAdvice(10, Rule.STALE_METRICS, List.of(), new BigDecimal("10")));
    assertThat(
            advise(policy("1", "0"), 3, partlyUnknown("80", "10", "16"), hourOf("10")).machines())
        .as("10 cores at the peak, and all 16 that the silent one has reserved")
        .isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({"1000, 20, max-machines", "0, 1, min-machines"})
  void keepsToItsRange(String cores, int machines, String bound) {
    PoolAdvice advice = advise(policy("1", "0"), 5, load("1000", cores), hourOf(cores));
    assertThat(advice.machines()).isEqualTo(machines);
    assertThat(advice.bounds()).containsExactly(bound);
  }

  @Test
  void forgetsWhatLeftTheWindow() {
    JointUse history = new JointUse(Duration.ofHours(1));
    history.add(START, BigDecimal.TEN);
    history.add(START.plus(Duration.ofHours(1)), BigDecimal.ONE);
    assertThat(history.quantile(BigDecimal.ONE)).isEqualByComparingTo("10");
    history.add(START.plus(Duration.ofMinutes(61)), BigDecimal.valueOf(2));
    assertThat(history.quantile(BigDecimal.ONE)).isEqualByComparingTo("2");
    assertThat(history.samples()).hasSize(2);
  }

  /** Nearest rank: of ten samples 1…10, nine do not exceed 9. */
  @ParameterizedTest
  @CsvSource({"0.01, 1", "0.1, 1", "0.11, 2", "0.5, 5", "0.9, 9", "0.91, 10", "1, 10"})
  void quantilesAreSamples(String quantile, String expected) {
    JointUse history = new JointUse(Duration.ofHours(1));
    for (int i : new int[] {3, 9, 1, 7, 10, 2, 8, 5, 6, 4}) {
      history.add(START.plusSeconds(i), BigDecimal.valueOf(i));
    }
    assertThat(history.quantile(new BigDecimal(quantile))).isEqualByComparingTo(expected);
  }
}
