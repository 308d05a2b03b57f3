package dev.headroom.usage.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.usage.meter.MeterSet;
import dev.headroom.usage.meter.WindowGrid;
import dev.headroom.usage.metering.TestSeries.Point;
import dev.headroom.usage.otlp.MetricKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often and how long something ran, each time rounded up for itself. */
class ActivationsTest {

  private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");
  private static final TestSeries CLUSTERS =
      new TestSeries("clusters", "{cluster}", MetricKind.GAUGE, false, Map.of());

  private static MeterSet meters(String staleness) {
    return MeterSet.parse(
        "m.yaml",
        """
        apiVersion: headroom.dev/v1
        kind: Meters
        meters:
          - {name: starts, unit: "{activation}", aggregation: activations, window: 1m,
             activations: {give: number}, staleness: %1$s,
             from: [{metric: clusters, unit: "{cluster}"}]}
          - {name: time, unit: s, aggregation: activations, window: 1m,
             activations: {give: length, increment: 10s, minimum: 30s}, staleness: %1$s,
             from: [{metric: clusters, unit: "{cluster}"}]}
        """
            .formatted(staleness));
  }

  private ResourceUsage usage = new ResourceUsage();
  private final OutcomeCounts outcomes = new OutcomeCounts();
  private Totals totals = new Totals(ZoneOffset.UTC);

  private void apply(MeterSet meters, long seconds, int value) throws Exception {
    long time = (TEN.getEpochSecond() + seconds) * 1_000_000_000L;
    BigDecimal number = value < 0 ? null : BigDecimal.valueOf(value);
    byte[] bytes = TestSeries.resource(List.of(new Point(CLUSTERS, time, 0, number)));
    Instant now = TEN.plus(Duration.ofDays(40));
    usage.apply(
        bytes,
        0,
        bytes.length,
        TestSeries.REPORTER,
        meters,
        WindowGrid.UTC,
        MeteringLimits.DEFAULTS,
        now,
        outcomes);
  }

  /** As {@code starts 2+1, time 30+0}: by minute, from the first to the last that has any. */
  private String told(MeterSet meters) {
    usage.drain(meters, WindowGrid.UTC, totals);
    Map<String, Map<Long, BigDecimal>> byMeter = new TreeMap<>();
    totals
        .quantities()
        .forEach(
            (key, quantity) -> {
              String[] parts = key.split("[ -]", -1);
              long minute = (Long.parseLong(parts[1]) - TEN.getEpochSecond()) / 60;
              byMeter.computeIfAbsent(parts[0], m -> new TreeMap<>()).put(minute, quantity);
            });
    List<String> lines = new ArrayList<>();
    byMeter.forEach(
        (meter, minutes) -> {
          List<String> amounts = new ArrayList<>();
          minutes.forEach(
              (minute, amount) ->
                  amounts.add(minute + ":" + amount.stripTrailingZeros().toPlainString()));
          lines.add(meter + " " + String.join(" ", amounts));
        });
    return String.join(", ", lines);
  }

  /**
   * Points are {@code seconds=value}, in the order of their arrival, {@code -} for no value; what
   * is told are the minutes. A value holds for a minute at most; a length is a multiple of ten
   * seconds, at least thirty.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "'a point above zero is a start',           0=1,                     starts 0:1, time 0:30",
    "'nothing but zeros is none',               0=0 10=0,                '',",
    "'rounded up to tens',                      0=1 41=0,                starts 0:1, time 0:50",
    "'exactly a ten is not rounded up',         0=1 40=0,                starts 0:1, time 0:40",
    "'the minimum may reach the next minute',   50=1 52=0,               starts 0:1, time 0:10 1:20",
    "'any value above zero goes on',            0=1 20=5 40=2 60=0,      starts 0:1, time 0:60",
    "'each is rounded for itself',              0=1 1=0 2=1 3=0,         starts 0:2, time 0:60",
    "'a value that stays away ends it',         0=1 100=1 110=0,         starts 0:1 1:1, time 0:60 1:20 2:10",
    "'exactly the staleness is no break',       0=1 60=1 70=0,           starts 0:1, time 0:60 1:10",
    "'no value ends it',                        0=1 5=- 20=1 60=0,       starts 0:2, time 0:70",
    "'a late zero divides it',                  0=1 60=0 20=0,           starts 0:1, time 0:30",
    "'a late zero between makes two of one',    0=1 50=1 60=0 20=0,      starts 0:2, time 0:40 1:20",
    "'a late point joins two',                  0=1 100=1 110=0 50=1,    starts 0:1, time 0:60 1:50",
    "'an early start comes late',               40=1 50=0 10=1,          starts 0:1, time 0:40",
    "'a repetition changes nothing',            0=1 20=0 0=1 20=0,       starts 0:1, time 0:30",
    "'the newest holds no time yet',            0=1 45=1,                starts 0:1, time 0:50"
  })
  void golden(String name, String points, String first, String second) throws Exception {
    MeterSet meters = meters("1m");
    for (String point : points.split(" ", -1)) {
      String[] parts = point.split("=", -1);
      apply(
          meters, Long.parseLong(parts[0]), parts[1].equals("-") ? -1 : Integer.parseInt(parts[1]));
    }
    assertThat(told(meters)).as(name).isEqualTo(second == null ? first : first + ", " + second);
  }

  /** Runs of the past need not be kept one by one. */
  @Test
  void aSeriesThatGoesOnAndOffForDaysKeepsFewPoints() throws Exception {
    MeterSet meters = meters("1m");
    int days = 3;
    for (int i = 0; i < days * 8640; i++) {
      apply(meters, i * 10L, i / 3 % 2);
    }
    ByteArrayOutputStream state = new ByteArrayOutputStream();
    usage.drain(meters, WindowGrid.UTC, totals);
    usage.write(new DataOutputStream(state));
    assertThat(state.size()).isLessThan(400);
    BigDecimal starts = BigDecimal.ZERO;
    BigDecimal seconds = BigDecimal.ZERO;
    for (Map.Entry<String, BigDecimal> entry : totals.quantities().entrySet()) {
      if (entry.getKey().startsWith("starts")) {
        starts = starts.add(entry.getValue());
      } else {
        seconds = seconds.add(entry.getValue());
      }
    }
    assertThat(starts).isEqualByComparingTo(BigDecimal.valueOf(days * 1440L));
    assertThat(seconds).isEqualByComparingTo(BigDecimal.valueOf(days * 43_200L));
    assertThat(outcomes.counted).isEqualTo(days * 8640);
  }

