package dev.headroom.collectors.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Sums of sources that come, go and start again. */
class LedgerTest {
  private static final Series SERIES =
      new Series(0, NodeMetric.PROCESS_CPU_TIME, Attributes.empty());
  private static final Series OTHER =
      new Series(1, NodeMetric.PROCESS_CPU_TIME, Attributes.empty());
  private static final Series LEVEL =
      new Series(0, NodeMetric.PROCESS_MEMORY_USAGE, Attributes.empty());

  private final Ledger ledger = new Ledger(Ledger.State.empty(100));
  private long now = 100;

  private static Reading cpu(String source, long value, Series series) {
    return new Reading(source, NodeMetric.PROCESS_CPU_TIME, "", value, series);
  }

  private static Reading memory(String source, long value) {
    return new Reading(source, NodeMetric.PROCESS_MEMORY_USAGE, "", value, LEVEL);
  }

  private Map<Series, Long> add(List<Reading> readings) {
    now++;
    return values(ledger.add(readings, true, now));
  }

  static Map<Series, Long> values(Map<Series, Sum> sums) {
    Map<Series, Long> values = new HashMap<>();
    sums.forEach((series, sum) -> values.put(series, sum.value()));
    return values;
  }

  private long sum(Reading... readings) {
    return add(List.of(readings)).getOrDefault(SERIES, -1L);
  }

  @Test
  void countsFromTheStartAndAllOfWhatComesLater() {
    assertThat(sum(cpu("a", 100, SERIES))).isZero();
    assertThat(sum(cpu("a", 130, SERIES), cpu("b", 7, SERIES))).isEqualTo(37);
  }

  @Test
  void keepsWhatHasEndedAndCountsItsSuccessorFromZero() {
    sum(cpu("a", 100, SERIES));
    assertThat(sum(cpu("a", 150, SERIES))).isEqualTo(50);
    assertThat(sum()).isEqualTo(50);
    assertThat(sum(cpu("same number, later start", 20, SERIES))).isEqualTo(70);
    assertThat(sum(cpu("same number, later start", 5, SERIES))).isEqualTo(75);
  }

  @Test
  void doesNotCountAgainWhatCouldNotBeReadForAMoment() {
    sum(cpu("a", 100, SERIES));
    sum();
    assertThat(sum(cpu("a", 110, SERIES))).isEqualTo(10);
  }

  @Test
  void leavesThePastBehindWhenASourceMoves() {
    sum(new Reading("a", NodeMetric.PROCESS_CPU_TIME, "", 100, null));
    assertThat(sum(cpu("a", 130, SERIES))).isEqualTo(30);
    Map<Series, Long> moved = add(List.of(cpu("a", 135, OTHER)));
    assertThat(moved).containsEntry(SERIES, 30L).containsEntry(OTHER, 5L);
  }

  @Test
  void addsLevelsAndForgetsThem() {
    assertThat(add(List.of(memory("a", 10), memory("b", 5)))).containsEntry(LEVEL, 15L);
    assertThat(add(List.of())).doesNotContainKey(LEVEL);
  }

  @Test
  void aSumThatBeginsLaterCountsFromTheSampleBeforeIt() {
    assertThat(ledger.add(List.of(cpu("a", 7, SERIES)), true, 110))
        .containsOnly(Map.entry(SERIES, new Sum(0, 100)));
    assertThat(ledger.add(List.of(cpu("a", 8, SERIES), cpu("b", 5, OTHER)), true, 120))
        .containsOnly(Map.entry(SERIES, new Sum(1, 100)), Map.entry(OTHER, new Sum(5, 110)));
    Ledger next = new Ledger(ledger.state());
    Series third = new Series(2, NodeMetric.PROCESS_CPU_TIME, Attributes.empty());
    assertThat(next.add(List.of(cpu("c", 3, third)), true, 200))
        .containsEntry(SERIES, new Sum(1, 100))
        .containsEntry(third, new Sum(3, 120));
  }

  @Test
  void noSumBeginsAfterASampleOfAClockThatWasSetBack() {
    ledger.add(List.of(), true, 1_000);
    assertThat(ledger.add(List.of(cpu("a", 5, SERIES)), true, 500))
        .containsOnly(Map.entry(SERIES, new Sum(5, 499)));
  }

  @Test
  void aDayOfSamplesAfterItsEndASumIsForgottenAndMayBeginAgain() {
    sum(cpu("a", 100, SERIES));
    sum(cpu("a", 150, SERIES));
    for (int i = 0; i < 8_640; i++) {
      assertThat(add(List.of())).containsOnlyKeys(SERIES);
    }
    assertThat(add(List.of())).isEmpty();
    assertThat(ledger.state().totals()).isEmpty();
    assertThat(ledger.state().seen()).isEmpty();
    long before = now;
    assertThat(ledger.add(List.of(cpu("another", 20, SERIES)), true, now + 1))
        .containsOnly(Map.entry(SERIES, new Sum(20, before)));
  }

  @Test
  void aPodIsNotForgottenWhileNobodyKnowsOfIt() {
    Series pod = new Series(0, NodeMetric.K8S_POD_CPU_TIME, Attributes.of(Ledger.POD_UID, "u-1"));
    ledger.add(List.of(new Reading("pod u-1", pod.metric(), "", 5, pod)), true, 101);
    for (int i = 0; i < 9_000; i++) {
      ledger.add(List.of(), false, 102 + i);
    }
    assertThat(ledger.add(List.of(new Reading("pod u-1", pod.metric(), "", 9, pod)), true, 10_000))
        .containsEntry(pod, new Sum(4, 100));
    for (int i = 0; i < 8_641; i++) {
      ledger.add(List.of(), true, 10_001 + i);
    }
    assertThat(ledger.state().totals()).isEmpty();
  }

  @Test
  void neverFallsNorCountsMoreThanWasUsed() {
    long seed = new SplittableRandom().nextLong();
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Long> counters = new HashMap<>();
    long used = 0;
    long before = 0;
    add(List.of());
    for (int step = 0; step < 2_000; step++) {
      String source = "process " + random.nextInt(20) + " of " + step / 200;
      long more = random.nextInt(1_000);
      counters.merge(source, more, Long::sum);
      used += more;
      if (random.nextInt(30) == 0 && counters.size() > 5) {
        counters.keySet().removeIf(s -> !s.equals(source) && random.nextInt(4) == 0);
      }
      List<Reading> readings = new ArrayList<>();
      counters.forEach((s, value) -> readings.add(cpu(s, value, SERIES)));
      long sum = add(readings).getOrDefault(SERIES, 0L);
      assertThat(sum).as("seed %d step %d", seed, step).isGreaterThanOrEqualTo(before);
      before = sum;
    }
    assertThat(before).as("seed %d", seed).isLessThanOrEqualTo(used).isPositive();
  }
}
