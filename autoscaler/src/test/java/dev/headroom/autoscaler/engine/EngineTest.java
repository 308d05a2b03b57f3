package dev.headroom.autoscaler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.config.Freeze;
import dev.headroom.autoscaler.config.Mode;
import dev.headroom.autoscaler.config.PoolSettings;
import dev.headroom.autoscaler.config.Range;
import dev.headroom.autoscaler.config.ReactiveSettings;
import dev.headroom.autoscaler.config.ResilienceSettings;
import dev.headroom.autoscaler.config.UnitSettings;
import dev.headroom.autoscaler.config.WorkloadSettings;
import dev.headroom.autoscaler.decision.Decision;
import dev.headroom.autoscaler.decision.Kind;
import dev.headroom.autoscaler.decision.Rule;
import dev.headroom.autoscaler.demand.WorkloadId;
import dev.headroom.autoscaler.testing.Configs;
import dev.headroom.autoscaler.testing.CpuUsage;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Deciding on the clock of the usage. */
class EngineTest {
  private static final AutoscalerConfig CONFIG = Configs.inFolder(Path.of("unused"));
  private static final AutoscalerConfig FORESEEING = Configs.foreseeing(CONFIG);

  /** Half a day of two tenants that peak at different times. */
  private static final int MINUTES = 12 * 60;

  private static double morning(int minute) {
    return 0.4 + 3 * Math.pow(Math.sin(Math.PI * minute / MINUTES), 2);
  }

  private static double evening(int minute) {
    return 0.2 + 4 * Math.pow(Math.cos(Math.PI * minute / MINUTES), 4);
  }

  private static List<Replay.Usage> usage(WorkloadId id, IntToDoubleFunction cores, int to) {
    List<Replay.Usage> usages = new ArrayList<>();
    for (int minute = 0; minute <= to; minute++) {
      ByteString request = ByteString.copyFrom(CpuUsage.at(id.workload(), minute, cores));
      usages.add(new Replay.Usage(id.tenant(), request, CpuUsage.minute(minute)));
    }
    return usages;
  }

  /** Each tenant has its partition. */
  private static Map<Integer, List<Replay.Usage>> halfADay() {
    return Map.of(
        0,
        usage(Configs.ACME, EngineTest::morning, MINUTES),
        1,
        usage(Configs.BOREALIS, EngineTest::evening, MINUTES));
  }

  @Test
  void scalesUpAndDownAndBooksMachinesForTheJointPeak() {
    Replay replay = new Replay(CONFIG, halfADay()).run(new Random(1));
    List<Decision> acme = replay.about(CONFIG.workloads().get(0));
    assertThat(acme).filteredOn(Decision::changes).extracting(Decision::to).contains(2, 9, 3);
    assertThat(acme)
        .filteredOn(d -> d.to() < d.from())
        .extracting(Decision::rule)
        .containsOnly(Rule.BELOW_TARGET);
    List<Decision> pool = replay.about(CONFIG.pools().get(0));
    assertThat(pool).extracting(Decision::rule).contains(Rule.NOT_ENOUGH_HISTORY, Rule.JOINT_PEAK);
    assertThat(pool.get(pool.size() - 1).sentence())
        .contains("together they are expected to use at most 4.75");
  }

  @ParameterizedTest
  @MethodSource("configs")
  void theSameRecordsGiveTheSameDecisionsWhateverTheirPace(AutoscalerConfig config) {
    Map<String, String> expected = new Replay(config, halfADay()).run(new Random(1)).recorded();
    assertThat(expected).hasSizeGreaterThan(40);
    for (int seed = 2; seed < 12; seed++) {
      assertThat(new Replay(config, halfADay()).run(new Random(seed)).recorded())
          .as("seed %d", seed)
          .isEqualTo(expected);
    }
  }

  static List<AutoscalerConfig> configs() {
    return List.of(CONFIG, FORESEEING, Configs.keepingWarm(CONFIG));
  }

