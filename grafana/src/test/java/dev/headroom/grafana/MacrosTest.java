package dev.headroom.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MacrosTest {
  private static final TimeRange RANGE =
      new TimeRange(Instant.parse("2026-06-01T00:00:00Z"), Instant.parse("2026-06-02T12:00:00Z"));
  private static final Map<String, Selection> VARIABLES =
      Map.of(
          "tenant", new Selection(false, List.of("acme", "o'neil"), "acme + o'neil"),
          "pool", Selection.everything(List.of("shared")),
          "period", new Selection(false, List.of("2026-06-01"), "2026-06"));

  private static String expand(String query) {
    return new Macros(RANGE, Duration.ofMinutes(5), VARIABLES).expand(query);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          $__fromTime, $__toTime      | toDateTime(1780272000), toDateTime(1780401600)
          $__timeFilter(d.time)       | d.time >= toDateTime(1780272000) AND d.time <= toDateTime(1780401600)
          $__dateFilter(day)          | day >= toDate('2026-06-01') AND day <= toDate('2026-06-02')
          $__timeInterval(d.time) AS t| toStartOfInterval(toDateTime(d.time), INTERVAL 300 second) AS t
          f($__fromTime)              | f(toDateTime(1780272000))
          """)
  void expandsTheServersMacros(String query, String expected) {
    // CSV takes the quotes of a field that is quoted as a whole only; these are not.
    assertThat(expand(query)).isEqualTo(expected);
  }

  @Test
  void quotesEachChosenValue() {
    assertThat(expand("tenant_id IN (${tenant:singlequote})"))
        .isEqualTo("tenant_id IN ('acme','o\\'neil')");
  }

  @Test
  void keepsTheConditionWhereValuesAreChosen() {
    assertThat(expand("$__conditionalAll(t IN (${tenant:singlequote}), $tenant) AND x"))
        .isEqualTo("t IN ('acme','o\\'neil') AND x");
  }

  @Test
  void dropsTheConditionWhereAllIsChosen() {
    assertThat(expand("a AND $__conditionalAll(p IN (${pool:singlequote}), $pool) AND b"))
        .isEqualTo("a AND 1=1 AND b");
  }

  @Test
  void showsTheTextOfAValueInATitle() {
    assertThat(new Macros(RANGE, Duration.ZERO, VARIABLES).interpolate("Bill of ${period:text}"))
        .isEqualTo("Bill of 2026-06");
  }

  @Test
  void anIntervalIsAtLeastASecond() {
    assertThat(new Macros(RANGE, Duration.ofMillis(20), VARIABLES).expand("$__timeInterval(t)"))
        .isEqualTo("toStartOfInterval(toDateTime(t), INTERVAL 1 second)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          $__timeFliter(t)                          | macro '$__timeFliter'
          $__timeFilter()                           | a filter macro wants a column
          ${tenat:singlequote}                      | the dashboard has no variable 'tenat'
          ${tenant:regex}                           | variable format 'regex'
          $__conditionalAll(x = 1, ${pool:text})    | $__conditionalAll wants (condition, $variable)
          $__conditionalAll(x = (1, $pool           | unclosed parenthesis
          """)
  void refusesWhatGrafanaWouldNotUnderstand(String query, String complaint) {
    assertThatThrownBy(() -> expand(query)).hasMessageContaining(complaint);
  }
}
