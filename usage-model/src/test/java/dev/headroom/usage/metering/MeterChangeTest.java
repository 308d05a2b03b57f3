package dev.headroom.usage.metering;

import static dev.headroom.usage.metering.MeteredResource.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.usage.metering.TestSeries.Point;
import dev.headroom.usage.otlp.MetricKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of points, and of what has not been handed out, when a meter is changed. */
class MeterChangeTest {

  private static final String FROM = " from: [{metric: memory, unit: By}]}";
  private static final String REST = " staleness: 2m," + FROM;
  private static final String LEVEL =
      "{name: memory, unit: By.s, aggregation: time_weighted, window: 1h," + REST;
  private static final String SAMPLED =
      "{name: memory, unit: By, aggregation: high_water, sample: 1m, window: 1h," + REST;

  private static final TestSeries MEMORY =
      new TestSeries("memory", "By", MetricKind.GAUGE, false, Map.of());

  private static Point point(long second, long value) {
    return new Point(MEMORY, at(second), 0, BigDecimal.valueOf(value));
  }

  @Test
  void whatWasMeteredUnderTheOldMeterIsCoveredUnderTheNewOne() throws Exception {
    MeteredResource resource = new MeteredResource(LEVEL);
    resource.apply(point(0, 1), point(60, 10));
    assertThat(resource.total("memory")).isEqualTo("60");
    resource.meters(LEVEL.replace("1h", "5m"));
    resource.apply(point(120, 100));
    assertThat(resource.outcome(point(90, 5))).isEqualTo("counted");
    assertThat(resource.outcome(point(30, 5))).isEqualTo("covered");
    assertThat(resource.outcome(point(0, 1))).isEqualTo("covered");
  }

  @Test
  void whatIsReadAgainKnowsUnderWhichMeterItWasMetered() throws Exception {
    MeteredResource resource = new MeteredResource(LEVEL);
    resource.apply(point(0, 1), point(60, 10));
    resource.throughBytes();
    assertThat(resource.outcome(point(30, 5))).isEqualTo("counted");
    resource.throughBytes();
    resource.meters(LEVEL.replace("1h", "5m"));
    resource.apply(point(120, 100));
    assertThat(resource.outcome(point(45, 5))).isEqualTo("covered");
  }

  @ParameterizedTest(name = "{0}, then {1}: {2}")
  @CsvSource({
    "LEVEL,   LEVEL,           600",
    "LEVEL,   LEVEL BY 5m,     600",
    "LEVEL,   SAMPLED,         0",
    "LEVEL,   ANOTHER,         0",
    "SAMPLED, SAMPLED,         10",
    "SAMPLED, SAMPLED BY 5m,   10",
    "SAMPLED, SAMPLED OF 5m,   0",
    "SAMPLED, SAMPLED OF 1h,   0",
    "SAMPLED, LEVEL,           0"
  })
  void whatHasNotBeenHandedOutIsDroppedUnlessItStillFits(String before, String after, String total)
      throws Exception {
    MeteredResource resource = new MeteredResource(meter(before));
    resource.apply(point(120, 10), point(180, 0));
    resource.meters(meter(after));
    assertThat(resource.total("memory")).isEqualTo(total);
    assertThat(resource.usage().hasContributions()).isFalse();
  }

  private static String meter(String name) {
    return switch (name) {
      case "LEVEL" -> LEVEL;
      case "LEVEL BY 5m" -> LEVEL.replace("1h", "5m");
      case "ANOTHER" -> LEVEL.replace("name: memory", "name: another");
      case "SAMPLED" -> SAMPLED;
      case "SAMPLED BY 5m" -> SAMPLED.replace("1h", "5m");
      case "SAMPLED OF 5m" -> SAMPLED.replace("1m", "5m");
      case "SAMPLED OF 1h" -> SAMPLED.replace("1m", "1h");
      default -> throw new IllegalArgumentException(name);
    };
  }

