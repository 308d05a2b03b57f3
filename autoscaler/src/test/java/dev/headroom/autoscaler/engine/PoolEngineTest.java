package dev.headroom.autoscaler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.config.PoolSettings;
import dev.headroom.autoscaler.decision.Decision;
import dev.headroom.autoscaler.decision.Rule;
import dev.headroom.autoscaler.demand.WorkloadId;
import dev.headroom.autoscaler.testing.Configs;
import dev.headroom.autoscaler.testing.CpuUsage;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** What is decided about a pool: its machines, what is kept warm, what may be sold. */
class PoolEngineTest {
  private static final AutoscalerConfig CONFIG = Configs.inFolder(Path.of("unused"));

  /**
   * Acme jumps from one replica to eight, within three minutes, each half hour; penalty and cost
   * make the bound one that is exceeded one time in ten.
   */
  @Test
  void roomIsKeptForWhatReplicasTakeWhileItIsReplaced() {
    AutoscalerConfig config = Configs.keepingWarm(CONFIG);
    IntToDoubleFunction cores = minute -> minute % 30 >= 5 && minute % 30 < 15 ? 2.7 : 0.2;
    Map<Integer, List<Replay.Usage>> topic =
        Map.of(
            0,
            TwoTenants.usage(Configs.ACME, cores, 6 * 60),
            1,
            TwoTenants.usage(Configs.BOREALIS, minute -> 0.2, 360));
    Replay replay = new Replay(config, topic).run(new Random(4));
    List<Decision> warm = replay.aboutWarm(config.pools().get(0));
    assertThat(warm.get(0).to()).isZero();
    Decision first = warm.stream().filter(Decision::changes).findFirst().orElseThrow();
    assertThat(first.rule()).isEqualTo(Rule.NOT_ENOUGH_HISTORY);
    assertThat(first.time()).isEqualTo(CpuUsage.minute(5));
    assertThat(first.sentence())
        .isEqualTo(
            "Grew the warm part of pool shared from 0 to 1 placeholder: the forecast of what"
                + " replicas that start will take is not calibrated yet (0 of 10 outcomes), and in"
                + " the last day they took at most 0.5 cores within 3 min.");
    assertThat(warm).extracting(Decision::to).contains(4).allMatch(number -> number <= 4);
    assertThat(warm).extracting(Decision::rule).contains(Rule.FORECAST);
    Decision last = warm.get(warm.size() - 1);
    List<Decision> machines = replay.about(config.pools().get(0));
    assertThat(machines.get(machines.size() - 1).sentence())
        .contains("; %d cores more are kept for replicas that start".formatted(last.to()));
  }

  /**
   * Twenty machines of four cores, of which some are kept warm; a core is sold three times at most.
   */
  @Test
  void whatMayBeSoldFollowsTheJointUse() {
    AutoscalerConfig config = Configs.keepingWarm(CONFIG);
    Replay replay = new Replay(config, TwoTenants.halfADay()).run(new Random(6));
    List<Decision> sold = replay.aboutSelling(config.pools().get(0));
    assertThat(sold.get(0).sentence())
        .isEqualTo(
            "Left what may be sold of pool shared at 80 cores: its machines carry 80 cores at most,"
                + " and what its tenants use together is not known yet.");
    assertThat(sold)
        .filteredOn(d -> d.rule() == Rule.JOINT_PEAK)
        .isNotEmpty()
        .allSatisfy(d -> assertThat(d.to()).isBetween(60, 240));
    assertThat(sold)
        .filteredOn(Decision::changes)
        .extracting(Decision::sentence)
        .anyMatch(s -> s.startsWith("Grew what may be sold of pool shared from "));
  }

  /** Ten a day: a machine costs 0.40 an hour, so from ten in the morning on that is one. */
  @Test
  void aBudgetHoldsGrowthBackAndNothingElse() {
    PoolSettings pool = CONFIG.pools().get(0);
    AutoscalerConfig config =
        Configs.with(
            CONFIG,
            List.of(Configs.pool(pool, null, null, null, null, BigDecimal.valueOf(10))),
            CONFIG.workloads());
    List<Decision> free = new Replay(CONFIG, TwoTenants.halfADay()).run(new Random(1)).about(pool);
    Replay replay = new Replay(config, TwoTenants.halfADay());
    Random random = new Random(2);
    while (replay.step(random)) {
      if (random.nextInt(8) == 0) {
        replay.restart();
      }
    }
    List<Decision> bounded = replay.about(pool);
    assertThat(free).anyMatch(d -> d.to() > 1);
    assertThat(bounded)
        .filteredOn(d -> d.bounds().contains("budget"))
        .isNotEmpty()
        .allSatisfy(d -> assertThat(d.to()).isGreaterThanOrEqualTo(d.from()))
        .first()
        .extracting(Decision::sentence)
        .asString()
        .contains("; of the day's budget of 10, ", " are spent, and no more machines can be paid");
    assertThat(bounded)
        .extracting(d -> d.inputs().getOrDefault("spentToday", BigDecimal.ZERO))
        .allSatisfy(spent -> assertThat(spent).isLessThanOrEqualTo(BigDecimal.valueOf(10)));
  }

  /** Acme's is on one machine, Borealis' on another; each machine has four cores. */
  @Test
  void aPoolWhoseMachinesAreNotSpreadEvenlyGetsMore() {
    Map<Integer, List<Replay.Usage>> even = new HashMap<>();
    Map<Integer, List<Replay.Usage>> uneven = new HashMap<>();
    for (WorkloadId id : List.of(Configs.ACME, Configs.BOREALIS)) {
      int partition = even.size();
      IntToDoubleFunction cores = minute -> partition == 0 ? 3.2 : 0.4;
      List<Replay.Usage> placed = new ArrayList<>();
      for (int minute = 0; minute <= 180; minute++) {
        ByteString request =
            ByteString.copyFrom(CpuUsage.on("node-" + partition, id.workload(), minute, cores));
        placed.add(new Replay.Usage(id.tenant(), request, CpuUsage.minute(minute)));
      }
      even.put(partition, TwoTenants.usage(id, cores, 180));
      uneven.put(partition, placed);
    }
    List<Decision> before =
        new Replay(CONFIG, even).run(new Random(1)).about(CONFIG.pools().get(0));
    List<Decision> after =
        new Replay(CONFIG, uneven).run(new Random(1)).about(CONFIG.pools().get(0));
    assertThat(before.get(before.size() - 1).to()).isEqualTo(1);
    Decision last = after.get(after.size() - 1);
    assertThat(last.to()).isEqualTo(2);
    assertThat(last.sentence())
        .contains(", counted × 1.54 since one machine is fuller than the mean");
    assertThat(last.inputs()).containsEntry("unevennessRatio", new BigDecimal("1.538"));
  }

  @Test
  void aPoolThatIsUsedUpSellsNothingTwice() {
    Map<Integer, List<Replay.Usage>> topic =
        Map.of(
            0, TwoTenants.usage(Configs.ACME, minute -> 9.5, 120),
            1, TwoTenants.usage(Configs.BOREALIS, minute -> 9.5, 120));
    List<Decision> pool = new Replay(CONFIG, topic).run(new Random(8)).about(CONFIG.pools().get(0));
    assertThat(pool.get(pool.size() - 1).sentence())
        .isEqualTo(
            "Left pool shared at 5 machines: its tenants reserve 20 cores and are expected to use"
                + " them all, so no core is sold twice.");
  }
}
