package dev.headroom.usage.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.usage.meter.Meter;
import dev.headroom.usage.meter.MeterSet;
import dev.headroom.usage.meter.WindowGrid;
import dev.headroom.usage.metering.TestSeries.Point;
import dev.headroom.usage.otlp.MetricKind;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The worked examples of docs/explanation/metering.md, read from that page. */
class MeteringGuideTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-03-01T00:00:00Z");

  private static final MeterSet METERS =
      MeterSet.parse(
          "guide.yaml",
          """
          apiVersion: headroom.dev/v1
          kind: Meters
          meters:
            - {name: requests, unit: "{request}", aggregation: sum, window: 1h, staleness: 5m,
               from: [{metric: headroom.requests, unit: "{request}"}]}
            - {name: memory.used, unit: By.s, aggregation: time_weighted, window: 1h, staleness: 5m,
               from: [{metric: container.memory.working_set, unit: By}]}
            - {name: clusters, unit: s, aggregation: activations, window: 1m, staleness: 1m,
               activations: {give: length, increment: 10s, minimum: 30s},
               from: [{metric: warehouse.clusters.busy, unit: "{cluster}"}]}
          """);

  /** The rows of a table below a heading, without their header. */
  private static List<List<String>> table(String heading, String header) throws IOException {
    Path page = Path.of("").toAbsolutePath().resolveSibling("docs/explanation/metering.md");
    List<String> lines = Files.readAllLines(page);
    List<String> below = lines.subList(lines.indexOf("## " + heading) + 1, lines.size());
    List<List<String>> rows = new ArrayList<>();
    for (int i = below.indexOf(header) + 2; below.get(i).startsWith("|"); i++) {
      rows.add(List.of(below.get(i).replaceAll("^\\| | \\|$", "").split(" \\| ")));
    }
    assertThat(rows).isNotEmpty();
    return rows;
  }

  private static Instant today(String time) {
    return MIDNIGHT.plusSeconds(LocalTime.parse(time).toSecondOfDay());
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L;
  }

  private static Map<String, BigDecimal> metered(List<Point> arrivals, OutcomeCounts outcomes)
      throws Exception {
    ResourceUsage usage = new ResourceUsage();
    for (Point point : arrivals) {
      byte[] bytes = TestSeries.resource(List.of(point));
      usage.apply(
          bytes,
          0,
          bytes.length,
          TestSeries.REPORTER,
          METERS,
          WindowGrid.UTC,
          MeteringLimits.DEFAULTS,
          today("12:00"),
          outcomes);
    }
    Map<String, BigInteger> raw = new TreeMap<>();
    Map<String, Meter> meters = new TreeMap<>();
    usage.drain(
        METERS,
        WindowGrid.UTC,
        (meter, attribution, start, end, dimensions, part, amount) -> {
          String window = Instant.ofEpochSecond(start).toString().substring(11, 16);
          raw.merge(window, amount, BigInteger::add);
          meters.put(window, meter);
        });
    Map<String, BigDecimal> finished = new TreeMap<>();
    raw.forEach(
        (window, amount) ->
            finished.put(
                window,
                Objects.requireNonNull(meters.get(window)).finish(amount).stripTrailingZeros()));
    return finished;
  }

  private static Map<String, BigDecimal> expected(String heading) throws IOException {
    Map<String, BigDecimal> expected = new TreeMap<>();
    for (List<String> row : table(heading, "| window | quantity |")) {
      expected.put(row.get(0), new BigDecimal(row.get(1)).stripTrailingZeros());
    }
    return expected;
  }

  @Test
  void aCounter() throws Exception {
    String heading = "Worked example: a counter";
    TestSeries series =
        new TestSeries(
            "headroom.requests", "{request}", MetricKind.CUMULATIVE_COUNTER, false, Map.of());
    List<Point> points = new ArrayList<>();
    for (List<String> row : table(heading, "| time | start | value |")) {
      long time = nanos(today(row.get(0)));
      long start = nanos(today(row.get(1)));
      points.add(new Point(series, time, start, new BigDecimal(row.get(2))));
    }
    OutcomeCounts outcomes = new OutcomeCounts();
    assertThat(metered(points, outcomes)).isEqualTo(expected(heading));
    assertThat(outcomes.counted).isEqualTo(5);
    assertThat(outcomes.repeated).isEqualTo(1);
  }

  @Test
  void aGauge() throws Exception {
    gauge("Worked example: a gauge", "container.memory.working_set", "By");
  }

  @Test
  void activations() throws Exception {
    gauge("Activations", "warehouse.clusters.busy", "{cluster}");
  }

  private static void gauge(String heading, String metric, String unit) throws Exception {
    TestSeries series = new TestSeries(metric, unit, MetricKind.GAUGE, false, Map.of());
    List<Point> points = new ArrayList<>();
    for (List<String> row : table(heading, "| time | value |")) {
      points.add(new Point(series, nanos(today(row.get(0))), 0, new BigDecimal(row.get(1))));
    }
    OutcomeCounts outcomes = new OutcomeCounts();
    assertThat(metered(points, outcomes)).isEqualTo(expected(heading));
    assertThat(outcomes.counted).isEqualTo(points.size());
  }
}
