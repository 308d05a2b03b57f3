package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headroom.usage.yaml.InvalidInputException;
import dev.headroom.usage.yaml.Problem;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class UsageCsvTest {
  private static final String HEADER = String.join(",", UsageCsv.COLUMNS) + "\n";

  private static List<String> problems(String text) {
    return catchThrowableOfType(InvalidInputException.class, () -> UsageCsv.read("usage.csv", text))
        .problems()
        .stream()
        .map(Problem::toString)
        .toList();
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    Instant start = Instant.parse("2026-06-01T00:00:00Z");
    UsageQuantity usage =
        new UsageQuantity(
            "cpu.used",
            start,
            start.plusSeconds(3600),
            Map.of("zone", "b, \"c\"\n", "a", "é"),
            new BigDecimal("12345678901234567890.123456789"),
            "s");
    TreeMap<String, List<UsageQuantity>> byTenant =
        new TreeMap<>(Map.of("acme, inc", List.of(usage), "other", List.of(usage)));

    String csv = UsageCsv.write(byTenant);

    assertThat(csv).startsWith(HEADER);
    assertThat(UsageCsv.read("usage.csv", csv)).isEqualTo(byTenant);
    assertThat(UsageCsv.read("usage.csv", HEADER)).isEmpty();
  }

  @Test
  void everyBadRowIsReportedWithItsLine() {
    assertThat(
            problems(
                HEADER
                    + """
                    acme,cpu.used,2026-06-01T00:00:00Z,2026-06-01T01:00:00Z,{},1,s
                    acme,cpu.used,2026-06-01T01:00:00Z,2026-06-01T02:00:00Z,{},1
                    acme,cpu.used,2026-06-01T02:00:00Z,2026-06-01T03:00:00Z,{},1e3,s
                    acme,cpu.used,2026-06-01T03:00:00Z,2026-06-01T04:00:00Z,{},0.0123456789,s
                    acme,cpu.used,2026-06-01T04:00:00,2026-06-01T05:00:00Z,{},1,s
                    acme,cpu.used,2026-06-01T05:00:00Z,2026-06-01T06:00:00Z,{},1,parsec
                    acme,cpu.used,2026-06-01T02:00:00+02:00,2026-06-01T01:00:00Z,{},2,s
                    acme,cpu.used,2026-06-01T07:00:00Z,2026-06-01T08:00:00Z,{},-1,s
                    acme,,2026-06-01T08:00:00Z,2026-06-01T09:00:00Z,"{""a"":[1]}",1,s
                    acme,cpu.used,2026-06-01T23:30:00Z,2026-07-04T00:30:00Z,{},1,s
                    acme,cpu.used,2026-06-01T09:00:00Z,2026-06-01T09:00:00Z,{},1,s
                    """))
        .containsExactly(
            "usage.csv:3:1: expected 7 columns (tenant_id,meter,window_start,window_end,dimensions,"
                + "quantity,unit), found 6",
            "usage.csv:4:1: quantity '1e3' is not a decimal number",
            "usage.csv:5:1: quantity 0.0123456789 has more than 9 places after the point",
            "usage.csv:6:1: window_start '2026-06-01T04:00:00' is not a time with its zone such as"
                + " 2026-06-01T00:00:00Z",
            "usage.csv:7:1: unknown unit: 'parsec' is not " + PricingUnit.EXPECTED,
            "usage.csv:8:1: duplicate row: same tenant, meter, window and dimensions as a row"
                + " before",
            "usage.csv:9:1: quantity -1 is negative, and no row of the same tenant, meter, window and"
                + " dimensions is there for it to correct",
            "usage.csv:10:1: meter is empty",
            "usage.csv:10:1: dimensions '{\"a\":[1]}' is not a JSON object of text values such as"
                + " {}",
            "usage.csv:11:1: window 2026-06-01T23:30:00Z to 2026-07-04T00:30:00Z is longer than a"
                + " month",
            "usage.csv:12:1: window end 2026-06-01T09:00:00Z is not after its start"
                + " 2026-06-01T09:00:00Z");
  }

  @Test
  void aFileWithoutItsHeaderIsRefused() {
    String expected = "usage.csv:1:1: expected the header " + HEADER.strip();
    assertThat(problems("tenant_id,meter,quantity\nacme,cpu.used,1\n")).containsExactly(expected);
    assertThat(problems("")).containsExactly(expected);
  }

  @Test
  void brokenQuotesAreOneProblem() {
    assertThat(problems(HEADER + "\"acme,cpu.used\n"))
        .singleElement()
        .asString()
        .startsWith("usage.csv:2:1: not CSV: ");
  }

  @Test
  void aFileOfBadRowsIsCutShort() {
    List<String> problems = problems(HEADER + "x\n".repeat(1000));
    assertThat(problems).hasSize(101);
    assertThat(problems.get(99)).startsWith("usage.csv:101:1: expected 7 columns");
    assertThat(problems.get(100)).isEqualTo("usage.csv:101:1: further problems are not shown");
  }

  @Test
  void whatJacksonSaysOfBrokenCsvIsOneLine() {
    assertThat(problems(HEADER + "\"acme,cpu.used\n"))
        .singleElement()
        .asString()
        .matches("usage.csv:2:1: not CSV: .+");
  }

  /** 31 days, and up to three hours by which clocks are set back. */
  @Test
  void aWindowIsAtMostTheLongestMonth() {
    String row = "acme,cpu.used,2026-10-01T00:00:00Z,2026-11-01T03:00:0%dZ,{},1,s\n";
    assertThat(UsageCsv.read("usage.csv", HEADER + row.formatted(0))).containsKey("acme");
    assertThat(problems(HEADER + row.formatted(1)))
        .containsExactly(
            "usage.csv:2:1: window 2026-10-01T00:00:00Z to 2026-11-01T03:00:01Z is longer than a"
                + " month");
  }
}
