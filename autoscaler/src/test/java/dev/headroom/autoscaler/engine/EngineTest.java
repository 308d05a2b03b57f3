package dev.headroom.autoscaler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.config.Freeze;
import dev.headroom.autoscaler.config.Mode;
import dev.headroom.autoscaler.config.Range;
import dev.headroom.autoscaler.config.ReactiveSettings;
import dev.headroom.autoscaler.config.ResilienceSettings;
import dev.headroom.autoscaler.config.WorkloadSettings;
import dev.headroom.autoscaler.decision.Decision;
import dev.headroom.autoscaler.decision.Rule;
import dev.headroom.autoscaler.demand.WorkloadId;
import dev.headroom.autoscaler.testing.Configs;
import dev.headroom.autoscaler.testing.CpuUsage;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Deciding on the clock of the usage. */
class EngineTest {
  private static final AutoscalerConfig CONFIG = Configs.inFolder(Path.of("unused"));
  private static final AutoscalerConfig FORESEEING = Configs.foreseeing(CONFIG);

  @Test
  void scalesUpAndDownAndBooksMachinesForTheJointPeak() {
    Replay replay = new Replay(CONFIG, TwoTenants.halfADay()).run(new Random(1));
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
    Map<String, String> expected =
        new Replay(config, TwoTenants.halfADay()).run(new Random(1)).recorded();
    assertThat(expected).hasSizeGreaterThan(40);
    for (int seed = 2; seed < 12; seed++) {
      assertThat(new Replay(config, TwoTenants.halfADay()).run(new Random(seed)).recorded())
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
    Map<String, String> expected =
        new Replay(config, TwoTenants.halfADay()).run(new Random(1)).recorded();
    for (int seed = 0; seed < 10; seed++) {
      Random random = new Random(seed);
      Replay replay = new Replay(config, TwoTenants.halfADay());
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
    Replay reactive = new Replay(CONFIG, TwoTenants.halfADay()).run(new Random(1));
    Replay foreseeing = new Replay(FORESEEING, TwoTenants.halfADay()).run(new Random(1));
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
            0, TwoTenants.usage(Configs.ACME, minute -> minute < 70 ? 0.3 : 2, 120),
            1, TwoTenants.usage(Configs.BOREALIS, minute -> 2, 120));
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

  /** A dip that ends three minutes after it was believed. */
  @Test
  void aScaleDownThatLeftTooLittleIsTakenBackAndNotRepeatedSoon() {
    IntToDoubleFunction cores = minute -> minute < 60 || (minute >= 69 && minute < 75) ? 2.7 : 0.5;
    Map<Integer, List<Replay.Usage>> topic = Map.of(0, TwoTenants.usage(Configs.ACME, cores, 160));
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
            0, TwoTenants.usage(Configs.ACME, minute -> 2, 60),
            1, TwoTenants.usage(Configs.BOREALIS, minute -> 0.1, 180));
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
    TwoTenants.usage(Configs.BOREALIS, TwoTenants::evening, 100)
        .forEach(
            u ->
                late.add(
                    new Replay.Usage(
                        u.tenant(), u.request(), u.appended().plus(Duration.ofDays(90)))));
    Map<Integer, List<Replay.Usage>> topic = new HashMap<>();
    topic.put(0, TwoTenants.usage(Configs.ACME, TwoTenants::morning, 100));
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
    Map<Integer, List<Replay.Usage>> topic =
        Map.of(0, TwoTenants.usage(Configs.ACME, minute -> 0.5, 180));
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
  void pointsFromTheFutureDoNotMoveTheClock() {
    List<Replay.Usage> usages = new ArrayList<>(TwoTenants.usage(Configs.ACME, minute -> 0.3, 30));
    ByteString future =
        ByteString.copyFrom(CpuUsage.at(Configs.ACME.workload(), 600, minute -> 0.3));
    usages.add(10, new Replay.Usage("acme", future, CpuUsage.minute(10)));
    Map<String, String> expected =
        new Replay(CONFIG, Map.of(0, TwoTenants.usage(Configs.ACME, minute -> 0.3, 30)))
            .run(new Random(5))
            .recorded();
    assertThat(new Replay(CONFIG, Map.of(0, usages)).run(new Random(5)).recorded())
        .isEqualTo(expected)
        .isNotEmpty();
  }

  @Test
  void whatIsNotMeantForItChangesNothing() {
    List<Replay.Usage> usages =
        new ArrayList<>(TwoTenants.usage(Configs.ACME, TwoTenants::morning, 60));
    ByteString garbage = ByteString.copyFromUtf8("no protobuf");
    usages.add(5, new Replay.Usage("acme", garbage, CpuUsage.minute(5)));
    usages.add(9, TwoTenants.usage(new WorkloadId("acme", "other"), TwoTenants::morning, 0).get(0));
    Map<String, String> expected =
        new Replay(CONFIG, Map.of(0, TwoTenants.usage(Configs.ACME, TwoTenants::morning, 60)))
            .run(new Random(6))
            .recorded();
    assertThat(new Replay(CONFIG, Map.of(0, usages)).run(new Random(6)).recorded())
        .isEqualTo(expected)
        .isNotEmpty();
  }
}
