package dev.headroom.usage.metering;

import static dev.headroom.usage.metering.MeteredResource.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.usage.metering.TestSeries.Point;
import dev.headroom.usage.otlp.MetricKind;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of a point: why it is set aside, and what is odd about it. */
class PointOutcomesTest {

  private static final String REQUESTS =
      "{name: requests, unit: \"{request}\", aggregation: sum, window: 1m, staleness: 2m,"
          + " from: [{metric: requests, unit: \"{request}\"}]}";
  private static final String FAST =
      "{name: fast, unit: \"{request}\", aggregation: max, window: 1m, staleness: 2m,"
          + " from: [{metric: requests, unit: \"{request}\", where: {speed: fast}}]}";
  private static final String MEMORY =
      "{name: memory, unit: kBy.s, aggregation: time_weighted, window: 1m, staleness: 2m,"
          + " from: [{metric: memory, unit: kBy}]}";
  private static final String SECONDS =
      "{name: busy, unit: ms, aggregation: sum, window: 1m, from: [{metric: busy, unit: s}]}";

  private final MeteredResource resource =
      new MeteredResource(REQUESTS, FAST, MEMORY, SECONDS).now(Duration.ZERO);

  private static TestSeries series(MetricKind kind, String metric, String unit) {
    return new TestSeries(metric, unit, kind, false, Map.of());
  }

  private static final TestSeries COUNTER =
      series(MetricKind.CUMULATIVE_COUNTER, "requests", "{request}");
  private static final TestSeries DELTA = series(MetricKind.DELTA_COUNTER, "requests", "{request}");
  private static final TestSeries GAUGE = series(MetricKind.GAUGE, "memory", "kBy");

  private static Point point(TestSeries series, long time, long start, long value) {
    return new Point(series, time, start, BigDecimal.valueOf(value));
  }

  private String details() {
    return resource.outcomes().details.toString();
  }

  @Test
  void aPointWithoutATimeIsSetAside() throws Exception {
    assertThat(resource.outcome(point(COUNTER, 0, 0, 1))).isEqualTo("no-time");
    assertThat(resource.outcome(point(COUNTER, 0, 0, 1))).isEqualTo("no-time");
    assertThat(details()).startsWith("no-time requests: a point without a time\n");
  }

  @Test
  void aPointMayLieAheadByNoMoreThanTheLimit() throws Exception {
    assertThat(resource.outcome(point(COUNTER, at(300), 0, 1))).isEqualTo("counted");
    assertThat(resource.outcome(point(COUNTER, at(300) + 1, 0, 1))).isEqualTo("far-future");
    assertThat(details())
        .contains("time 2026-03-01T10:05:00.000000001Z, appended 2026-03-01T10:00:00Z");
    assertThat(resource.outcome(point(COUNTER, -1, 0, 1))).isEqualTo("far-future");
    assertThat(details()).contains("time 2554-07-21T23:34:33.709551615Z");
  }

  @ParameterizedTest(name = "{0} of {1} is {2}")
  @CsvSource({
    "requests, 1e20, counted",
    "requests, 1.00000000000001e20, out-of-range",
    "memory, 1e15, counted",
    "memory, 1000000000000000.2, out-of-range",
    "memory, -1e15, counted",
    "memory, -1000000000000000.2, out-of-range",
    "busy, 1e17, counted",
    "busy, 1.00000000000001e17, out-of-range",
    "requests, 0, counted",
    "requests, -0.000000001, out-of-range",
    "requests, -0.0000000001, counted"
  })
  void aValueMustBeMeterable(String metric, BigDecimal value, String outcome) throws Exception {
    TestSeries floating =
        switch (metric) {
          case "memory" -> new TestSeries(metric, "kBy", MetricKind.GAUGE, true, Map.of());
          case "busy" -> new TestSeries(metric, "s", MetricKind.DELTA_COUNTER, true, Map.of());
          default ->
              new TestSeries(metric, "{request}", MetricKind.CUMULATIVE_COUNTER, true, Map.of());
        };
    assertThat(resource.outcome(new Point(floating, at(0), 0, value))).isEqualTo(outcome);
  }

  @Test
  void whyAValueIsOutOfRangeIsTold() throws Exception {
    resource.apply(point(series(MetricKind.GAUGE, "memory", "kBy"), at(0), 0, Long.MAX_VALUE));
    assertThat(details()).contains("value 9.223372036854776E18, at most 1.0E15 can be metered");
    resource.apply(point(COUNTER, at(0), 0, -1));
    assertThat(details()).contains("value -1.0 of a sum that says it is monotonic");
  }

