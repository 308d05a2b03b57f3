package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.headroom.usage.meter.MeterSet;
import dev.headroom.usage.meter.WindowGrid;
import dev.headroom.usage.metering.MeteringLimits;
import dev.headroom.usage.metering.PointFlag;
import dev.headroom.usage.metering.PointOutcomes;
import dev.headroom.usage.metering.QuarantineReason;
import dev.headroom.usage.metering.Reporter;
import dev.headroom.usage.metering.ResourceUsage;
import dev.headroom.usage.metering.TestSeries;
import dev.headroom.usage.metering.TestSeries.Point;
import dev.headroom.usage.metering.Totals;
import dev.headroom.usage.otlp.MalformedOtlpException;
import dev.headroom.usage.otlp.MetricKind;
import dev.headroom.usage.yaml.DurationText;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Examples of vendors and of other billing engines, from points to amounts, in
 * golden-quantities.txt. Each is metered in order, and again late, reordered and repeated.
 */
class GoldenQuantitiesTest {

  private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");
  private static final MeteringLimits LIMITS =
      new MeteringLimits(Duration.ofMinutes(5), Duration.ofDays(31), Duration.ofMinutes(5));

  /** So many points of a series come while the newest of them is there already. */
  private static final int CHUNK = 400;

  @TestFactory
  Stream<DynamicTest> quantities() throws IOException {
    return cases().entrySet().stream()
        .map(entry -> dynamicTest(entry.getKey(), () -> check(entry.getValue())));
  }

  private static void check(List<String> lines) throws Exception {
    Case golden = new Case(lines);
    List<Point> inOrder = golden.series.stream().flatMap(List::stream).toList();
    golden.assertQuantities(golden.metered(inOrder), "in order");
    long seed = new Random().nextLong();
    golden.assertQuantities(golden.metered(golden.late(new Random(seed))), "late, seed " + seed);
  }

