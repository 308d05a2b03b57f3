package dev.headroom.usage.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headroom.usage.yaml.InvalidInputException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeterSetTest {

  private static final String HEAD = "apiVersion: headroom.dev/v1\nkind: Meters\nmeters:\n";

  @Test
  void shipsTheMetersOfTheReference() {
    List<String> lines =
        MeterSet.shipped().meters().stream()
            .map(m -> m.name() + " " + m.unit() + " " + m.aggregation())
            .toList();
    assertThat(lines)
        .containsExactly(
            "cpu.used s SUM",
            "cpu.reserved {cpu}.s TIME_WEIGHTED",
            "cpu.throttled s SUM",
            "memory.used By.s TIME_WEIGHTED",
            "memory.reserved By.s TIME_WEIGHTED",
            "storage.used By.s TIME_WEIGHTED",
            "requests {request} SUM",
            "network.transmit By SUM",
            "cpu.licensed {cpu} MAX");
    assertThat(MeterSet.shipped().find("network.transmit").orElseThrow().from())
        .isNotEmpty()
        .allMatch(from -> "transmit".equals(from.where().get("network.io.direction")));
  }

  @Test
  void fillsInTheDefaults() {
    Meter meter =
        MeterSet.parse(
                "m.yaml",
                HEAD + "  - {name: a, unit: s, aggregation: sum, from: [{metric: m, unit: s}]}\n")
            .meters()
            .get(0);
    assertThat(meter)
        .isEqualTo(
            new Meter(
                "a",
                "",
                "s",
                Aggregation.SUM,
                List.of(new PointSelector("m", "s", Map.of())),
                List.of(),
                WindowLength.of(Duration.ofHours(1)),
                Duration.ofMinutes(5)));
  }

  @Test
  void readsEveryKey() {
    Meter meter =
        MeterSet.parse(
                "m.yaml",
                HEAD
                    + """
                      - name: a
                        description: d
                        unit: By.s
                        aggregation: time_weighted
                        from:
                          - {metric: m, unit: By, where: {k: v}}
                        dimensions: [x, y]
                        window: 15m
                        staleness: 90s
                    """)
            .meters()
            .get(0);
    assertThat(meter)
        .isEqualTo(
            new Meter(
                "a",
                "d",
                "By.s",
                Aggregation.TIME_WEIGHTED,
                List.of(new PointSelector("m", "By", Map.of("k", "v"))),
                List.of("x", "y"),
                WindowLength.of(Duration.ofMinutes(15)),
                Duration.ofSeconds(90)));
  }

  @Test
  void namesEveryMistakeOfMeaningAtOnce() {
    String text =
        HEAD
            + """
              - {name: a, unit: By, aggregation: time_weighted, from: [{metric: m, unit: By}]}
              - {name: a, unit: s, aggregation: sum, from: [{metric: m, unit: By}]}
              - {name: b, unit: s, aggregation: max, from: [{metric: m, unit: s}], window: 7h}
              - {name: c, unit: s, aggregation: max, from: [{metric: m, unit: s}], window: 1s}
              - {name: d, unit: s, aggregation: sum, from: [{metric: m, unit: s}], staleness: 2d}
              - {name: e, unit: s, aggregation: sum, from: [{metric: m, unit: s}], dimensions: [x, x]}
            """;
    assertThat(problems(text))
        .containsExactly(
            "m.yaml:4: points in 'By' give a quantity in 'By.s', but the unit of meter 'a' is 'By'",
            "m.yaml:5: meter 'a' is defined twice",
            "m.yaml:5: points in 'By' give a quantity in 'By', but the unit of meter 'a' is 's'",
            "m.yaml:6: window 7h must divide a day, and lie in 1m … 1d, e.g. 15m, 1h or 1d; or be day or month",
            "m.yaml:7: window 1s must divide a day, and lie in 1m … 1d, e.g. 15m, 1h or 1d; or be day or month",
            "m.yaml:8: staleness 48h must lie in 1s … 1d",
            "m.yaml:9: dimension 'x' is listed twice");
  }

  @Test
  void namesWhatAnAggregationLacksOrHasTooMuch() {
    String text =
        HEAD
            + """
              - {name: a, unit: "{user}", aggregation: unique, from: [{metric: m, unit: s}]}
              - {name: b, unit: By/s, aggregation: percentile, from: [{metric: m, unit: By}]}
              - {name: c, unit: s, aggregation: sum, from: [{metric: m, unit: s}], sample: 1m}
              - {name: d, unit: s, aggregation: sum, from: [{metric: m, unit: s}], unique: k}
              - {name: e, unit: By, aggregation: high_water, sample: 7m, from: [{metric: m, unit: By}]}
              - {name: f, unit: s, aggregation: high_water, from: [{metric: m, unit: By}]}
              - {name: g, unit: By.h, aggregation: sum, from: [{metric: m, unit: By}]}
            """;
    assertThat(problems(text))
        .containsExactly(
            "m.yaml:4: aggregation unique needs 'unique', which is missing",
            "m.yaml:5: aggregation percentile needs 'percentile', which is missing",
            "m.yaml:6: 'sample' has no meaning for aggregation sum",
            "m.yaml:7: 'unique' has no meaning for aggregation sum",
            "m.yaml:8: sample 7m must be whole seconds and divide the window of 1h",
            "m.yaml:9: points in 'By' give a quantity in 'By' or 'By/s', but the unit of meter 'f'"
                + " is 's'",
            "m.yaml:10: points in 'By' give a quantity in 'By', but the unit of meter 'g' is"
                + " 'By.h'");
    assertThat(problems(text.replace("percentile,", "percentile, percentile: 0,"))).isNotEmpty();
    assertThat(problems(text.replace("percentile,", "percentile, percentile: 100.5,")))
        .isNotEmpty();
  }

  @Test
  void namesWhatIsWrongWithActivations() {
    String text =
        HEAD
            + """
              - {name: a, unit: s, aggregation: activations, from: [{metric: m, unit: s}]}
              - {name: b, unit: s, aggregation: sum, activations: {give: number}, from: [{metric: m, unit: s}]}
              - {name: c, unit: "{start}", aggregation: activations, from: [{metric: m, unit: s}],
                 activations: {give: number, minimum: 60s}}
              - {name: d, unit: By, aggregation: activations, from: [{metric: m, unit: s}],
                 activations: {give: length, increment: 0s, minimum: 25h}}
              - {name: e, unit: s, aggregation: activations, from: [{metric: m, unit: By}],
                 activations: {give: number}}
            """;
    assertThat(problems(text))
        .containsExactly(
            "m.yaml:4: aggregation activations needs 'activations', which is missing",
            "m.yaml:5: 'activations' has no meaning for aggregation sum",
            "m.yaml:7: 'minimum' has no meaning for the number of activations",
            "m.yaml:9: increment 0ms must lie in 1ms … 1d",
            "m.yaml:9: minimum 25h must lie in 0ms … 1d",
            "m.yaml:8: the length of activations is told in ns, us, ms, s, min, h or d, but the"
                + " unit of meter 'd' is 'By'",
            "m.yaml:10: the number of activations is told in a unit such as '{activation}', but the"
                + " unit of meter 'e' is 's'");
    String meter = HEAD + "  - {name: a, unit: s, aggregation: activations, ";
    String from = ", from: [{metric: m, unit: s}]}\n";
    assertThat(problems(meter + "activations: {give: both}" + from)).hasSize(1);
    long plain = MeterSet.parse("f", meter + "activations: {give: length}" + from).fingerprint();
    String rounded = meter + "activations: {give: length, increment: 2s}" + from;
    assertThat(MeterSet.parse("f", rounded).fingerprint()).isNotEqualTo(plain);
  }

  @Test
  void namesEveryMistakeOfFormAtOnce() {
    String text =
        HEAD
            + """
              - {name: A, unit: s, aggregation: average, from: []}
              - {name: b, aggregation: sum, from: [{metric: m, unit: s, wehre: {}}], window: soon}
            """;
    assertThat(problems(text)).hasSizeGreaterThanOrEqualTo(6);
  }

  private static List<String> problems(String text) {
    InvalidInputException thrown =
        catchThrowableOfType(InvalidInputException.class, () -> MeterSet.parse("m.yaml", text));
    return thrown.problems().stream()
        .map(problem -> problem.file() + ":" + problem.line() + ": " + problem.message())
        .toList();
  }

  @Test
  void theFingerprintFollowsWhatBearsOnAQuantity() {
    String meter = "  - {name: a, unit: s, aggregation: sum, from: [{metric: m, unit: s}]";
    long plain = MeterSet.parse("f", HEAD + meter + "}\n").fingerprint();
    assertThat(MeterSet.parse("g", HEAD + meter + ", description: new}\n").fingerprint())
        .isEqualTo(plain);
    for (String change : List.of("window: 30m", "staleness: 1m", "dimensions: [x]")) {
      assertThat(MeterSet.parse("f", HEAD + meter + ", " + change + "}\n").fingerprint())
          .as(change)
          .isNotEqualTo(plain);
    }
  }

  @Test
  void finishesRawTotals() {
    Meter sum = MeterSet.shipped().find("cpu.used").orElseThrow();
    Meter held = MeterSet.shipped().find("memory.used").orElseThrow();
    assertThat(sum.finish(BigInteger.valueOf(1_500_000_000L)))
        .isEqualTo(new BigDecimal("1.500000000"));
    // 3 bytes for 2 seconds: 3e9 × 2e9
    assertThat(held.finish(new BigInteger("6000000000000000000")))
        .isEqualTo(new BigDecimal("6.000000000"));
    assertThat(held.finish(new BigInteger("1500000000"))).isEqualTo(new BigDecimal("2E-9"));
    assertThat(held.finish(new BigInteger("2500000000"))).isEqualTo(new BigDecimal("2E-9"));
  }

  private static long fingerprint(String meter) {
    return MeterSet.parse("m.yaml", HEAD + "  - " + meter + "\n").fingerprint();
  }

  private static final String FINGERPRINTED =
      "{name: a, description: text, unit: s, aggregation: sum, window: 5m, staleness: 2m,"
          + " dimensions: [x, y], from: [{metric: m, unit: s, where: {k: v, l: w}}]}";

  /** It is kept in the state of the job: another number for the same meter would be a change. */
  @Test
  void theFingerprintIsTheSameForever() {
    assertThat(fingerprint(FINGERPRINTED)).isEqualTo(5_719_088_584_152_364_338L);
  }

  @ParameterizedTest(name = "{0} instead of {1}")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "description: other      | description: text",
        "dimensions: [y, x]      | dimensions: [x, y]",
        "where: {l: w, k: v}     | where: {k: v, l: w}",
        "staleness: 120s         | staleness: 2m"
      })
  void theFingerprintIsOfWhatBearsOnAQuantity(String other, String one) {
    assertThat(FINGERPRINTED).contains(one);
    assertThat(fingerprint(FINGERPRINTED.replace(one, other)))
        .isEqualTo(fingerprint(FINGERPRINTED));
  }

  @ParameterizedTest(name = "{0} instead of {1}")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "name: b                        | name: a",
        "unit: ms, aggregation          | unit: s, aggregation",
        "aggregation: max               | aggregation: sum",
        "aggregation: unique, unique: k | aggregation: sum",
        "aggregation: unique, unique: l | aggregation: unique, unique: k",
        "window: 1h                     | window: 5m",
        "staleness: 3m                  | staleness: 2m",
        "dimensions: [x, z]             | dimensions: [x, y]",
        "dimensions: [xy]               | dimensions: [x, y]",
        "metric: n                      | metric: m",
        "unit: ms, where                | unit: s, where",
        "unit: s, take: sum, where      | unit: s, where",
        "{k: v, l: x}                   | {k: v, l: w}",
        "{k: v, n: w}                   | {k: v, l: w}",
        "}}, {metric: o, unit: s}]      | }}]"
      })
  void aChangeOfAMeterChangesTheFingerprint(String other, String one) {
    String meter =
        FINGERPRINTED.contains(one)
            ? FINGERPRINTED
            : FINGERPRINTED.replace("aggregation: sum", "aggregation: unique, unique: k");
    assertThat(meter).contains(one);
    assertThat(fingerprint(meter.replace(one, other))).isNotEqualTo(fingerprint(meter));
  }

  @Test
  void theFingerprintIsOfAllMetersInTheirOrder() {
    String a = "  - {name: a, unit: s, aggregation: sum, from: [{metric: m, unit: s}]}\n";
    String b = "  - {name: b, unit: s, aggregation: sum, from: [{metric: m, unit: s}]}\n";
    long ab = MeterSet.parse("m.yaml", HEAD + a + b).fingerprint();
    assertThat(ab)
        .isNotEqualTo(MeterSet.parse("m.yaml", HEAD + b + a).fingerprint())
        .isNotEqualTo(MeterSet.parse("m.yaml", HEAD + a).fingerprint());
    assertThat(ab).isEqualTo(-8_361_531_859_364_874_496L);
    assertThat(MeterSet.parse("m.yaml", HEAD + a + b).selecting("m").get(PointField.VALUE))
        .extracting(selection -> selection.meter().name())
        .containsExactly("a", "b");
    assertThat(MeterSet.parse("m.yaml", HEAD + a + b).selecting("n")).isEmpty();
  }

  private static final String STARTS =
      "{name: a, unit: s, aggregation: activations,"
          + " activations: {give: length, %s}, from: [{metric: m, unit: '{x}'}]}";
  private static final String HIGH =
      "{name: a, unit: By, aggregation: high_water, %s, from: [{metric: m, unit: By}]}";
  private static final String SUM =
      "{name: a, unit: s, aggregation: sum, %s, from: [{metric: m, unit: s}]}";

  /** The first and the last that is allowed, and what lies beside them. */
  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "SUM, window: 1m, ''",
    "SUM, window: 59s, window",
    "SUM, window: 24h, ''",
    "SUM, window: 25h, window",
    "SUM, window: 7m, window",
    "SUM, window: 60500ms, window",
    "SUM, window: day, ''",
    "SUM, window: month, ''",
    "SUM, staleness: 1s, ''",
    "SUM, staleness: 999ms, staleness",
    "SUM, staleness: 24h, ''",
    "SUM, staleness: 24h1ms, staleness",
    "STARTS, increment: 1ms, ''",
    "STARTS, increment: 0s, increment",
    "STARTS, increment: 24h, ''",
    "STARTS, increment: 24h1ms, increment",
    "STARTS, minimum: 0s, ''",
    "STARTS, minimum: 24h, ''",
    "STARTS, minimum: 24h1ms, minimum",
    "HIGH, sample: 1s, ''",
    "HIGH, sample: 500ms, sample",
    "HIGH, sample: 1500ms, sample",
    "HIGH, sample: 60m, ''",
    "HIGH, sample: 61m, sample"
  })
  void durationsHaveLimits(String kind, String given, String problem) {
    String meter =
        switch (kind) {
          case "SUM" -> SUM;
          case "HIGH" -> HIGH;
          default -> STARTS;
        };
    String file = HEAD + "  - " + meter.formatted(given) + "\n";
    if (problem.isEmpty()) {
      assertThat(MeterSet.parse("m.yaml", file).meters()).hasSize(1);
      return;
    }
    InvalidInputException refused =
        catchThrowableOfType(InvalidInputException.class, () -> MeterSet.parse("m.yaml", file));
    assertThat(refused.problems()).hasSize(1);
    assertThat(refused).hasMessageContaining(problem + " ");
  }

  @Test
  void samplesAreOfFiveMinutesUnlessAnotherLengthIsGiven() {
    assertThat(parts(HIGH.formatted("window: 1h")))
        .isEqualTo(new WindowParts.Samples(Duration.ofMinutes(5), BigDecimal.valueOf(100)));
    assertThat(parts(HIGH.formatted("sample: 1m")))
        .isEqualTo(new WindowParts.Samples(Duration.ofMinutes(1), BigDecimal.valueOf(100)));
    assertThat(parts(HIGH.replace("high_water", "percentile").formatted("percentile: 99.9")))
        .isEqualTo(new WindowParts.Samples(Duration.ofMinutes(5), new BigDecimal("99.9")));
  }

  private static WindowParts parts(String meter) {
    return MeterSet.parse("m.yaml", HEAD + "  - " + meter + "\n").meters().get(0).parts();
  }
}
