package dev.headroom.autoscaler.demand;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a workload is known to use, from the points of its counters. */
class WorkloadDemandTest {
  private static final WorkloadId WORKLOAD = new WorkloadId("acme", "acme-db");
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private static WorkloadDemand demand() {
    return new WorkloadDemand(Duration.ofMinutes(1), Duration.ofMinutes(3));
  }

  private static Instant at(int second) {
    return START.plusSeconds(second);
  }

  private static CpuPoint total(int reporter, int second, String seconds) {
    return point(CpuMetric.CONTAINER, reporter, false, START, second, seconds);
  }

  private static CpuPoint point(
      CpuMetric metric,
      int reporter,
      boolean delta,
      @Nullable Instant start,
      int second,
      String seconds) {
    Identity identity = new Identity(reporter, 7);
    return new CpuPoint(
        WORKLOAD,
        metric,
        identity,
        null,
        identity,
        delta,
        start,
        at(second),
        new BigDecimal(seconds));
  }

  private static void assertCores(WorkloadDemand demand, int second, String cores) {
    assertThat(demand.at(at(second)))
        .asInstanceOf(InstanceOfAssertFactories.type(Demand.Known.class))
        .extracting(Demand.Known::cores, InstanceOfAssertFactories.BIG_DECIMAL)
        .isEqualByComparingTo(cores);
  }

  @Test
  void sumsItsReporters() {
    WorkloadDemand demand = demand();
    demand.add(total(1, 60, "10"));
    demand.add(total(1, 120, "40"));
    demand.add(total(2, 60, "5"));
    demand.add(total(2, 120, "20"));
    assertCores(demand, 120, "0.75");
  }

  @Test
  void averagesOverTheLastMinuteWhateverTheRhythm() {
    WorkloadDemand demand = demand();
    demand.add(total(1, 0, "0"));
    demand.add(total(1, 40, "40")); // 1 core
    demand.add(total(1, 80, "60")); // half a core
    demand.add(total(1, 100, "100")); // 2 cores
    // 40…80: half a core for 40 s; 80…100: 2 cores for 20 s.
    assertCores(demand, 100, "1");
  }

  @Test
  void pointsAfterTheQuestionAreNotKnownYet() {
    WorkloadDemand demand = demand();
    demand.add(total(1, 0, "0"));
    demand.add(total(1, 60, "30"));
    demand.add(total(1, 120, "150"));
    assertCores(demand, 60, "0.5");
    assertCores(demand, 120, "2");
  }

  @Test
  void aYoungCounterCountsFromItsStart() {
    WorkloadDemand demand = demand();
    demand.add(total(1, 30, "15"));
    assertCores(demand, 30, "0.5");
  }

  @Test
  void oneTotalOfAnOldCounterSaysNothing() {
    WorkloadDemand demand = demand();
    demand.add(total(1, 3600, "1800"));
    assertThat(demand.at(at(3600))).isEqualTo(new Demand.Missing(at(3600)));
  }

  @Test
  void aCounterThatStartedAgainCountsFromZero() {
    WorkloadDemand demand = demand();
    demand.add(total(1, 60, "600"));
    demand.add(point(CpuMetric.CONTAINER, 1, false, at(90), 120, "15"));
    assertCores(demand, 120, "0.5");
  }

  @Test
  void aCounterThatFellWithoutAStartSaysNothingAboutThatStretch() {
    WorkloadDemand demand = demand();
    demand.add(total(1, 600, "600"));
    demand.add(total(1, 660, "10"));
    assertThat(demand.at(at(660))).isInstanceOf(Demand.Missing.class);
    demand.add(total(1, 720, "40"));
    assertCores(demand, 720, "0.5");
  }

  @Test
  void deltasCountForTheirOwnTime() {
    WorkloadDemand demand = demand();
    demand.add(point(CpuMetric.PROCESS, 1, true, at(0), 60, "12"));
    demand.add(point(CpuMetric.PROCESS, 1, true, at(60), 120, "90"));
    assertCores(demand, 120, "1.5");
  }

  /** Nanoseconds of ten thousand million CPU seconds are no {@code long}. */
  @Test
  void countersMayBeOfAnySize() {
    WorkloadDemand demand = demand();
    demand.add(total(1, 0, "9223372036"));
    demand.add(total(1, 30, "10000000030"));
    demand.add(total(1, 60, "10000000150"));
    demand.add(total(1, 90, "10000000180"));
    assertCores(demand, 90, "2.5");
  }