  private static Map<String, List<String>> cases() throws IOException {
    Map<String, List<String>> cases = new LinkedHashMap<>();
    try (InputStream in =
        Objects.requireNonNull(
            GoldenQuantitiesTest.class.getResourceAsStream("golden-quantities.txt"))) {
      List<String> lines = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (line.startsWith("case ")) {
          lines = new ArrayList<>();
          cases.put(line.substring("case ".length()), lines);
        } else if (!line.isEmpty() && !line.startsWith("#")) {
          lines.add(line);
        }
      }
    }
    return cases;
  }

  /** Every point of a case counts, once. */
  private static final class NoComplaints implements PointOutcomes {
    @Override
    public void counted(int points) {}

    @Override
    public void repeated() {}

    @Override
    public void covered() {}

    @Override
    public void unmetered(int points) {
      throw new AssertionError("no meter takes a point");
    }

    @Override
    public void quarantined(QuarantineReason reason, String metric, int points, String detail) {
      throw new AssertionError(reason + ": " + detail);
    }

    @Override
    public void flagged(PointFlag flag, String metric, String detail) {}
  }

  /** One case, as it stands in the file. */
  private static final class Case {
    private final ZoneId zone;
    private final MeterSet meters;
    private final List<List<Point>> series = new ArrayList<>();
    private final List<String[]> expected = new ArrayList<>();

    Case(List<String> lines) {
      String unit = "s";
      String meter = "";
      String place = "UTC";
      for (String line : lines) {
        String[] words = line.split(" ", -1);
        switch (words[0]) {
          case "zone" -> place = words[1];
          case "meter" -> meter = line.substring("meter ".length());
          case "series" -> {
            unit = words[2];
            series.add(new ArrayList<>());
          }
          case "window", "total", "price" -> expected.add(words);
          default -> add(lines, unit, words);
        }
      }
      zone = ZoneId.of(place);
      meters =
          MeterSet.parse(
              "golden.yaml",
              "{apiVersion: headroom.dev/v1, kind: Meters, meters: [{name: golden, %s, from: [{metric: m, unit: '%s'}]}]}"
                  .formatted(meter, unit));
    }

    private void add(List<String> lines, String unit, String[] words) {
      List<Point> points = series.get(series.size() - 1);
      boolean delta = lines.stream().anyMatch(line -> line.startsWith("series delta"));
      TestSeries of =
          new TestSeries(
              "m",
              unit,
              delta ? MetricKind.DELTA_COUNTER : MetricKind.GAUGE,
              false,
              Map.of("number", Integer.toString(series.size())));
      Instant time = Instant.parse(words[0]);
      Instant until = words.length == 2 ? time.plusNanos(1) : Instant.parse(words[1]);
      Duration step = words.length == 2 ? Duration.ofDays(1) : DurationText.parse(words[2]);
      BigDecimal value = new BigDecimal(words[words.length - 1]);
      for (; time.isBefore(until); time = time.plus(step)) {
        long nanos = time.getEpochSecond() * 1_000_000_000L;
        long start = delta && !points.isEmpty() ? points.get(points.size() - 1).time() : 0;
        points.add(new Point(of, nanos, start, value));
      }
    }

    /** Of every stretch of a series the newest point first, then all, in any order, some twice. */
    private List<Point> late(Random random) {
      List<Point> arrival = new ArrayList<>();
      for (List<Point> points : series) {
        for (int from = 0; from < points.size(); from += CHUNK) {
          List<Point> chunk =
              new ArrayList<>(points.subList(from, Math.min(points.size(), from + CHUNK)));
          arrival.add(chunk.get(chunk.size() - 1));
          chunk.addAll(List.copyOf(chunk.subList(0, chunk.size() / 2)));
          Collections.shuffle(chunk, random);
          arrival.addAll(chunk);
        }
      }
      return arrival;
    }

    private List<UsageQuantity> metered(List<Point> arrival) throws MalformedOtlpException {
      ResourceUsage usage = new ResourceUsage();
      WindowGrid grid = WindowGrid.of(zone);
      byte[] bytes = TestSeries.resource(arrival);
      Reporter acme = new Reporter("acme", false);
      NoComplaints outcomes = new NoComplaints();
      usage.apply(bytes, 0, bytes.length, acme, meters, grid, LIMITS, NOW, outcomes);
      Totals totals = new Totals(zone);
      usage.drain(meters, grid, totals);
      List<UsageQuantity> quantities = new ArrayList<>();
      String unit = meters.meters().get(0).unit();
      totals
          .quantities()
          .forEach(
              (key, quantity) -> {
                String[] times = key.split(" ", -1)[1].split("-", -1);
                Instant start = Instant.ofEpochSecond(Long.parseLong(times[0]));
                Instant end = Instant.ofEpochSecond(Long.parseLong(times[1]));
                quantities.add(new UsageQuantity("golden", start, end, Map.of(), quantity, unit));
              });
      return quantities;
    }

    private void assertQuantities(List<UsageQuantity> quantities, String how) {
      assertThat(expected).isNotEmpty();
      YearMonth month = YearMonth.of(1970, 1);
      for (String[] words : expected) {
        String last = words[words.length - 1];
        switch (words[0]) {
          case "window" -> {
            Instant start = Instant.parse(words[1]);
            assertThat(quantities)
                .as("%s, window %s", how, start)
                .filteredOn(quantity -> quantity.windowStart().equals(start))
                .singleElement()
                .satisfies(found -> assertThat(found.quantity()).isEqualByComparingTo(last));
          }
          case "total" -> {
            month = YearMonth.parse(words[1]);
            assertThat(total(quantities, month))
                .as("%s, %s", how, month)
                .isEqualByComparingTo(last);
          }
          default ->
              assertThat(cost(quantities, month, words)).as("%s, %s", how, month).isEqualTo(last);
        }
      }
    }

    private BigDecimal total(List<UsageQuantity> quantities, YearMonth month) {
      return within(quantities, month).stream()
          .map(UsageQuantity::quantity)
          .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private List<UsageQuantity> within(List<UsageQuantity> quantities, YearMonth month) {
      WindowGrid grid = WindowGrid.of(zone);
      return quantities.stream()
          .filter(one -> grid.month(one.windowStart().getEpochSecond()).equals(month))
          .toList();
    }

    /** {@code price UNIT MONTH TIER; TIER … AMOUNT}. */
    private BigDecimal cost(List<UsageQuantity> quantities, YearMonth month, String[] words) {
      StringBuilder tiers = new StringBuilder();
      for (int i = 3; i < words.length - 1; i++) {
        String[] tier = words[i].replace(";", "").split("@", -1);
        String upTo = tier[0].equals("rest") ? "" : "upTo: " + tier[0] + ", ";
        tiers.append(i == 3 ? "" : ", ").append("{%sprice: \"%s\"}".formatted(upTo, tier[1]));
      }
      String text =
          """
        {apiVersion: headroom.dev/v1, kind: PriceBook, id: b, name: B, mode: serverless, source: s,
         sourceDate: 2026-01-01, currency: USD, lines: [{id: l, description: x, meter: golden,
         unit: "%s", %s prices: [{from: 2020-01-01, tiers: [%s]}]}]}
        """
              .formatted(words[1], words[2].equals("-") ? "" : "month: " + words[2] + ",", tiers);
      PriceBook book =
          PriceBook.parse("b.yaml", text, Map.of("golden", meters.meters().get(0).unit()));
      return Rating.rate("acme", book, BillingPeriod.of(month, zone), within(quantities, month))
          .total();
    }
  }
}
