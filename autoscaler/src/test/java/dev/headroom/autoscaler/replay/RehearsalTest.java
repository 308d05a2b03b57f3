package dev.headroom.autoscaler.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.testing.Configs;
import dev.headroom.autoscaler.testing.CpuUsage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What capacity would have cost, on usage of one tenant in machines of 4 cores for 0.40 USD. */
class RehearsalTest {
  private static final AutoscalerConfig CONFIG = Configs.inFolder(Path.of("unused"));

  private static RehearsalCost rehearse(
      AutoscalerConfig config, IntToDoubleFunction cores, int minutes, Instant from, Instant to) {
    Rehearsal rehearsal =
        new Rehearsal(config, Duration.ofSeconds(30), Duration.ofMinutes(3), from, to);
    for (int minute = 0; minute <= minutes; minute++) {
      byte[] request = CpuUsage.at(Configs.ACME.workload(), minute, cores);
      rehearsal.observe(0, minute, "acme", request, CpuUsage.minute(minute));
      rehearsal.evaluate(Set.of());
    }
    return Objects.requireNonNull(rehearsal.costs().get(Configs.POOL));
  }

  private static RehearsalCost rehearse(IntToDoubleFunction cores, int minutes) {
    return rehearse(CONFIG, cores, minutes, Instant.MIN, Instant.MAX);
  }

  @Test
  void aSteadyLoadThatFitsCostsItsMachineAlone() {
    RehearsalCost cost = rehearse(minute -> 0.35, 121);
    assertThat(cost.seen()).as("the last minute is not due").isEqualTo(Duration.ofMinutes(121));
    assertThat(cost.machineHours()).isEqualByComparingTo("2.016666667");
    assertThat(cost.capacity()).isEqualByComparingTo("0.8066666668");
    assertThat(cost.missingCoreHours()).isZero();
    assertThat(cost.violated()).isZero();
    assertThat(cost.workloadTicks()).as("the first point gives no rate").isEqualTo(120);
    assertThat(cost.changes()).isZero();
  }

  /**
   * From 0.3 cores to one at minute 10, of half a core for each replica: one more replica is
   * decided at minute 10, takes load from minute 12 on, and so is there for the minute that ends at
   * 13. In those that end at 10, 11 and 12 half a core lacks. All machines are there already.
   */
  @Test
  void aReplicaTakesLoadAfterItsStart() {
    RehearsalCost cost = rehearse(minute -> minute < 10 ? 0.3 : 1.0, 60);
    assertThat(cost.violated()).isEqualTo(2);
    assertThat(cost.missingCoreHours().doubleValue()).isCloseTo(1.0 / 60, within());
    assertThat(cost.penalty()).isEqualByComparingTo(cost.missingCoreHours());
    assertThat(cost.total()).isEqualByComparingTo(cost.capacity().add(cost.penalty()));
    assertThat(cost.changes()).isPositive();
  }

  @Test
  void whatIsNotAskedAboutIsNotCounted() {
    RehearsalCost cost =
        rehearse(
            CONFIG,
            minute -> minute < 10 ? 0.3 : 1.0,
            60,
            CpuUsage.minute(20),
            CpuUsage.minute(30));
    assertThat(cost.seen()).isEqualTo(Duration.ofMinutes(10));
    assertThat(cost.violated()).isZero();
    assertThat(cost.changes()).isZero();
  }

  /**
   * At most a tenth of the time is a bound to be exceeded. Neither holds more machines than the
   * other here: what is reserved is less than a machine can carry.
   */
  @Test
  void aForecastLacksAsRarelyAsItPromises() {
    IntToDoubleFunction wave = minute -> 2 + 1.8 * Math.sin(minute / 15.0);
    RehearsalCost cost =
        rehearse(Configs.foreseeing(CONFIG), wave, 600, CpuUsage.minute(120), Instant.MAX);
    assertThat(cost.workloadTicks()).isEqualTo(480);
    assertThat(cost.violated()).isLessThanOrEqualTo(48);
  }

  private static Offset<Double> within() {
    return Offset.offset(1e-6);
  }
}