  /** Asked after each point or once at the end: what was forgotten made no difference. */
  @Test
  void whatIsForgottenIsNotNeeded() {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      WorkloadDemand often = demand();
      WorkloadDemand once = demand();
      int second = 0;
      double total = 0;
      for (int i = 0; i < 40; i++) {
        second += 1 + random.nextInt(random.nextInt(6) == 0 ? 100 : 30);
        total = random.nextInt(12) == 0 ? total / 2 : total + random.nextInt(50);
        CpuPoint point = total(1, second, Integer.toString((int) total));
        often.add(point);
        once.add(point);
        often.at(at(second));
      }
      assertThat(often.at(at(second))).isEqualTo(once.at(at(second)));
    }
  }

  @Test
  void aPodsTimeContainsItsContainers() {
    WorkloadDemand demand = demand();
    for (int second : List.of(0, 60)) {
      demand.add(total(1, second, second == 0 ? "0" : "30"));
      demand.add(point(CpuMetric.POD, 2, false, START, second, second == 0 ? "0" : "33"));
    }
    assertCores(demand, 60, "0.5");
  }

  @Test
  void orderAndRepetitionChangeNothing() {
    Random random = new Random(20260302);
    for (int round = 0; round < 200; round++) {
      List<CpuPoint> points = new ArrayList<>();
      for (int reporter = 1; reporter <= 3; reporter++) {
        int seconds = 0;
        for (int second = 0; second <= 180; second += 10 + random.nextInt(40)) {
          seconds += random.nextInt(60);
          points.add(total(reporter, second, Integer.toString(seconds)));
        }
      }
      WorkloadDemand inOrder = demand();
      points.forEach(inOrder::add);
      points.addAll(points.subList(0, random.nextInt(points.size())));
      Collections.shuffle(points, random);
      WorkloadDemand shuffled = demand();
      points.forEach(shuffled::add);
      for (int second = 60; second <= 180; second += 60) {
        assertThat(shuffled.at(at(second))).isEqualTo(inOrder.at(at(second)));
      }
    }
  }

  @Test
  void anOldPointIsNoDemand() {
    WorkloadDemand demand = demand();
    assertThat(demand.at(at(0))).isEqualTo(new Demand.Missing(null));
    demand.add(total(1, 0, "0"));
    demand.add(total(1, 60, "30"));
    assertCores(demand, 240, "0.5");
    Demand stale = demand.at(at(241));
    assertThat(stale).isEqualTo(new Demand.Missing(at(60)));
    assertThat(((Demand.Missing) stale).age(at(241))).isEqualTo(Duration.ofSeconds(181));
  }

  @Test
  void aReporterThatFallsSilentIsMissedForAnHour() {
    WorkloadDemand demand = demand();
    report(demand, 1, 0, 120 * 60);
    report(demand, 2, 0, 10 * 60);
    assertThat(missing(demand, 10 * 60)).isZero();
    assertThat(missing(demand, 14 * 60)).isEqualTo(1);
    assertThat(missing(demand, 73 * 60)).isEqualTo(1);
    assertThat(missing(demand, 74 * 60)).as("an hour later it is believed").isZero();
  }

  @Test
  void aReporterThatWasScaledAwayIsNotMissed() {
    WorkloadDemand demand = demand();
    report(demand, 1, 0, 30 * 60);
    report(demand, 2, 0, 10 * 60);
    assertThat(missing(demand, 10 * 60)).isZero();
    demand.scaled(2, 1);
    assertThat(missing(demand, 14 * 60)).isZero();
  }

  @Test
  void expectationsSurviveARestart() {
    WorkloadDemand demand = demand();
    demand.expectReporters(3);
    report(demand, 1, 0, 60);
    assertThat(missing(demand, 60)).isEqualTo(2);
    assertThat(demand.expectedReporters()).isEqualTo(3);
  }

  private static void report(WorkloadDemand demand, int reporter, int from, int to) {
    for (int second = from; second <= to; second += 60) {
      demand.add(total(reporter, second, Integer.toString(second / 2)));
    }
  }

  private static int missing(WorkloadDemand demand, int second) {
    return ((Demand.Known) demand.at(at(second))).missingReporters();
  }
}
