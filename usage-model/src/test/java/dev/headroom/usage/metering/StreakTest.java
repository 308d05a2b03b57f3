package dev.headroom.usage.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.usage.meter.MeterSet;
import dev.headroom.usage.meter.WindowGrid;
import dev.headroom.usage.metering.TestSeries.Point;
import dev.headroom.usage.otlp.Layouts;
import dev.headroom.usage.otlp.MalformedOtlpException;
import dev.headroom.usage.otlp.MetricKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Messages in a row come to what the same points come to one message after the other. */
class StreakTest {

  private static final int ROUNDS = Integer.getInteger("headroom.streak.rounds", 300);
  private static final long SECOND = 1_000_000_000L;
  private static final Instant NOW = Instant.parse("2026-03-02T00:00:00Z");
  private static final long BEGIN = Instant.parse("2026-03-01T10:00:00Z").getEpochSecond() * SECOND;

  /** Without the last one, which counts activations of disks: such series have no streaks. */
  private static final MeterSet METERS =
      MeterSet.parse(
          "meters.yaml",
          RandomUsage.METERS_FILE.substring(
              0, RandomUsage.METERS_FILE.indexOf("- {name: disk.starts")));

  private static final List<TestSeries> SERIES = series();

  private static List<TestSeries> series() {
    List<TestSeries> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Map<String, String> id = Map.of("id", "s" + i, "mode", i == 0 ? "user" : "idle");
      all.add(new TestSeries("cpu", "s", MetricKind.CUMULATIVE_COUNTER, true, id));
    }
    // Beside each other, and they feed the same: they are added up.
    for (int i = 0; i < 4; i++) {
      Map<String, String> id = Map.of("id", "s" + i);
      all.add(new TestSeries("requests", "{request}", MetricKind.CUMULATIVE_COUNTER, false, id));
    }
    for (int i = 0; i < 3; i++) {
      Map<String, String> id = Map.of("id", "s" + i);
      all.add(new TestSeries("disk", "GBy", MetricKind.CUMULATIVE_LEVEL, true, id));
    }
    for (int i = 0; i < 3; i++) {
      Map<String, String> id = Map.of("id", "s" + i, "pod", "p" + i % 2);
      all.add(new TestSeries("calls", "{call}", MetricKind.DELTA_COUNTER, false, id));
      all.add(new TestSeries("balance", "{unit}", MetricKind.DELTA_LEVEL, true, id));
      all.add(new TestSeries("memory", "By", MetricKind.GAUGE, i == 0, id));
      all.add(new TestSeries("nobody.asks", "1", MetricKind.GAUGE, false, id));
    }
    return all;
  }

  /** The same messages, with and without a memory for layouts. */
  private static final class Pair {
    private final Layouts layouts = new Layouts();
    private final OutcomeCounts[] outcomes = {new OutcomeCounts(), new OutcomeCounts()};
    private final Totals[] totals = {new Totals(ZoneOffset.UTC), new Totals(ZoneOffset.UTC)};
    private final ResourceUsage[] usages = {new ResourceUsage(), new ResourceUsage()};

    void apply(byte[] bytes, int variant) throws MalformedOtlpException {
      usages[variant].apply(
          bytes,
          0,
          bytes.length,
          variant == 0 ? layouts : new Layouts(),
          TestSeries.REPORTER,
          METERS,
          WindowGrid.UTC,
          RandomUsage.LIMITS,
          NOW,
          outcomes[variant]);
    }

    void apply(List<Point> points) throws MalformedOtlpException {
      byte[] bytes = TestSeries.resource(points);
      apply(bytes, 0);
      apply(bytes, 1);
    }

    void drain() {
      for (int v = 0; v < 2; v++) {
        usages[v].drain(METERS, WindowGrid.UTC, totals[v]);
      }
    }

    void throughBytes(int variant, boolean goOnFromThem) throws IOException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      usages[variant].write(new DataOutputStream(out));
      if (goOnFromThem) {
        usages[variant] =
            ResourceUsage.read(new DataInputStream(new ByteArrayInputStream(out.toByteArray())));
      }
    }

    void assertEqual(String what) {
      drain();
      Map<String, BigInteger> single = totals[1].shown();
      assertThat(totals[0].shown()).as(what).isEqualTo(single);
      assertThat(outcomes[0].total()).as(what).isEqualTo(outcomes[1].total());
      assertThat(outcomes[0].counted).as(what).isEqualTo(outcomes[1].counted);
      // A repetition of a point that was forgotten is inside covered time.
      assertThat(outcomes[0].repeated + outcomes[0].covered)
          .as(what)
          .isEqualTo(outcomes[1].repeated + outcomes[1].covered);
      assertThat(outcomes[0].unmetered).as(what).isEqualTo(outcomes[1].unmetered);
      assertThat(outcomes[0].quarantined).as(what).isEqualTo(outcomes[1].quarantined);
      assertThat(outcomes[0].flagged).as(what).isEqualTo(outcomes[1].flagged);
      assertThat(outcomes[0].details.toString()).as(what).isEqualTo(outcomes[1].details.toString());
    }
  }

  /** What a resource reports, with everything that happens to it now and then. */
  private static final class Reports {
    private final SplittableRandom random;
    private final List<TestSeries> series = new ArrayList<>();
    private final BigDecimal[] values;
    private final long[] starts;
    private long time = BEGIN;
    private long before = BEGIN - 10 * SECOND;
    private final List<List<Point>> sent = new ArrayList<>();

    Reports(SplittableRandom random) {
      this.random = random;
      for (TestSeries one : SERIES) {
        if (random.nextInt(4) > 0) {
          series.add(one);
        }
      }
      if (random.nextInt(8) == 0) {
        series.add(series.get(0)); // comes twice in every message
      }
      values = new BigDecimal[series.size()];
      starts = new long[series.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = BigDecimal.ZERO;
        starts[i] = random.nextInt(8) == 0 ? 0 : BEGIN - SECOND;
      }
    }

    private boolean rarely() {
      return random.nextInt(150) == 0;
    }

    List<Point> next(int from, int to) {
      List<Point> points = new ArrayList<>();
      for (int i = from; i < to; i++) {
        points.add(point(i));
        if (rarely()) {
          points.add(point(i));
        }
      }
      sent.add(points);
      return points;
    }

    private Point point(int i) {
      TestSeries one = series.get(i);
      MetricKind kind = one.kind();
      boolean delta = kind == MetricKind.DELTA_COUNTER || kind == MetricKind.DELTA_LEVEL;
      boolean rises = kind == MetricKind.CUMULATIVE_COUNTER || kind == MetricKind.DELTA_COUNTER;
      BigDecimal step =
          one.floating()
              ? new BigDecimal(random.nextDouble(rises ? 0 : -50, 100))
              : BigDecimal.valueOf(random.nextInt(rises ? 0 : -50, 100));
      if (delta || kind == MetricKind.GAUGE) {
        values[i] = step;
      } else {
        values[i] = new BigDecimal(values[i].add(step).doubleValue());
      }
      if (rarely()) {
        values[i] = BigDecimal.ZERO;
        starts[i] = random.nextBoolean() ? time - SECOND : starts[i];
      }
      if (rarely()) {
        values[i] = new BigDecimal("1e15");
      }
      long start = delta ? before : starts[i];
      long at = rarely() ? time + SECOND : time;
      BigDecimal value = rarely() ? null : values[i];
      if (value != null && !one.floating()) {
        value = value.setScale(0, java.math.RoundingMode.DOWN);
      }
      return new Point(one, at, rarely() ? 0 : start, value);
    }

    void step() {
      before = time;
      time += random.nextInt(12) == 0 ? random.nextInt(1, 400) * SECOND : 10 * SECOND;
    }

    void apart() {
      before = random.nextBoolean() ? time : time - SECOND;
      time += 20 * SECOND;
    }
  }

  @Test
  void messagesInARowComeToWhatTheirPointsComeToOneByOne() throws Exception {
    long first = new Random().nextLong();
    for (int round = 0; round < ROUNDS; round++) {
      long seed = first + round;
      SplittableRandom random = new SplittableRandom(seed);
      Pair pair = new Pair();
      Reports reports = new Reports(random);
      int size = reports.series.size();
      int half = random.nextInt(3) == 0 ? random.nextInt(size + 1) : size;
      for (int message = 0; message < 120; message++) {
        pair.apply(reports.next(0, half));
        if (half < size) {
          pair.apply(reports.next(half, size));
        }
        int what = random.nextInt(40);
        if (what < 2) {
          pair.apply(reports.sent.get(random.nextInt(reports.sent.size())));
        } else if (what == 2) {
          reports.apart();
        } else if (what == 3) {
          pair.drain();
        } else if (what == 4) {
          pair.throughBytes(random.nextInt(2), random.nextBoolean());
        } else if (what == 5) {
          reports.time -= random.nextInt(200) * SECOND + 1;
        }
        reports.step();
      }
      pair.assertEqual("seed " + seed);
    }
  }
}
