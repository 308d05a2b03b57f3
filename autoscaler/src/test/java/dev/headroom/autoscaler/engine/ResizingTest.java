package dev.headroom.autoscaler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.config.Range;
import dev.headroom.autoscaler.config.ReactiveSettings;
import dev.headroom.autoscaler.config.UnitSettings;
import dev.headroom.autoscaler.config.WorkloadSettings;
import dev.headroom.autoscaler.decision.Decision;
import dev.headroom.autoscaler.decision.Kind;
import dev.headroom.autoscaler.decision.Rule;
import dev.headroom.autoscaler.testing.Configs;
import dev.headroom.autoscaler.testing.CpuUsage;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A workload with units, by its CPU and its memory. */
class ResizingTest {
  private static final AutoscalerConfig CONFIG = Configs.inFolder(Path.of("unused"));

  /** Half a core a unit, 1 to 16 of them in one pod. */
  private static WorkloadSettings resized(@Nullable Long memory) {
    return new WorkloadSettings(
        Configs.ACME,
        Configs.POOL,
        new Range(1, 16),
        new BigDecimal("0.5"),
        ReactiveSettings.DEFAULT,
        false,
        null,
        new UnitSettings(1, new BigDecimal("0.5"), memory));
  }

  /** Its pod stays one, so that it has one reporter is no sign that others fell silent. */
  @Test
  void aWorkloadWithUnitsIsResizedByTheSameRules() {
    WorkloadSettings workload = resized(null);
    AutoscalerConfig config = Configs.with(CONFIG, CONFIG.pools(), List.of(workload));
    Map<Integer, List<Replay.Usage>> topic =
        Map.of(0, TwoTenants.usage(Configs.ACME, minute -> minute < 60 ? 2.7 : 0.3, 120));
    List<Decision> decisions = new Replay(config, topic).run(new Random(3)).about(workload);
    assertThat(decisions).extracting(Decision::kind).containsOnly(Kind.RESIZE);
    assertThat(decisions).extracting(Decision::unit).containsOnly("{unit}");
    assertThat(decisions.get(1).sentence())
        .isEqualTo(
            "Grew acme/acme-db from 1 to 2 units: 2.7 of its 0.5 cores are in use, 540 % where 70 %"
                + " is the target; one step is at most × 2.");
    assertThat(decisions).extracting(Decision::rule).doesNotContain(Rule.MISSING_REPORTERS);
    assertThat(decisions.get(decisions.size() - 1).to()).isEqualTo(1);
    assertThat(decisions)
        .filteredOn(d -> d.to() < d.from())
        .first()
        .extracting(Decision::sentence)
        .asString()
        .startsWith("Shrank acme/acme-db from 8 to 4 units: ");
  }

  /**
   * Little CPU; memory of a unit is a mebibyte, and the pod uses two from minute 30 to 40, is
   * killed at 60, and says nothing of memory from 1600 on.
   */
  @Test
  void memoryIsNeverLessThanWhatAPodUsedOrWasKilledFor() {
    WorkloadSettings workload = resized(1L << 20);
    AutoscalerConfig config = Configs.with(CONFIG, CONFIG.pools(), List.of(workload));
    List<Replay.Usage> usages = new ArrayList<>();
    for (int minute = 0; minute <= 1700; minute++) {
      Instant time = CpuUsage.minute(minute);
      String name = Configs.ACME.workload();
      byte[] cpu = CpuUsage.request(name, "container.cpu.time", "s", time, 6 * minute);
      double bytes = (minute >= 30 && minute < 40 ? 2 : 0.5) * (1 << 20);
      byte[] level =
          CpuUsage.request(name, CpuUsage.gauge("container.memory.working_set", "By", time, bytes));
      byte[] kills =
          CpuUsage.request(name, "container.memory.oom_kills", "{kill}", time, minute < 60 ? 0 : 1);
      for (byte[] request : minute < 1600 ? List.of(cpu, level, kills) : List.of(cpu)) {
        usages.add(new Replay.Usage(Configs.ACME.tenant(), ByteString.copyFrom(request), time));
      }
    }
    Replay replay = new Replay(config, Map.of(0, usages)).run(new Random(1));
    List<Decision> changes = replay.about(workload).stream().filter(Decision::changes).toList();
    assertThat(changes).extracting(Decision::to).startsWith(3, 4);
    assertThat(changes.get(0).time()).isEqualTo(CpuUsage.minute(30));
    assertThat(changes.get(0).sentence())
        .isEqualTo(
            "Grew acme/acme-db from 1 to 3 units: a pod of it used up to 2 MiB of memory in the last"
                + " day, where a unit has 1 MiB.");
    assertThat(changes.get(1).time()).isEqualTo(CpuUsage.minute(60));
    assertThat(changes.get(1).sentence())
        .contains(
            "a process of it was killed at 2026-03-01T11:00:00Z since there was no memory left");
    assertThat(changes.get(2).to()).isLessThan(4);
    assertThat(changes.get(2).time()).isEqualTo(CpuUsage.minute(60 + 24 * 60));
    for (int seed = 0; seed < 5; seed++) {
      Random random = new Random(seed);
      Replay interrupted = new Replay(config, Map.of(0, usages));
      while (interrupted.step(random)) {
        if (random.nextInt(8) == 0) {
          interrupted.restart();
        }
      }
      assertThat(interrupted.recorded()).as("seed %d", seed).isEqualTo(replay.recorded());
    }
  }
}