  /** One that began before everything that is kept of it goes on, and ends, as one. */
  @Test
  void aRunLongerThanTheHorizonIsOne() throws Exception {
    MeterSet meters = meters("1m");
    long day = 86_400;
    for (long second = 0; second < 3 * day; second += 30) {
      apply(meters, second, 1);
    }
    apply(meters, 3 * day, 0);
    usage.drain(meters, WindowGrid.UTC, totals);
    assertThat(totals.quantities().keySet().stream().filter(key -> key.startsWith("starts")))
        .hasSize(1);
    assertThat(totals.quantities().values().stream().reduce(BigDecimal.ZERO, BigDecimal::add))
        .isEqualByComparingTo(BigDecimal.valueOf(1 + 3 * day));
  }

  /** What was told under the old definition stays; what comes is told under the new one. */
  @Test
  void aRunUnderWayWhenItsMeterChangesIsNotCountedAnew() throws Exception {
    MeterSet before = meters("1m");
    apply(before, 0, 1);
    apply(before, 20, 1);
    assertThat(told(before)).isEqualTo("starts 0:1, time 0:30");
    totals = new Totals(ZoneOffset.UTC);
    MeterSet after = meters("2m");
    apply(after, 40, 1);
    apply(after, 90, 0);
    apply(after, 100, 1);
    assertThat(told(after)).isEqualTo("starts 1:1, time 0:10 1:50 2:10");
  }

  private static MeterSet atLeast150Seconds() {
    return MeterSet.parse(
        "m.yaml",
        """
        apiVersion: headroom.dev/v1
        kind: Meters
        meters:
          - {name: time, unit: s, aggregation: activations, window: day,
             activations: {give: length, increment: 10s, minimum: 150s}, staleness: 1m,
             from: [{metric: clusters, unit: "{cluster}"}]}
        """);
  }

  private String seconds(MeterSet meters) {
    usage.drain(meters, WindowGrid.UTC, totals);
    return totals.quantities().values().stream()
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .stripTrailingZeros()
        .toPlainString();
  }

  private void throughBytes() throws Exception {
    ByteArrayOutputStream state = new ByteArrayOutputStream();
    usage.write(new DataOutputStream(state));
    usage = ResourceUsage.read(new DataInputStream(new ByteArrayInputStream(state.toByteArray())));
  }

  /**
   * The points before {@code 100} are forgotten except the last, to which the one at {@code 100} is
   * to be joined: what that adds depends on when the run began, since each run is at least 150 s.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "'a run goes on from a point that is forgotten', 0=1 60=1, 160",
    "'it began with the one that is kept',           0=0 60=1, 150",
    "'one too far away began another',               0=1 90=1, 300",
    "'one that ended has no part in the next',       0=1 60=0, 300"
  })
  void ofARunThatBeganBeforeAllThatIsKeptItsAgeIsKept(String name, String points, String seconds)
      throws Exception {
    MeterSet meters = atLeast150Seconds();
    long horizon = MeteringLimits.DEFAULTS.horizon().toSeconds();
    for (String point : points.split(" ", -1)) {
      String[] parts = point.split("=", -1);
      apply(meters, Long.parseLong(parts[0]), Integer.parseInt(parts[1]));
    }
    apply(meters, horizon + 95, 0);
    apply(meters, 0, 1);
    assertThat(outcomes.covered).as("it is forgotten").isOne();
    throughBytes();
    apply(meters, 100, 1);
    assertThat(seconds(meters)).isEqualTo(seconds);
  }

  @Test
  void theAgeOfARunGrowsWithEveryPointThatIsForgotten() throws Exception {
    MeterSet meters = atLeast150Seconds();
    long horizon = MeteringLimits.DEFAULTS.horizon().toSeconds();
    apply(meters, 0, 1);
    apply(meters, 60, 1);
    apply(meters, horizon + 80, 0);
    apply(meters, 100, 1);
    assertThat(seconds(meters)).isEqualTo("160");
    apply(meters, horizon + 120, 0);
    apply(meters, 100, 1);
    apply(meters, 60, 1);
    assertThat(outcomes.repeated).isOne();
    assertThat(outcomes.covered).isOne();
    throughBytes();
    apply(meters, 150, 1);
    assertThat(seconds(meters)).isEqualTo("210");
  }
}
