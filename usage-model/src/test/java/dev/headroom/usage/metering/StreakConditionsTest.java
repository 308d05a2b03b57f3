package dev.headroom.usage.metering;

import static dev.headroom.usage.metering.MeteredResource.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.usage.metering.TestSeries.Point;
import dev.headroom.usage.otlp.MetricKind;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which messages are metered as part of a streak: that it is nearly all is what makes it fast. */
class StreakConditionsTest {

  private static final String REQUESTS =
      "{name: requests, unit: \"{request}\", aggregation: sum, window: 1m, staleness: 2m,"
          + " from: [{metric: requests, unit: \"{request}\"}]}";
  private static final String CALLS =
      "{name: calls, unit: \"{call}\", aggregation: sum, window: 1m, staleness: 2m,"
          + " from: [{metric: calls, unit: \"{call}\", where: {asked: for}}]}";
  private static final String MEMORY =
      "{name: memory, unit: By.s, aggregation: time_weighted, window: 1m, staleness: 2m,"
          + " from: [{metric: memory, unit: By}]}";

  private static TestSeries series(String metric, String unit, MetricKind kind, String id) {
    return new TestSeries(metric, unit, kind, false, Map.of("id", id));
  }

  private static final TestSeries A =
      series("requests", "{request}", MetricKind.CUMULATIVE_COUNTER, "a");
  private static final TestSeries B =
      series("requests", "{request}", MetricKind.CUMULATIVE_COUNTER, "b");
  private static final TestSeries GAUGE = series("memory", "By", MetricKind.GAUGE, "c");
  private static final TestSeries DELTA =
      new TestSeries(
          "calls", "{call}", MetricKind.DELTA_COUNTER, true, Map.of("asked", "for", "id", "d"));
  private static final TestSeries NOT_ASKED_FOR =
      series("calls", "{call}", MetricKind.DELTA_COUNTER, "e");
  private static final TestSeries UNKNOWN = series("unknown", "1", MetricKind.GAUGE, "f");

  private final MeteredResource resource = new MeteredResource(REQUESTS, CALLS, MEMORY);

  private static Point point(TestSeries series, long second, long value) {
    return new Point(series, at(second), at(-60), BigDecimal.valueOf(value));
  }

  /** Whether the message is part of a streak: then its series have not taken it over yet. */
  private boolean goesOn(Point... message) throws Exception {
    int before = resource.outcomes().counted;
    resource.apply(message);
    return resource.outcomes().counted > before && heldSince() < message[0].time();
  }

  /** The newest time of all that was taken over. */
  private long heldSince() {
    List<Long> times = new ArrayList<>();
    resource.usage().series().forEach(one -> times.add(one.newest()));
    return times.stream().mapToLong(Long::longValue).max().orElseThrow();
  }

  private boolean counters(long second) throws Exception {
    return goesOn(point(A, second, 100 + second), point(B, second, 200 + second));
  }

  @Test
  void theSecondMessageOfAKindGoesOnAlready() throws Exception {
    for (int second = 0; second <= 40; second += 10) {
      boolean goesOn =
          goesOn(
              point(A, second, second),
              point(UNKNOWN, second, 1),
              point(B, second, 2L * second),
              point(NOT_ASKED_FOR, second, 1),
              point(GAUGE, second, second == 0 ? 3 : 5),
              new Point(DELTA, at(second), at(second - 10), BigDecimal.ONE));
      assertThat(goesOn).as("second %d", second).isEqualTo(second > 0);
    }
    assertThat(resource.outcomes().counted).isEqualTo(5 * 4);
    assertThat(resource.outcomes().unmetered).isEqualTo(5 * 2);
    assertThat(resource.outcomes().total()).isEqualTo(5 * 6);
    assertThat(resource.outcomes().flagged).isEmpty();
    assertThat(resource.total("requests")).isEqualTo("120");
    assertThat(resource.total("calls")).isEqualTo("5");
    assertThat(resource.total("memory")).isEqualTo("180");
  }

