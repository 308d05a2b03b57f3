package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headroom.usage.yaml.InvalidInputException;
import dev.headroom.usage.yaml.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Negative rows, missing windows and times without a zone of a usage file. */
class UsageCorrectionsTest {
  private static final String HEADER = String.join(",", UsageCsv.COLUMNS) + "\n";

  /** {@code acme cpu.used 3-4 5 s}: tenant, meter, hours of the first of June, quantity, unit. */
  private static String file(String... rows) {
    StringBuilder text = new StringBuilder(HEADER);
    for (String row : rows) {
      String[] cells = row.split(" ", -1);
      String[] hours = cells[2].split("-", -1);
      String dimensions = cells.length > 5 ? cells[5] : "{}";
      text.append(
          "%s,%s,2026-06-01T%02d:00:00Z,2026-06-01T%02d:00:00Z,%s,%s,%s%n"
              .formatted(
                  cells[0],
                  cells[1],
                  Integer.valueOf(hours[0]),
                  Integer.valueOf(hours[1]),
                  dimensions,
                  cells[3],
                  cells[4]));
    }
    return text.toString();
  }

  private static Map<String, String> quantities(String... rows) {
    return UsageCsv.read("usage.csv", file(rows)).values().stream()
        .flatMap(List::stream)
        .collect(
            Collectors.toMap(
                row -> row.meter() + " " + row.windowStart().toString().substring(11, 13),
                row -> row.quantity().toPlainString()));
  }

  private static List<String> problems(Function<String, Object> reader, String... rows) {
    return catchThrowableOfType(InvalidInputException.class, () -> reader.apply(file(rows)))
        .problems()
        .stream()
        .map(Problem::toString)
        .toList();
  }

  private static List<String> problems(String... rows) {
    return problems(text -> UsageCsv.read("usage.csv", text), rows);
  }

  private static List<String> missing(String... rows) {
    return problems(text -> UsageCsv.readComplete("usage.csv", text), rows);
  }

  @Test
  void correctionsAreAddedWhereverTheyStandAndWhateverIsLeft() {
    assertThat(
            quantities(
                "acme cpu.used 3-4 -0.5 s",
                "acme cpu.used 3-4 5 s",
                "acme cpu.used 3-4 -1.25 s",
                "acme cpu.used 4-5 2 s",
                "acme cpu.used 4-5 -2.000 s"))
        .containsOnly(Map.entry("cpu.used 03", "3.25"), Map.entry("cpu.used 04", "0.000"));
  }

  @Test
  void aCorrectionOfNothingAndOfTooMuchIsRefused() {
    String nothing =
        "quantity -1 is negative, and no row of the same tenant, meter, window and dimensions is"
            + " there for it to correct";
    assertThat(
            problems(
                "acme cpu.used 3-4 5 s",
                "acme cpu.used 4-5 -1 s",
                "globex cpu.used 3-4 -1 s",
                "acme requests 3-4 -1 s",
                "acme cpu.used 3-4 -1 s \"{\"\"a\"\":\"\"b\"\"}\"",
                "acme cpu.used 3-4 -4 s",
                "acme cpu.used 3-4 -2 s",
                "acme cpu.used 3-4 -1 min"))
        .containsExactly(
            "usage.csv:3:1: " + nothing,
            "usage.csv:4:1: " + nothing,
            "usage.csv:5:1: " + nothing,
            "usage.csv:6:1: " + nothing,
            "usage.csv:8:1: quantity -2 is negative, and of what it corrects (line 2) only 1 is left",
            "usage.csv:9:1: quantity -1 is negative and in min, but what it corrects (line 2) is in s");
  }

  @Test
  void twoRowsThatAreNotNegativeAreADuplicateAndNoCorrection() {
    assertThat(problems("acme cpu.used 3-4 5 s", "acme cpu.used 3-4 0 s"))
        .containsExactly(
            "usage.csv:3:1: duplicate row: same tenant, meter, window and dimensions as a row"
                + " before");
  }

