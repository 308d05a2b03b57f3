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

  private final Ledger ledger = new Ledger(Ledger.State.empty(0));

  private static Reading cpu(String source, long value, Series series) {
    return new Reading(source, NodeMetric.PROCESS_CPU_TIME, "", value, series);
  }

  private static Reading memory(String source, long value) {
    return new Reading(source, NodeMetric.PROCESS_MEMORY_USAGE, "", value, LEVEL);
  }

  private long sum(Reading... readings) {
    return ledger.add(List.of(readings)).getOrDefault(SERIES, -1L);
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
    Map<Series, Long> moved = ledger.add(List.of(cpu("a", 135, OTHER)));
    assertThat(moved).containsEntry(SERIES, 30L).containsEntry(OTHER, 5L);
  }

  @Test
  void addsLevelsAndForgetsThem() {
    assertThat(ledger.add(List.of(memory("a", 10), memory("b", 5)))).containsEntry(LEVEL, 15L);
    assertThat(ledger.add(List.of())).doesNotContainKey(LEVEL);
  }

  @Test
  void neverFallsNorCountsMoreThanWasUsed() {
    long seed = new SplittableRandom().nextLong();
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Long> counters = new HashMap<>();
    long used = 0;
    long before = 0;
    ledger.add(List.of());
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
      long sum = ledger.add(readings).getOrDefault(SERIES, 0L);
      assertThat(sum).as("seed %d step %d", seed, step).isGreaterThanOrEqualTo(before);
      before = sum;
    }
    assertThat(before).as("seed %d", seed).isLessThanOrEqualTo(used).isPositive();
  }
}