  /** What comes for both counters after 10:00:20, where they stand at 120 and 220. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    // name,                       time, start of b, value of b,         goes on, counted, requests
    "'the next',                     30,        -60,        230,            true,       2,     360",
    "'one that did not rise',        30,        -60,        220,            true,       2,     350",
    "'one that fell',                30,        -60,        219,           false,       2,     350",
    "'the same time again',          20,        -60,        230,           false,       0,     340",
    "'a time before',                15,        -60,        215,           false,       2,     340",
    "'another start',                30,        -59,        230,           false,       2,     580",
    "'no longer a start',            30,         31,        230,           false,       2,     360",
    "'as late as allowed',          300,        -60,        230,            true,       2,     630",
    "'too late',                  300+1,        -60,        230,           false,       0,     340",
    "'as great as allowed',          30,        -60, 390624999999999999,    true, 2, 390625000000000129",
    "'greater',                      30,        -60, 390625000000000000,   false, 2, 390625000000000130"
  })
  void whatComesNext(
      String name,
      String time,
      String start,
      long value,
      boolean goesOn,
      int counted,
      String requests)
      throws Exception {
    resource.now(Duration.ZERO);
    assertThat(counters(0)).isFalse();
    assertThat(counters(10)).isTrue();
    assertThat(counters(20)).isTrue();
    long seconds = Math.floorDiv(at(time) - at(0), MeteredResource.SECOND);
    Point a = new Point(A, at(time), at(-60), BigDecimal.valueOf(100 + seconds));
    Point b = new Point(B, at(time), at(start), BigDecimal.valueOf(value));
    assertThat(goesOn(a, b)).isEqualTo(goesOn);
    assertThat(resource.outcomes().counted).isEqualTo(6 + counted);
    assertThat(resource.outcomes().total()).isEqualTo(8);
    assertThat(resource.total("requests")).isEqualTo(requests);
  }

  @ParameterizedTest(name = "the next delta starts at {0}: goes on {1}")
  @CsvSource({"20, true", "20+1, false", "20-1, false", "31, false"})
  void aDeltaFollowsTheOneBefore(String start, boolean goesOn) throws Exception {
    for (int second = 0; second <= 20; second += 10) {
      goesOn(new Point(DELTA, at(second), at(second - 10), BigDecimal.ONE));
    }
    assertThat(goesOn(new Point(DELTA, at(30), at(start), BigDecimal.ONE))).isEqualTo(goesOn);
    assertThat(resource.total("calls")).isEqualTo("4");
  }

  @Test
  void aStartThatLiesAheadIsNone() throws Exception {
    for (int second = 0; second <= 20; second += 10) {
      Point ahead = new Point(A, at(second), at(second) + 1, BigDecimal.valueOf(second));
      assertThat(goesOn(ahead)).isEqualTo(second > 0);
    }
    assertThat(goesOn(new Point(A, at(30), at(30), BigDecimal.valueOf(30)))).isFalse();
    assertThat(resource.total("requests")).isEqualTo("20");
    assertThat(resource.outcomes().flagged).isEqualTo(Map.of(PointFlag.UNKNOWN_HISTORY, 1));
  }

  @Test
  void theSeriesTakeOverAfterSixteenMessages() throws Exception {
    for (int second = 0; second <= 40; second++) {
      counters(second);
      int takenOver = second <= 16 ? 0 : second <= 32 ? 16 : 32;
      assertThat(heldSince()).as("second %d", second).isEqualTo(at(takenOver));
    }
    resource.bytes();
    assertThat(heldSince()).as("before the state is written").isEqualTo(at(40));
    assertThat(counters(41)).as("and the streak goes on").isTrue();
    resource.throughBytes();
    assertThat(heldSince()).isEqualTo(at(41));
    assertThat(counters(42)).as("what is read knows no layout").isFalse();
    assertThat(counters(43)).isTrue();
    assertThat(resource.total("requests")).isEqualTo(Integer.toString(143 + 243));
  }

  @Test
  void whatIsTakenOverIsWhatWouldHaveBeenKept() throws Exception {
    MeteredResource single = new MeteredResource(REQUESTS, CALLS, MEMORY).withoutLayouts();
    for (int second = 0; second < 40; second++) {
      Point[] message = {
        point(A, second, 1000 + 7L * second),
        point(B, second, Long.MAX_VALUE >> (32 - second / 2)),
        point(GAUGE, second, 40 - 3L * second),
        new Point(
            DELTA, at(second), at(second - 1), new BigDecimal("0.1").movePointLeft(second / 9))
      };
      assertThat(goesOn(message)).isEqualTo(second > 0);
      single.apply(message);
    }
    assertThat(resource.bytes()).isEqualTo(single.bytes());
  }

  @Test
  void aStreakDoesNotLetTheStateGrow() throws Exception {
    for (int second = 0; second <= 1600; second++) {
      counters(second);
    }
    assertThat(resource.bytes().length).isLessThan(2000);
    assertThat(resource.outcome(point(A, 1000, 1))).isEqualTo("covered");
  }

  @Test
  void afterAPointWithoutAValueAStreakBeginsAnew() throws Exception {
    resource.apply(point(GAUGE, 0, 1));
    assertThat(goesOn(point(GAUGE, 10, 2))).isTrue();
    resource.apply(new Point(GAUGE, at(20), at(-60), null));
    assertThat(goesOn(point(GAUGE, 50, 4))).as("none to continue").isFalse();
    assertThat(goesOn(point(GAUGE, 60, 8))).as("not tried at once").isFalse();
    assertThat(goesOn(point(GAUGE, 70, 16))).isTrue();
    assertThat(resource.total("memory")).isEqualTo("150");
  }

  @Test
  void activationsHaveNoStreaks() throws Exception {
    MeteredResource running =
        new MeteredResource(
            "{name: starts, unit: \"{activation}\", aggregation: activations, window: 1m,"
                + " activations: {give: number}, from: [{metric: memory, unit: By}]}");
    for (int second = 0; second < 40; second += 10) {
      running.apply(point(GAUGE, second, 1));
      running.usage().series().forEach(one -> assertThat(one.canFollow(0)).isFalse());
    }
    assertThat(running.total("starts")).isEqualTo("1");
  }

  @Test
  void aSeriesThatComesTwiceInAMessageHasNoStreak() throws Exception {
    for (int second = 0; second < 40; second += 10) {
      assertThat(goesOn(point(A, second, second), point(B, second, 1), point(A, second, 9)))
          .isFalse();
    }
    assertThat(resource.outcomes().counted).isEqualTo(8);
    assertThat(resource.outcomes().repeated).isEqualTo(4);
  }

  @Test
  void seriesOfSeveralTimesHaveNoStreak() throws Exception {
    resource.apply(point(A, 0, 1), point(B, 1, 1));
    assertThat(goesOn(point(A, 10, 2), point(B, 10, 2))).isFalse();
    assertThat(goesOn(point(A, 20, 3), point(B, 20, 3))).as("not tried at once").isFalse();
    assertThat(goesOn(point(A, 30, 4), point(B, 30, 4))).isTrue();
    assertThat(goesOn(point(A, 40, 5), point(B, 41, 5))).as("of two times").isFalse();
    assertThat(resource.total("requests")).isEqualTo("10");
  }

  /** A meter asks for the histogram, so that it is not metered is told each time. */
  @Test
  void noStreakPassesOverWhatWasSetAside() throws Exception {
    for (int second = 0; second < 40; second += 10) {
      ResourceMetrics.Builder message =
          ResourceMetrics.parseFrom(TestSeries.resource(List.of(point(A, second, second))))
              .toBuilder();
      message
          .getScopeMetricsBuilder(0)
          .addMetricsBuilder()
          .setName("requests")
          .setUnit("{request}")
          .getHistogramBuilder()
          .setAggregationTemporalityValue(2)
          .addDataPointsBuilder()
          .setTimeUnixNano(at(second));
      resource.apply(message.build().toByteArray(), TestSeries.REPORTER);
      assertThat(heldSince()).isEqualTo(at(second));
    }
    assertThat(resource.outcomes().counted).isEqualTo(4);
    assertThat(resource.outcomes().quarantined).isEqualTo(Map.of(QuarantineReason.UNSUPPORTED, 4));
    assertThat(resource.outcomes().unmetered).isZero();
  }