  @Test
  void everyMissingWindowIsNamedAtTheRowAfterIt() {
    String[] rows = {
      "acme cpu.used 6-7 1 s",
      "acme cpu.used 1-2 1 s",
      "acme cpu.used 2-3 1 s",
      "acme requests 1-2 1 {request}",
      "globex requests 8-9 1 {request}",
      "acme cpu.used 4-5 1 s",
      "acme requests 4-6 1 {request}",
    };
    String expected = ", expected a row for every window between the first and the last";
    assertThat(missing(rows))
        .containsExactly(
            "usage.csv:2:1: tenant acme, meter cpu.used: nothing from 2026-06-01T05:00:00Z to"
                + " 2026-06-01T06:00:00Z"
                + expected,
            "usage.csv:7:1: tenant acme, meter cpu.used: nothing from 2026-06-01T03:00:00Z to"
                + " 2026-06-01T04:00:00Z"
                + expected,
            "usage.csv:8:1: tenant acme, meter requests: nothing from 2026-06-01T02:00:00Z to"
                + " 2026-06-01T03:00:00Z"
                + expected,
            "usage.csv:8:1: tenant acme, meter requests: nothing from 2026-06-01T03:00:00Z to"
                + " 2026-06-01T04:00:00Z"
                + expected);
    assertThat(UsageCsv.read("usage.csv", file(rows))).hasSize(2);
  }

  @Test
  void whatIsCompleteIsReadAndAnOverlapIsNot() {
    String[] rows = {"acme cpu.used 1-2 1 s", "acme cpu.used 2-3 1 s", "acme cpu.used 3-6 0 s"};
    assertThat(UsageCsv.readComplete("usage.csv", file(rows)))
        .isEqualTo(UsageCsv.read("usage.csv", file(rows)));
    assertThat(missing("acme cpu.used 1-3 1 s", "acme cpu.used 2-4 1 s"))
        .containsExactly(
            "usage.csv:3:1: tenant acme, meter cpu.used: the window from 2026-06-01T02:00:00Z"
                + " overlaps the one from 2026-06-01T01:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({"2026-06-01T00:00:00", "2026-06-01 00:00:00Z", "2026-06-01", "1780272000"})
  void aTimeWithoutAZoneIsRefused(String time) {
    String row = "acme,cpu.used,%s,2026-06-02T00:00:00Z,{},1,s%n".formatted(time);
    assertThat(problems(text -> UsageCsv.read("usage.csv", HEADER + row)))
        .containsExactly(
            "usage.csv:2:1: window_start '%s' is not a time with its zone such as 2026-06-01T00:00:00Z"
                .formatted(time));
  }

  @Test
  void whatIsTooLongOfACorrectionIsSaidAtItsLine() {
    assertThat(problems("acme cpu.used 3-4 5 s", "acme cpu.used 3-4 -0.0000000001 s"))
        .containsExactly(
            "usage.csv:3:1: quantity -0.0000000001 has more than 9 places after the point");
  }

  @Test
  void rowsOfOneWindowAreNoOverlapAndTheLongerOfTwoThatBeginTogetherIs() {
    String a = " \"{\"\"zone\"\":\"\"a\"\"}\"";
    String b = " \"{\"\"zone\"\":\"\"b\"\"}\"";
    String[] rows = {
      "acme cpu.used 1-2 1 s" + a, "acme cpu.used 1-2 1 s" + b, "acme cpu.used 2-3 1 s" + a
    };
    assertThat(UsageCsv.readComplete("usage.csv", file(rows)))
        .isEqualTo(UsageCsv.read("usage.csv", file(rows)));
    assertThat(missing("acme cpu.used 1-3 1 s" + a, "acme cpu.used 1-2 1 s" + b))
        .containsExactly(
            "usage.csv:2:1: tenant acme, meter cpu.used: the window from 2026-06-01T01:00:00Z"
                + " overlaps the one from 2026-06-01T01:00:00Z");
  }

  /** 24 missing windows are named one by one; of more, the gap is. */
  @Test
  void aLongGapIsOneProblemAndAtMostAHundredAreShown() {
    String row = "acme,cpu.used,%s,%s,{},1,s%n";
    Instant start = Instant.parse("2026-06-01T00:00:00Z");
    for (int hours : new int[] {24, 25}) {
      Instant end = start.plusSeconds(3600L * (hours + 1));
      String text =
          HEADER
              + row.formatted(start, start.plusSeconds(3600))
              + row.formatted(end, end.plusSeconds(3600));
      assertThat(problems(all -> UsageCsv.readComplete("usage.csv", text)))
          .hasSize(hours == 24 ? 24 : 1)
          .last()
          .asString()
          .contains(
              "nothing from %s to %s,"
                  .formatted(hours == 24 ? end.minusSeconds(3600) : start.plusSeconds(3600), end));
    }
    StringBuilder gaps = new StringBuilder(HEADER);
    for (int hour = 0; hour < 300; hour += 2) {
      Instant at = start.plusSeconds(3600L * hour);
      gaps.append(row.formatted(at, at.plusSeconds(3600)));
    }
    assertThat(problems(all -> UsageCsv.readComplete("usage.csv", gaps.toString())))
        .hasSize(101)
        .last()
        .asString()
        .isEqualTo("usage.csv:102:1: further problems are not shown");
  }
}
