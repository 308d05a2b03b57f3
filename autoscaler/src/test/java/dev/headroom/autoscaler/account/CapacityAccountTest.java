package dev.headroom.autoscaler.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.autoscaler.account.CapacityAccount.Hours;
import dev.headroom.autoscaler.account.CapacityAccount.Step;
import dev.headroom.autoscaler.config.WorkloadSettings;
import dev.headroom.autoscaler.demand.WorkloadId;
import dev.headroom.autoscaler.testing.Configs;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Machine hours, worked out by hand: machines of 4 cores, replicas of half a core. */
class CapacityAccountTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final CapacityAccount ACCOUNT =
      new CapacityAccount(
          Configs.pool(Configs.POOL),
          List.<WorkloadSettings>of(
              Configs.workload(Configs.ACME, Configs.POOL),
              Configs.workload(Configs.BOREALIS, Configs.POOL)));

  private static Instant hour(int number) {
    return START.plusSeconds(3600L * number);
  }

  /**
   * acme has 2, from hour 1 to 3 it has 10 replicas, then 2; borealis has 4, from hour 2 on 8. The
   * pool has 1 machine, from hour 2 on 2. Reserved are 3, 7, 9, 5 cores: 1, 2, 3, 2 machines.
   * Always having 10 and 8 replicas means 9 cores: 3 machines.
   */
  @Test
  void comparesWhatWasUsedWithWhatWouldHaveBeen() {
    List<Step> steps =
        new ArrayList<>(
            List.of(
                new Step(hour(0), Configs.ACME, 2, 2),
                new Step(hour(0), Configs.BOREALIS, 4, 4),
                new Step(hour(0), null, 1, 1),
                new Step(hour(1), Configs.ACME, 2, 10),
                new Step(hour(2), Configs.BOREALIS, 4, 8),
                new Step(hour(2), null, 1, 2),
                new Step(hour(3), Configs.ACME, 10, 2),
                new Step(hour(4), null, 2, 2)));
    Hours expected =
        new Hours(
            hour(0),
            hour(4),
            new BigDecimal("6.000"),
            new BigDecimal("8.000"),
            new BigDecimal("12.000"));
    assertThat(ACCOUNT.of(steps)).isEqualTo(expected);
    Collections.reverse(steps);
    assertThat(ACCOUNT.of(steps)).as("in any order").isEqualTo(expected);
    assertThat(ACCOUNT.cost(expected.used())).isEqualByComparingTo("2.40");
  }

  @Test
  void whatWasNotCarriedOutChangesNothing() {
    Hours hours =
        ACCOUNT.of(
            List.of(
                new Step(hour(0), Configs.ACME, 2, 2),
                new Step(hour(0), null, 1, 1),
                new Step(hour(1), Configs.ACME, 2, 2),
                new Step(hour(2), null, 1, 1)));
    assertThat(hours.used()).isEqualByComparingTo("2");
    assertThat(hours.withoutOverbooking()).isEqualByComparingTo("2");
    assertThat(hours.withoutAutoscaling()).isEqualByComparingTo("2");
  }

  @Test
  void workloadsThatAreNoMoreAreLeftOut() {
    WorkloadId gone = new WorkloadId("gone", "gone-db");
    Hours hours =
        ACCOUNT.of(
            List.of(
                new Step(hour(0), gone, 100, 100),
                new Step(hour(1), null, 1, 1),
                new Step(hour(2), null, 1, 1)));
    assertThat(hours.from()).isEqualTo(hour(1));
    assertThat(hours.used()).isEqualByComparingTo("1");
    assertThat(hours.withoutAutoscaling()).isZero();
  }

  @Test
  void noDecisionsAreNoHours() {
    Hours none = ACCOUNT.of(List.of());
    assertThat(none.from()).isNull();
    assertThat(none.used()).isZero();
  }
}