  /** The gauge ends what its last value held; a counter has nothing to end. */
  @Test
  void aMissingValueIsAGapOfACounterAndTheEndOfALevel() throws Exception {
    resource.apply(point(COUNTER, at(0), at(-60), 10), point(GAUGE, at(0), 0, 60));
    resource.apply(new Point(GAUGE, at(30), 0, null));
    assertThat(resource.outcomes().flagged).isEmpty();
    assertThat(resource.outcome(new Point(COUNTER, at(30), 0, null))).isEqualTo("counted");
    assertThat(details()).contains("gap requests: point at " + at(30) + ": no recorded value");
    resource.apply(point(COUNTER, at(60), 0, 13), point(GAUGE, at(60), 0, 60));
    assertThat(resource.outcome(new Point(DELTA, at(60), 0, null))).isEqualTo("counted");
    assertThat(resource.outcomes().flagged).isEqualTo(Map.of(PointFlag.GAP, 2));
    assertThat(resource.total("requests")).isEqualTo("13");
    assertThat(resource.total("memory")).isEqualTo("1800");
  }

  /** The start of a first point: what it brings along, and whether it is told as unknown. */
  @ParameterizedTest(name = "from {0}: {1}")
  @CsvSource({
    "-60,       7, known",
    "-1,        7, known",
    "0,         0, unknown",
    "1,         0, unknown",
    "-10800,    0, unknown",
    "-10800+1,  7, known",
    "-10801,    0, unknown",
  })
  void whatAFirstPointBringsAlong(String start, String total, String history) throws Exception {
    resource.apply(point(COUNTER, at(0), at(start), 7));
    assertThat(resource.total("requests")).isEqualTo(total);
    assertThat(resource.outcomes().flagged)
        .isEqualTo(history.equals("known") ? Map.of() : Map.of(PointFlag.UNKNOWN_HISTORY, 1));
  }

  @Test
  void ofAFirstPointOfZeroThereIsNothingToKnow() throws Exception {
    resource.apply(point(COUNTER, at(0), 0, 0));
    assertThat(resource.outcomes().flagged).isEmpty();
  }

  @Test
  void aDecreaseIsToldOnceThoughALatePointDividesIt() throws Exception {
    resource.apply(point(COUNTER, at(0), at(-60), 10));
    resource.apply(point(COUNTER, at(20), at(-60), 4));
    assertThat(details()).contains("decrease requests: point at " + at(20) + ": lower than at ");
    assertThat(resource.outcomes().flagged).isEqualTo(Map.of(PointFlag.DECREASE, 1));
    resource.apply(point(COUNTER, at(10), at(-60), 3));
    assertThat(resource.outcomes().flagged).isEqualTo(Map.of(PointFlag.DECREASE, 2));
    assertThat(details()).contains("decrease requests: point at " + at(10) + ": lower than at ");
    assertThat(resource.total("requests")).isEqualTo("11");
    resource.apply(point(COUNTER, at(30), at(-60), 4));
    assertThat(resource.outcomes().flagged).isEqualTo(Map.of(PointFlag.DECREASE, 2));
  }

  /** A point of the border belongs to the window that begins there; a range up to it does not. */
  @Test
  void aDeltaAtTheBorderOfTwoWindows() throws Exception {
    resource.apply(point(DELTA, at(60), at(0), 1));
    resource.apply(point(DELTA, at(120), at(120), 10));
    resource.apply(point(DELTA, at(180), 0, 100));
    assertThat(resource.quantities("requests")).isEqualTo(Map.of(0L, "1", 120L, "10", 180L, "100"));
    resource.apply(point(DELTA, at(240), at(180), 1000));
    resource.apply(point(DELTA, at(240) + 1, at(240) + 1, 10_000));
    assertThat(resource.quantities("requests"))
        .isEqualTo(Map.of(0L, "1", 120L, "10", 180L, "1100", 240L, "10000"));
  }

  @Test
  void oddTimeRangesOfDeltasAreTold() throws Exception {
    resource.apply(point(DELTA, at(10), at(0), 1));
    resource.apply(point(DELTA, at(20), at(10), 1));
    resource.apply(point(DELTA, at(30), at(30), 1));
    resource.apply(point(DELTA, at(40), 0, 1));
    assertThat(details()).isEmpty();
    resource.apply(point(DELTA, at(50), at(40) - 1, 1));
    resource.apply(point(DELTA, at(60), at(50) + 1, 1));
    assertThat(details())
        .isEqualTo(
            "overlap requests: point at %d: starts at %d, before its neighbour's end%n"
                    .formatted(at(50), at(40) - 1)
                + "gap requests: point at %d: starts at %d, after its neighbour's end%n"
                    .formatted(at(60), at(50) + 1));
  }