  @Test
  void amountsAreConvertedToTheUnitOfTheMeter() throws Exception {
    String from = " window: 1m, from: [{metric: busy, unit: s}]}";
    MeteredResource resource =
        new MeteredResource("{name: busy, unit: ms, aggregation: sum," + from);
    TestSeries busy = new TestSeries("busy", "s", MetricKind.DELTA_COUNTER, true, Map.of());
    resource.apply(new Point(busy, at(0), 0, new BigDecimal("1.5")));
    assertThat(resource.total("busy")).isEqualTo("1500");
    resource.meters("{name: longest, unit: ms, aggregation: max," + from);
    TestSeries gauge = new TestSeries("busy", "s", MetricKind.GAUGE, true, Map.of());
    resource.apply(new Point(gauge, at(0), 0, new BigDecimal("1.5")));
    assertThat(resource.total("longest")).isEqualTo("1500");
  }

  private static List<Long> fingerprints(String meter, Reporter reporter, String... pods)
      throws Exception {
    MeteredResource resource = new MeteredResource(meter);
    List<Long> fingerprints = new ArrayList<>();
    for (int i = 0; i < pods.length; i++) {
      TestSeries one =
          new TestSeries(
              "memory", "By", MetricKind.GAUGE, false, Map.of("pod", pods[i], "tenant.id", "acme"));
      Point point = new Point(one, at(i), 0, BigDecimal.ONE);
      resource.apply(TestSeries.resource(List.of(point)), reporter);
      resource
          .usage()
          .series()
          .forEach(
              series -> {
                if (series.newest() == point.time()) {
                  fingerprints.add(series.feedsFingerprint());
                }
              });
    }
    return fingerprints;
  }

  /** They are kept in the state of every series: other numbers would be a change of all meters. */
  @Test
  void whatASeriesFeedsHasTheSameFingerprintForever() throws Exception {
    String byPod = LEVEL.replace("unit: By.s,", "unit: By.s, dimensions: [pod],");
    Reporter own = TestSeries.REPORTER;
    Reporter shared = new Reporter("database", true);
    assertThat(fingerprints(LEVEL, own, "a", "b"))
        .containsExactly(-2_978_345_643_554_850_399L, -2_978_345_643_554_850_399L);
    assertThat(fingerprints(byPod, own, "a", "b"))
        .containsExactly(1_903_319_365_985_865_607L, 5_209_608_898_693_150_691L);
    assertThat(fingerprints(LEVEL, shared, "a")).containsExactly(3_566_542_976_089_351_198L);
    assertThat(fingerprints(LEVEL.replace("2m", "3m"), own, "a"))
        .containsExactly(-798_156_754_417_980_470L);
  }

  @Test
  void whatDependsOnAttributesIsFoundOutForEverySeries() throws Exception {
    String rest = " window: 1h, staleness: 2m, from: [{metric: memory, unit: By%s}]}";
    MeteredResource resource =
        new MeteredResource(
            "{name: of.a, unit: By, aggregation: max," + rest.formatted(", where: {pod: a}"),
            "{name: pods, unit: '{pod}', aggregation: unique, unique: pod," + rest.formatted(""),
            "{name: each, unit: By, aggregation: max, dimensions: [pod]," + rest.formatted(""));
    String[] pods = {"a", "b", "c"};
    for (int i = 0; i < pods.length; i++) {
      TestSeries one =
          new TestSeries("memory", "By", MetricKind.GAUGE, false, Map.of("pod", pods[i]));
      resource.apply(new Point(one, at(0), 0, BigDecimal.valueOf(1 + i)));
      resource.apply(new Point(one, at(1), 0, BigDecimal.valueOf(1 + i)));
    }
    assertThat(resource.total("of.a")).isEqualTo("1");
    assertThat(resource.total("pods")).isEqualTo("3");
    assertThat(resource.total("each")).isEqualTo("6");
  }
}
