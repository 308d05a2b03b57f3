package dev.headroom.autoscaler.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.autoscaler.config.Range;
import dev.headroom.autoscaler.config.ReactiveSettings;
import dev.headroom.autoscaler.config.UnitSettings;
import dev.headroom.autoscaler.config.WorkloadSettings;
import dev.headroom.autoscaler.decision.Rule;
import dev.headroom.autoscaler.demand.MemoryDemand;
import dev.headroom.autoscaler.demand.WorkloadId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Units of 1000 bytes, 1 to 10 of them. */
class MemoryFloorTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final WorkloadSettings WORKLOAD =
      new WorkloadSettings(
          new WorkloadId("acme", "db"),
          "shared",
          new Range(1, 10),
          BigDecimal.ONE,
          ReactiveSettings.DEFAULT,
          false,
          null,
          new UnitSettings(1, BigDecimal.ONE, 1000L));

  private final MemoryFloor floor = Objects.requireNonNull(MemoryFloor.of(WORKLOAD));

  private static MemoryDemand.Known peak(long bytes) {
    return new MemoryDemand.Known(BigDecimal.valueOf(bytes), true, 0);
  }

  private static Advice cpu(int units) {
    return new Advice(units, Rule.BELOW_TARGET, List.of());
  }

  @Test
  void thePeakNeedsAFifteenthPartMore() {
    assertThat(floor.advise(NOW, 2, peak(2600), cpu(2)))
        .isEqualTo(new Advice(3, Rule.MEMORY, List.of()));
    assertThat(floor.advise(NOW, 5, peak(2600), cpu(2)).replicas()).isEqualTo(3);
    assertThat(floor.advise(NOW, 3, peak(2600), cpu(4))).isEqualTo(cpu(4));
    assertThat(floor.advise(NOW, 3, peak(2609), cpu(1)).replicas()).isEqualTo(4);
    assertThat(floor.advise(NOW, 3, peak(50_000), cpu(1)))
        .isEqualTo(new Advice(10, Rule.MEMORY, List.of("max-replicas")));
    assertThat(floor.advise(NOW, 10, peak(50_000), cpu(10))).isEqualTo(cpu(10));
  }

  /** ⌈1.2 × 5⌉, and at least one more. */
  @Test
  void aKillAddsAFifthForADay() {
    MemoryDemand.Known kill = new MemoryDemand.Known(BigDecimal.valueOf(2000), true, 1);
    assertThat(floor.advise(NOW, 5, kill, cpu(5))).isEqualTo(new Advice(6, Rule.MEMORY, List.of()));
    assertThat(floor.reason()).startsWith("a process of it was killed at 2026-03-01T10:00:00Z");
    Instant later = NOW.plus(Duration.ofHours(23));
    assertThat(floor.advise(later, 6, peak(2000), cpu(2)).replicas()).isEqualTo(6);
    Instant nextDay = NOW.plus(Duration.ofHours(24));
    assertThat(floor.advise(nextDay, 6, peak(2000), cpu(2)).replicas()).isEqualTo(3);
    assertThat(floor.advise(nextDay, 1, kill, cpu(1)).replicas()).isEqualTo(3);
    MemoryDemand.Known small = new MemoryDemand.Known(BigDecimal.valueOf(100), true, 1);
    MemoryFloor other = Objects.requireNonNull(MemoryFloor.of(WORKLOAD));
    assertThat(other.advise(NOW, 1, small, cpu(1)).replicas()).isEqualTo(2);
  }

  @Test
  void memoryThatIsNotKnownNeverShrinks() {
    MemoryDemand.Known stale = new MemoryDemand.Known(BigDecimal.valueOf(500), false, 0);
    assertThat(floor.advise(NOW, 4, stale, cpu(2)))
        .isEqualTo(new Advice(4, Rule.STALE_METRICS, List.of()));
    assertThat(floor.advise(NOW, 4, stale, cpu(6))).isEqualTo(cpu(6));
  }
}