  @ParameterizedTest
  @MethodSource("configs")
  void aRestartAtAnyMomentChangesNoDecision(AutoscalerConfig config) {
    Map<String, String> expected = new Replay(config, halfADay()).run(new Random(1)).recorded();
    for (int seed = 0; seed < 10; seed++) {
      Random random = new Random(seed);
      Replay replay = new Replay(config, halfADay());
      while (replay.step(random)) {
        if (random.nextInt(8) == 0) {
          replay.restart();
        }
      }
      assertThat(replay.recorded()).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void aForecastDecidesOnceItIsCalibratedAndHoldsLess() {
    Replay reactive = new Replay(CONFIG, halfADay()).run(new Random(1));
    Replay foreseeing = new Replay(FORESEEING, halfADay()).run(new Random(1));
    List<Decision> acme = foreseeing.about(CONFIG.workloads().get(0));
    assertThat(acme).extracting(Decision::policy).containsOnly("forecast");
    assertThat(acme.get(1).sentence())
        .contains(
            "where 70 % is the target (the forecast is not calibrated yet (0 of 10 outcomes))");
    List<Decision> grown =
        acme.stream().filter(d -> d.changes() && d.rule() == Rule.FORECAST).toList();
    assertThat(grown).hasSizeGreaterThan(5);
    assertThat(grown.get(0).sentence())
        .startsWith("Scaled acme/acme-db from ")
        .contains("and in 2 min it will use at most ", " (90 % sure)");
    assertThat(grown.get(0).inputs())
        .containsKeys("forecastCores", "forecastExceededRatio", "forecastOutcomes")
        .containsEntry("forecastLeadSeconds", new BigDecimal("120"))
        .containsEntry("forecastCoverageRatio", new BigDecimal("0.900000"));
    assertThat(replicaMinutes(acme))
        .isLessThan(replicaMinutes(reactive.about(CONFIG.workloads().get(0))));
    List<Decision> pool = foreseeing.about(CONFIG.pools().get(0));
    assertThat(pool).extracting(Decision::rule).contains(Rule.NOT_ENOUGH_HISTORY, Rule.FORECAST);
    assertThat(pool.get(0).sentence())
        .contains(
            "the forecast of what they use together is not calibrated yet (0 of 10 outcomes)");
    assertThat(pool.get(pool.size() - 1).inputs())
        .containsEntry("forecastLeadSeconds", new BigDecimal("240"));
  }

  private static long replicaMinutes(List<Decision> decisions) {
    long sum = 0;
    for (int i = 1; i < decisions.size(); i++) {
      Decision before = decisions.get(i - 1);
      sum += before.to() * Duration.between(before.time(), decisions.get(i).time()).toMinutes();
    }
    return sum;
  }

  /** Paused is the second workload; the freeze is from minute 60 to 90. */
  @Test
  void whatIsPausedOrFrozenIsLeftAloneAndSaid() {
    AutoscalerConfig config =
        new AutoscalerConfig(
            CONFIG.kafka(),
            CONFIG.mode(),
            CONFIG.evaluateEvery(),
            CONFIG.staleAfter(),
            List.of(new Freeze(CpuUsage.minute(60), CpuUsage.minute(90), "a move")),
            CONFIG.memory(),
            CONFIG.cluster(),
            CONFIG.pools(),
            List.of(
                Configs.workload(Configs.ACME, Configs.POOL),
                new WorkloadSettings(
                    Configs.BOREALIS,
                    Configs.POOL,
                    new Range(1, 20),
                    new BigDecimal("0.5"),
                    ReactiveSettings.DEFAULT,
                    true,
                    null,
                    null)),
            CONFIG.resilience());
    Map<Integer, List<Replay.Usage>> topic =
        Map.of(
            0, usage(Configs.ACME, minute -> minute < 70 ? 0.3 : 2, 120),
            1, usage(Configs.BOREALIS, minute -> 2, 120));
    Replay replay = new Replay(config, topic).run(new Random(2));
    List<Decision> paused = replay.about(config.workloads().get(1));
    assertThat(paused).noneMatch(Decision::changes);
    assertThat(paused.get(1).rule()).isEqualTo(Rule.PAUSED);
    assertThat(paused.get(1).sentence())
        .isEqualTo(
            "Left borealis/borealis-db at 1 replica: it is paused, or it would be changed: 2 of its"
                + " 0.5 cores are in use, 400 % where 70 % is the target; one step is at most × 2.");
    List<Decision> frozen =
        replay.about(config.workloads().get(0)).stream()
            .filter(d -> d.rule() == Rule.FROZEN)
            .toList();
    assertThat(frozen).extracting(Decision::time).containsExactly(CpuUsage.minute(70));
    assertThat(frozen.get(0).sentence())
        .contains("nothing is changed until 2026-03-01T11:30:00Z (a move), or it would be: 2 of");
    assertThat(replay.about(config.workloads().get(0)))
        .filteredOn(Decision::changes)
        .extracting(Decision::time)
        .first()
        .isEqualTo(CpuUsage.minute(90));
  }

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
            0, usage(Configs.ACME, cores, 6 * 60), 1, usage(Configs.BOREALIS, minute -> 0.2, 360));
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
    Replay replay = new Replay(config, halfADay()).run(new Random(6));
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
        Map.of(0, usage(Configs.ACME, minute -> minute < 60 ? 2.7 : 0.3, 120));
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

  /** Ten a day: a machine costs 0.40 an hour, so from ten in the morning on that is one. */
  @Test
  void aBudgetHoldsGrowthBackAndNothingElse() {
    PoolSettings pool = CONFIG.pools().get(0);
    AutoscalerConfig config =
        Configs.with(
            CONFIG,
            List.of(
                new PoolSettings(
                    pool.name(),
                    pool.machine(),
                    pool.machines(),
                    pool.penaltyPerCoreHour(),
                    pool.overbooking(),
                    false,
                    null,
                    null,
                    null,
                    null,
                    BigDecimal.valueOf(10))),
            CONFIG.workloads());
    List<Decision> free = new Replay(CONFIG, halfADay()).run(new Random(1)).about(pool);
    Replay replay = new Replay(config, halfADay());
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
      even.put(partition, usage(id, cores, 180));
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

  /** A dip that ends three minutes after it was believed. */
  @Test
  void aScaleDownThatLeftTooLittleIsTakenBackAndNotRepeatedSoon() {
    IntToDoubleFunction cores = minute -> minute < 60 || (minute >= 69 && minute < 75) ? 2.7 : 0.5;
    Map<Integer, List<Replay.Usage>> topic = Map.of(0, usage(Configs.ACME, cores, 160));
    for (AutoscalerConfig config : configs()) {
      Replay replay = new Replay(config, topic);
      Random random = new Random(5);
      while (replay.step(random)) {
        if (random.nextInt(4) == 0) {
          replay.restart();
        }
      }
      List<Decision> acme = replay.about(CONFIG.workloads().get(0));
      Decision back =
          acme.stream().filter(d -> d.rule() == Rule.ROLLBACK).findFirst().orElseThrow();
      assertThat(back.time()).isBetween(CpuUsage.minute(69), CpuUsage.minute(70));
      assertThat(back.sentence()).contains("the last scale-down left too little and is taken back");
      assertThat(acme)
          .filteredOn(d -> d.to() < d.from() && d.time().isAfter(back.time()))
          .isNotEmpty()
          .allSatisfy(d -> assertThat(d.time()).isAfterOrEqualTo(CpuUsage.minute(69 + 30)));
    }
  }

  @Test
  void aWorkloadThatFallsSilentIsLeftAloneAndItsPoolDoesNotShrink() {
    Map<Integer, List<Replay.Usage>> topic =
        Map.of(
            0, usage(Configs.ACME, minute -> 2, 60),
            1, usage(Configs.BOREALIS, minute -> 0.1, 180));
    Replay replay = new Replay(CONFIG, topic).run(new Random(3));
    List<Decision> acme = replay.about(CONFIG.workloads().get(0));
    Decision first =
        acme.stream()
            .filter(d -> d.rule() == Rule.STALE_METRICS && d.time().isAfter(CpuUsage.START))
            .findFirst()
            .orElseThrow();
    assertThat(first.time()).isEqualTo(CpuUsage.minute(64));
    assertThat(first.changes()).isFalse();
    assertThat(first.sentence())
        .contains("its newest point is 240 s old, and a load that is not known never scales it");
    assertThat(acme.get(acme.size() - 1).to()).isEqualTo(6);
    assertThat(replay.about(CONFIG.pools().get(0)))
        .filteredOn(d -> !d.time().isBefore(CpuUsage.minute(64)))
        .isNotEmpty()
        .allMatch(d -> d.to() >= d.from());
  }

  @Test
  void eachPoolLivesOnItsOwnClock() {
    AutoscalerConfig two =
        new AutoscalerConfig(
            CONFIG.kafka(),
            CONFIG.mode(),
            CONFIG.evaluateEvery(),
            CONFIG.staleAfter(),
            CONFIG.freezes(),
            CONFIG.memory(),
            CONFIG.cluster(),
            List.of(Configs.pool("today"), Configs.pool("replayed")),
            List.of(
                Configs.workload(Configs.ACME, "today"),
                Configs.workload(Configs.BOREALIS, "replayed")),
            CONFIG.resilience());
    List<Replay.Usage> late = new ArrayList<>();
    usage(Configs.BOREALIS, EngineTest::evening, 100)
        .forEach(
            u ->
                late.add(
                    new Replay.Usage(
                        u.tenant(), u.request(), u.appended().plus(Duration.ofDays(90)))));
    Map<Integer, List<Replay.Usage>> topic = new HashMap<>();
    topic.put(0, usage(Configs.ACME, EngineTest::morning, 100));
    topic.put(1, late);
    Replay replay = new Replay(two, topic).run(new Random(4));
    assertThat(replay.about(two.workloads().get(0))).hasSizeGreaterThan(2);
    assertThat(replay.about(two.workloads().get(1))).hasSizeGreaterThan(2);
    assertThat(replay.recorded().values())
        .filteredOn(json -> json.contains("stale-metrics"))
        .as("only the first point of each is not enough")
        .hasSize(2)
        .allMatch(json -> json.contains("it has reported too few points for a rate"));
  }

  @Test
  void aRecommendationIsRecordedWhenItIsNew() {
    AutoscalerConfig recommending =
        Configs.of(
            CONFIG.kafka(), Mode.RECOMMEND, Path.of("unused"), 0, ResilienceSettings.DEFAULT);
    Map<Integer, List<Replay.Usage>> topic = Map.of(0, usage(Configs.ACME, minute -> 0.5, 180));
    List<Decision> acme =
        new Replay(recommending, topic).run(new Random(7)).about(CONFIG.workloads().get(0));
    assertThat(acme)
        .extracting(Decision::time)
        .as("the first point, the first rate, then every hour")
        .containsExactly(
            CpuUsage.START, CpuUsage.minute(1), CpuUsage.minute(61), CpuUsage.minute(121));
    assertThat(acme).last().extracting(Decision::to).isEqualTo(2);
  }

  @Test
  void aPoolThatIsUsedUpSellsNothingTwice() {
    Map<Integer, List<Replay.Usage>> topic =
        Map.of(
            0, usage(Configs.ACME, minute -> 9.5, 120),
            1, usage(Configs.BOREALIS, minute -> 9.5, 120));
    List<Decision> pool = new Replay(CONFIG, topic).run(new Random(8)).about(CONFIG.pools().get(0));
    assertThat(pool.get(pool.size() - 1).sentence())
        .isEqualTo(
            "Left pool shared at 5 machines: its tenants reserve 20 cores and are expected to use"
                + " them all, so no core is sold twice.");
  }

  @Test
  void pointsFromTheFutureDoNotMoveTheClock() {
    List<Replay.Usage> usages = new ArrayList<>(usage(Configs.ACME, minute -> 0.3, 30));
    ByteString future =
        ByteString.copyFrom(CpuUsage.at(Configs.ACME.workload(), 600, minute -> 0.3));
    usages.add(10, new Replay.Usage("acme", future, CpuUsage.minute(10)));
    Map<String, String> expected =
        new Replay(CONFIG, Map.of(0, usage(Configs.ACME, minute -> 0.3, 30)))
            .run(new Random(5))
            .recorded();
    assertThat(new Replay(CONFIG, Map.of(0, usages)).run(new Random(5)).recorded())
        .isEqualTo(expected)
        .isNotEmpty();
  }

  @Test
  void whatIsNotMeantForItChangesNothing() {
    List<Replay.Usage> usages = new ArrayList<>(usage(Configs.ACME, EngineTest::morning, 60));
    ByteString garbage = ByteString.copyFromUtf8("no protobuf");
    usages.add(5, new Replay.Usage("acme", garbage, CpuUsage.minute(5)));
    usages.add(9, usage(new WorkloadId("acme", "other"), EngineTest::morning, 0).get(0));
    Map<String, String> expected =
        new Replay(CONFIG, Map.of(0, usage(Configs.ACME, EngineTest::morning, 60)))
            .run(new Random(6))
            .recorded();
    assertThat(new Replay(CONFIG, Map.of(0, usages)).run(new Random(6)).recorded())
        .isEqualTo(expected)
        .isNotEmpty();
  }
}
