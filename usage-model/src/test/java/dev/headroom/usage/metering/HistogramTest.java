package dev.headroom.usage.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.usage.meter.MeterSet;
import dev.headroom.usage.meter.WindowGrid;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogram;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Counts and sums of histograms as quantities. */
class HistogramTest {

  private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");

  private static final MeterSet METERS =
      MeterSet.parse(
          "m.yaml",
          """
          apiVersion: headroom.dev/v1
          kind: Meters
          meters:
            - {name: calls, unit: "{call}", aggregation: sum, dimensions: [route],
               from: [{metric: duration, unit: ms, take: count}]}
            - {name: busy, unit: s, aggregation: sum,
               from: [{metric: duration, unit: ms, take: sum, where: {route: /a}}]}
            - {name: routes, unit: "{route}", aggregation: unique, unique: route,
               from: [{metric: duration, unit: ms, take: count}]}
            - {name: level, unit: ms, aggregation: max, from: [{metric: level, unit: ms}]}
          """);

  private final ResourceUsage usage = new ResourceUsage();
  private final OutcomeCounts outcomes = new OutcomeCounts();

  private static long nanos(int minute) {
    return TEN.plusSeconds(60L * minute).getEpochSecond() * 1_000_000_000L;
  }

  private static HistogramDataPoint.Builder point(String route, int minute, long count) {
    return HistogramDataPoint.newBuilder()
        .setStartTimeUnixNano(nanos(0))
        .setTimeUnixNano(nanos(minute))
        .setCount(count)
        .addAttributes(TestSeries.attribute("route", route));
  }

  private static Metric cumulative(HistogramDataPoint.Builder... points) {
    Histogram.Builder data =
        Histogram.newBuilder()
            .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    for (HistogramDataPoint.Builder point : points) {
      data.addDataPoints(point);
    }
    return Metric.newBuilder().setName("duration").setUnit("ms").setHistogram(data).build();
  }

  private static Metric delta(String route, int from, int to, long count, double sum) {
    return exponential(
        AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA, route, from, to, count, sum);
  }

  private static Metric exponential(
      AggregationTemporality temporality, String route, int from, int to, long count, double sum) {
    return Metric.newBuilder()
        .setName("duration")
        .setUnit("ms")
        .setExponentialHistogram(
            ExponentialHistogram.newBuilder()
                .setAggregationTemporality(temporality)
                .addDataPoints(
                    ExponentialHistogramDataPoint.newBuilder()
                        .setStartTimeUnixNano(nanos(from))
                        .setTimeUnixNano(nanos(to))
                        .setCount(count)
                        .setSum(sum)
                        .setZeroCount(count)
                        .addAttributes(TestSeries.attribute("route", route))))
        .build();
  }

  private void apply(Metric... metrics) throws Exception {
    ScopeMetrics.Builder scope = ScopeMetrics.newBuilder();
    for (Metric metric : metrics) {
      scope.addMetrics(metric);
    }
    byte[] bytes = ResourceMetrics.newBuilder().addScopeMetrics(scope).build().toByteArray();
    usage.apply(
        bytes,
        0,
        bytes.length,
        TestSeries.REPORTER,
        METERS,
        WindowGrid.UTC,
        MeteringLimits.DEFAULTS,
        TEN.plusSeconds(7200),
        outcomes);
  }

  /** Quantities by meter, hour and dimensions; the parts of a meter that counts values, counted. */
  private Map<String, String> quantities() {
    Map<String, String> told = new TreeMap<>();
    Map<String, Integer> values = new TreeMap<>();
    usage.drain(
        METERS,
        WindowGrid.UTC,
        (meter, attribution, start, end, dimensions, part, raw) -> {
          String key =
              meter.name() + " " + Instant.ofEpochSecond(start).toString().substring(11, 16);
          if (meter.aggregation().isInParts()) {
            values.merge(key, raw.signum(), Integer::sum);
          } else {
            told.put(
                key + " " + dimensions, meter.finish(raw).stripTrailingZeros().toPlainString());
          }
        });
    values.forEach((key, count) -> told.put(key, count.toString()));
    return told;
  }