  @Test
  void aCounterThatStartsBeforeItsRunHadEndedOverlaps() throws Exception {
    resource.apply(point(COUNTER, at(0), at(-60), 10));
    resource.apply(point(COUNTER, at(10), at(0), 1));
    assertThat(details()).isEmpty();
    resource.apply(point(COUNTER, at(20), at(10) - 1, 2));
    assertThat(details())
        .isEqualTo(
            "overlap requests: point at %d: starts at %d, before %d%n"
                .formatted(at(20), at(10) - 1, at(10)));
    resource.apply(point(COUNTER, at(30), at(5), 100));
    assertThat(details())
        .contains(
            "unknown-history requests: point at %d: start %d after a start of %d%n"
                .formatted(at(30), at(5), at(10) - 1));
    resource.apply(point(COUNTER, at(25), at(10) - 1, 3));
    assertThat(resource.total("requests")).isEqualTo("14");
  }

  @Test
  void aStartAtThePointItselfSaysThatNothingIsKnown() throws Exception {
    resource.apply(point(COUNTER, at(0), at(-60), 10));
    resource.apply(point(COUNTER, at(10), at(10), 15));
    resource.apply(point(COUNTER, at(20), at(10), 16));
    assertThat(resource.outcomes().flagged).isEqualTo(Map.of(PointFlag.UNKNOWN_HISTORY, 1));
    assertThat(resource.total("requests")).isEqualTo("11");
  }

  @Test
  void aMeterThatCantTakeThePointIsToldBesideTheOneThatCan() throws Exception {
    TestSeries fast =
        new TestSeries(
            "requests", "{request}", MetricKind.CUMULATIVE_COUNTER, false, Map.of("speed", "fast"));
    assertThat(resource.outcome(point(fast, at(0), at(-60), 5))).isEqualTo("counted");
    assertThat(details())
        .isEqualTo(
            "partly-unsupported requests: point at "
                + at(0)
                + ": meter 'fast' (max) can't take a cumulative counter\n");
    assertThat(resource.total("requests")).isEqualTo("5");
  }

  @Test
  void aWrongUnitIsToldWithTheMeterThatExpectsAnother() throws Exception {
    TestSeries other = series(MetricKind.GAUGE, "memory", "By");
    assertThat(resource.outcome(point(other, at(0), 0, 1))).isEqualTo("wrong-unit");
    assertThat(details())
        .isEqualTo("wrong-unit memory: unit 'By', but meter 'memory' expects 'kBy'\n");
  }

  @Test
  void whatNoMeterAsksForIsUnmetered() throws Exception {
    assertThat(resource.outcome(point(series(MetricKind.GAUGE, "x", "1"), at(0), 0, 1)))
        .isEqualTo("unmetered");
    MeteredResource fastOnly = new MeteredResource(FAST);
    TestSeries slow = series(MetricKind.GAUGE, "requests", "{request}");
    for (int second = 0; second < 4; second++) {
      assertThat(fastOnly.outcome(point(slow, at(second), 0, 1))).isEqualTo("unmetered");
    }
    assertThat(fastOnly.usage().seriesCount()).isZero();
  }

  @Test
  void manyOfAKindAreToldOnceWithTheirNumber() throws Exception {
    List<Point> late =
        List.of(
            point(COUNTER, at(301), 0, 1),
            point(COUNTER, at(302), 0, 1),
            point(COUNTER, at(303), 0, 1));
    resource.apply(late);
    assertThat(resource.outcomes().quarantined).isEqualTo(Map.of(QuarantineReason.FAR_FUTURE, 3));
    assertThat(details()).contains("time 2026-03-01T10:05:01Z").contains("(and 2 more points)");
    assertThat(details().lines()).hasSize(1);
  }

  /** To a shared process, a claim is told as it stands there; to another, whom it may name. */
  @ParameterizedTest
  @CsvSource({
    "true,  No Id,  attribute tenant.id:",
    "false, globex, 'the attribute tenant.id is ''globex'', expected the record''s key ''acme'','"
  })
  void aClaimThatIsNotBelieved(boolean shared, String claim, String detail) throws Exception {
    TestSeries claiming =
        new TestSeries(
            "requests",
            "{request}",
            MetricKind.CUMULATIVE_COUNTER,
            false,
            Map.of("tenant.id", claim));
    byte[] message = TestSeries.resource(List.of(point(claiming, at(0), 0, 1)));
    resource.apply(message, new Reporter("acme", shared));
    assertThat(details()).startsWith("no-tenant requests: " + detail);
    assertThat(details().length()).isGreaterThan(("no-tenant requests: \n" + detail).length() + 5);
  }

  @Test
  void anEmptyMessageChangesNothing() throws Exception {
    resource.apply(ResourceMetrics.getDefaultInstance().toByteArray(), TestSeries.REPORTER);
    assertThat(resource.outcomes().total()).isZero();
    assertThat(resource.usage().hasContributions()).isFalse();
    resource.apply(point(COUNTER, at(0), at(-60), 10));
    assertThat(resource.usage().hasContributions()).isTrue();
    assertThat(resource.total("requests")).isEqualTo("10");
    assertThat(resource.usage().hasContributions()).isFalse();
  }
}