  /** The room of a series must do for all that a streak may hold of it. */
  @ParameterizedTest(name = "{0} points are kept: goes on {1}")
  @CsvSource({"4064, true", "4065, false"})
  void aSeriesThatIsFullHasNoStreak(int kept, boolean goesOn) throws Exception {
    resource.limits(new MeteringLimits(Duration.ofMinutes(1), Duration.ofDays(31), Duration.ZERO));
    List<Point> apart = new ArrayList<>();
    for (int i = 0; i < kept - 1; i++) {
      apart.add(point(A, 200L * i, i));
    }
    resource.apply(apart);
    resource.apply(point(A, 200L * kept, kept));
    assertThat(goesOn(point(A, 200L * kept + 200, kept))).isEqualTo(goesOn);
  }

  /** More than are added up at once, and as great as a streak takes them. */
  @Test
  void manySeriesAreAddedUpExactly() throws Exception {
    int count = 600;
    long great = 390_624_999_999_999_999L;
    long level = 3_906_249_999_999L;
    for (int second = 0; second <= 20; second += 10) {
      List<Point> message = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        TestSeries one = series("requests", "{request}", MetricKind.CUMULATIVE_COUNTER, "n" + i);
        message.add(point(one, second, second == 20 ? great : 0));
      }
      for (int i = 0; i < count; i++) {
        message.add(point(series("memory", "By", MetricKind.GAUGE, "n" + i), second, level));
      }
      assertThat(goesOn(message.toArray(Point[]::new))).isEqualTo(second > 0);
    }
    BigDecimal many = BigDecimal.valueOf(count);
    assertThat(new BigDecimal(resource.total("requests")))
        .isEqualByComparingTo(many.multiply(BigDecimal.valueOf(great)));
    assertThat(new BigDecimal(resource.total("memory")))
        .isEqualByComparingTo(many.multiply(BigDecimal.valueOf(20 * level)));
  }

  /** Five sevenths of one, rounded down for every series: a sum would round only once. */
  @Test
  void whereAStepSpreadsOverTwoWindowsEachSeriesIsSpreadAlone() throws Exception {
    for (int message = 0; message < 3; message++) {
      List<Point> points = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        TestSeries one = series("requests", "{request}", MetricKind.CUMULATIVE_COUNTER, "n" + i);
        points.add(point(one, 48 + 7L * message, message / 2));
      }
      assertThat(goesOn(points.toArray(Point[]::new))).isEqualTo(message > 0);
    }
    assertThat(resource.quantities("requests"))
        .isEqualTo(Map.of(0L, "2.857142856", 60L, "1.142857144"));
  }

  @Test
  void aLevelHoldsNoLongerThanItsStaleness() throws Exception {
    resource.apply(point(GAUGE, 0, 1));
    assertThat(goesOn(point(GAUGE, 120, 10))).isTrue();
    assertThat(goesOn(point(GAUGE, 300, 100))).isTrue();
    assertThat(resource.quantities("memory"))
        .isEqualTo(Map.of(0L, "60", 60L, "60", 120L, "600", 180L, "600"));
  }

  @Test
  void anIncreaseIsSpreadOverTheHorizonAtMost() throws Exception {
    resource.apply(point(A, 0, 0));
    assertThat(goesOn(point(A, 10, 0))).isTrue();
    assertThat(goesOn(point(A, 10 + 4 * 3600, 10_800))).isTrue();
    assertThat(resource.quantities("requests"))
        .hasSize(181)
        .containsEntry(3600L, "50")
        .containsEntry(3660L, "60")
        .containsEntry(4 * 3600L, "10");
  }
}