  @Test
  void countsAndSumsOfCumulativeHistograms() throws Exception {
    apply(
        cumulative(
            point("/a", 10, 5).setSum(500),
            point("/a", 30, 9).setSum(1500.5),
            point("/b", 30, 4).setSum(77),
            point("/c", 30, 0).setSum(0)));
    apply(cumulative(point("/a", 20, 7).setSum(900)));
    apply(cumulative(point("/a", 30, 9).setSum(1500.5), point("/a", 90, 21).setSum(2500.5)));

    assertThat(quantities())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "calls 10:00 {\"route\":\"/a\"}", "15",
                "calls 11:00 {\"route\":\"/a\"}", "6",
                "calls 10:00 {\"route\":\"/b\"}", "4",
                "busy 10:00 {}", "2.0005",
                "busy 11:00 {}", "0.5",
                "routes 10:00", "2",
                "routes 11:00", "1"));
    assertThat(outcomes.counted).isEqualTo(6);
    assertThat(outcomes.repeated).isEqualTo(1);
    assertThat(outcomes.total()).isEqualTo(7);
  }

  @Test
  void exponentialHistogramsOfTimeRanges() throws Exception {
    apply(delta("/a", 0, 10, 3, 250), delta("/a", 10, 20, 2, 50));
    apply(delta("/a", 0, 10, 3, 250), delta("/b", 50, 70, 4, 1));

    assertThat(quantities())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "calls 10:00 {\"route\":\"/a\"}", "5",
                "calls 10:00 {\"route\":\"/b\"}", "2",
                "calls 11:00 {\"route\":\"/b\"}", "2",
                "busy 10:00 {}", "0.3",
                "routes 10:00", "2",
                "routes 11:00", "1"));
    assertThat(outcomes.counted).isEqualTo(3);
    assertThat(outcomes.repeated).isEqualTo(1);
  }

  @Test
  void cumulativeExponentialHistogramsWithAReset() throws Exception {
    AggregationTemporality cumulative = AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE;
    apply(exponential(cumulative, "/a", 0, 10, 3, 250));
    apply(
        exponential(cumulative, "/a", 0, 30, 8, 1000), exponential(cumulative, "/a", 40, 50, 2, 7));
    apply(exponential(cumulative, "/a", 0, 20, 5, 300));

    assertThat(quantities())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "calls 10:00 {\"route\":\"/a\"}", "10",
                "busy 10:00 {}", "1.007",
                "routes 10:00", "1"));
    assertThat(outcomes.counted).isEqualTo(4);
    assertThat(outcomes.total()).isEqualTo(4);
  }

  @Test
  void aPointWithoutASumIsCountedAndFlaggedOnce() throws Exception {
    apply(cumulative(point("/a", 10, 5)));

    assertThat(quantities()).containsEntry("calls 10:00 {\"route\":\"/a\"}", "5");
    assertThat(outcomes.counted).isEqualTo(1);
    assertThat(outcomes.total()).isEqualTo(1);
    assertThat(outcomes.details).contains("duration: point at", "no value");
  }

  /** Of a histogram a second number is told no second time; of what follows the first one is. */
  @Test
  void whatFollowsAHistogramIsToldToo() throws Exception {
    Metric level =
        Metric.newBuilder()
            .setName("level")
            .setUnit("ms")
            .setGauge(
                Gauge.newBuilder()
                    .addDataPoints(
                        NumberDataPoint.newBuilder().setTimeUnixNano(nanos(1)).setAsInt(4)))
            .build();
    apply(cumulative(point("/a", 10, 5).setSum(1)), level);
    apply(cumulative(point("/a", 10, 5).setSum(1)), level);

    assertThat(quantities()).containsEntry("level 10:00 {}", "4");
    assertThat(outcomes.counted).isEqualTo(2);
    assertThat(outcomes.repeated).isEqualTo(2);
    assertThat(outcomes.total()).isEqualTo(4);
  }

  @Test
  void aMeterMustSayWhatItTakes() throws Exception {
    apply(
        cumulative(point("/a", 10, 5).setSum(1)).toBuilder().setName("level").build(),
        Metric.newBuilder()
            .setName("duration")
            .setUnit("ms")
            .setGauge(
                Gauge.newBuilder()
                    .addDataPoints(
                        NumberDataPoint.newBuilder().setTimeUnixNano(nanos(1)).setAsInt(1)))
            .build(),
        Metric.newBuilder()
            .setName("duration")
            .setUnit("ms")
            .setHistogram(Histogram.newBuilder().addDataPoints(point("/a", 1, 1)))
            .build());

    assertThat(quantities()).isEmpty();
    assertThat(outcomes.quarantined).containsExactly(Map.entry(QuarantineReason.UNSUPPORTED, 3));
    assertThat(outcomes.details)
        .contains(
            "a cumulative histogram has a count and a sum, expected 'take: count' or 'take: sum'",
            "a gauge has a value, but the meter takes its count",
            "a histogram can't be metered");
  }
}
