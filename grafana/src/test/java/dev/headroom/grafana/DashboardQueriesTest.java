package dev.headroom.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.grafana.Answer.Column;
import dev.headroom.grafana.DashboardQuery.Shape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every query of every dashboard and alert rule against what the real job wrote. */
@ExtendWith(SharedStack.class)
class DashboardQueriesTest {
  private static final Duration INTERVAL = Duration.ofHours(1);

  private final SeededStack stack;

  DashboardQueriesTest(SeededStack stack) {
    this.stack = stack;
  }

  static Stream<Dashboard> dashboards() {
    return Dashboard.all().stream();
  }

  static Stream<AlertRule> rules() {
    return AlertRule.all().stream();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyQueryAnswers(Dashboard dashboard) {
    Macros macros = new Macros(stack.range(), INTERVAL, selections(dashboard, true));
    for (DashboardQuery query : dashboard.queries()) {
      Answer answer = ask(macros, query);
      assertThat(answer.rows()).as(query.place()).isNotEmpty();
      assertShape(query, answer);
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyQueryTakesOneValueOfEachVariable(Dashboard dashboard) {
    Macros macros = new Macros(stack.range(), INTERVAL, selections(dashboard, false));
    for (DashboardQuery query : dashboard.queries()) {
      assertShape(query, ask(macros, query));
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void aPanelMentionsOnlyColumnsOfItsAnswer(Dashboard dashboard) {
    Macros macros = new Macros(stack.range(), INTERVAL, selections(dashboard, true));
    for (Panel panel : dashboard.panels()) {
      Set<String> known = new HashSet<>();
      for (DashboardQuery query : panel.queries()) {
        Answer answer = ask(macros, query);
        known.addAll(answer.names());
        // A time series is named by its label, so an override may name a value of a text column.
        answer.columns().stream()
            .filter(column -> query.shape() == Shape.TIME_SERIES && column.isText())
            .forEach(column -> known.addAll(answer.column(column.name())));
      }
      assertThat(known).as(panel.title()).containsAll(panel.mentionedColumns());
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void anAlertRuleAnswersOneNumber(AlertRule rule) {
    Answer answer = stack.clickHouse().ask(rule.query().sql());
    assertThat(answer.columns()).singleElement().matches(Column::isNumber);
    assertThat(answer.rows()).hasSize(1);
  }

  @Test
  void alertRulesTellTheSeedsFaults() {
    assertThat(alert("headroom-usage-stale")).isLessThan(300);
    assertThat(alert("headroom-quarantine-growing")).isEqualTo(SeededStack.QUARANTINED_POINTS);
    assertThat(alert("headroom-decisions-failing")).isGreaterThan(0.2);
    assertThat(alert("headroom-accounting-gap")).isEqualTo(SeededStack.UNACCOUNTED_POINTS);
  }

  private double alert(String uid) {
    Answer answer = stack.clickHouse().ask(AlertRule.named(uid).query().sql());
    return Double.parseDouble(answer.rows().get(0).get(0));
  }

  /** The tenants use 6 × 120 s of CPU in 300 s and reserve 6 × 2 cores. */
  @Test
  void theCpuPanelShowsCores() {
    Dashboard usage = Dashboard.named("headroom-usage");
    Macros macros = new Macros(stack.range(), INTERVAL, selections(usage, true));
    Panel panel =
        usage.panels().stream()
            .filter(each -> each.title().equals("CPU used and reserved"))
            .findFirst()
            .orElseThrow();
    Answer answer = ask(macros, panel.queries().get(0));
    assertThat(answer.rows())
        .anyMatch(row -> row.get(1).equals("cpu.used") && row.get(2).equals("2.4"))
        .anyMatch(row -> row.get(1).equals("cpu.reserved") && row.get(2).equals("12"));
  }

  @Test
  void theCostDashboardAddsUpToTheInvoices() {
    Dashboard usage = Dashboard.named("headroom-usage");
    Map<String, Selection> selections = selections(usage, true);
    for (String period :
        stack.clickHouse().ask("SELECT DISTINCT period FROM charges").column("period")) {
      selections.put("period", Selection.of(period));
      assertAddsUp(usage, selections, "1=1");
      for (String tenant : SeededStack.TENANTS) {
        selections.put("tenant", Selection.of(tenant));
        assertAddsUp(usage, selections, "tenant_id = '" + tenant + "'");
      }
      selections.put("tenant", Selection.everything(SeededStack.TENANTS));
    }
  }

  private void assertAddsUp(Dashboard usage, Map<String, Selection> selections, String condition) {
    Macros macros = new Macros(stack.range(), INTERVAL, selections);
    Answer invoice =
        stack
            .clickHouse()
            .ask(
                macros.expand(
                    "SELECT sum(billed_cost) AS total, countDistinct(tenant_id) AS tenants"
                        + " FROM invoice_line WHERE period = toDate(${period:singlequote})"
                        + " AND currency = ${currency:singlequote} AND "
                        + condition));
    for (String column : List.of("billed", "billed_cost", "cost")) {
      Panel panel = panelWithColumn(usage, macros, column);
      Answer answer = ask(macros, panel.queries().get(0));
      assertThat(answer.sum(column))
          .as("%s, %s", panel.title(), condition)
          .isEqualByComparingTo(invoice.sum("total"));
    }
  }

  /** The first panel about the invoice whose answer has this column. */
  private Panel panelWithColumn(Dashboard dashboard, Macros macros, String column) {
    return dashboard.panels().stream()
        .filter(
            panel -> panel.queries().stream().anyMatch(each -> each.sql().contains("invoice_line")))
        .filter(panel -> ask(macros, panel.queries().get(0)).names().contains(column))
        .findFirst()
        .orElseThrow();
  }

  /** What the drop-downs hold: "All", or the first value of each. */
  private Map<String, Selection> selections(Dashboard dashboard, boolean all) {
    Map<String, Selection> selections = new LinkedHashMap<>();
    for (JsonNode variable : dashboard.queryVariables()) {
      DashboardQuery query = dashboard.query(variable);
      Answer answer = ask(new Macros(stack.range(), INTERVAL, selections), query);
      assertThat(answer.rows()).as(query.place()).isNotEmpty();
      assertThat(answer.columns()).as(query.place()).hasSizeBetween(1, 2).allMatch(Column::isText);
      List<String> first = answer.rows().get(0);
      boolean everything = all && variable.path("includeAll").asBoolean();
      selections.put(
          variable.path("name").asText(),
          everything
              ? Selection.everything(answer.column(answer.names().get(0)))
              : new Selection(false, List.of(first.get(0)), first.get(first.size() - 1)));
    }
    return selections;
  }

  private Answer ask(Macros macros, DashboardQuery query) {
    try {
      return stack.clickHouse().ask(macros.expand(query.sql()));
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw new AssertionError(query.place() + ": " + e.getMessage(), e);
    }
  }

  private static void assertShape(DashboardQuery query, Answer answer) {
    assertThat(answer.columns())
        .as("%s: the plugin shows neither maps nor arrays", query.place())
        .allMatch(column -> column.isTime() || column.isNumber() || column.isText());
    if (query.shape() == Shape.TIME_SERIES) {
      assertTimeSeries(query, answer);
    }
    if (query.shape() == Shape.ANNOTATION) {
      assertThat(answer.names()).as(query.place()).contains("time", "text", "tags");
    }
  }

  /** Grafana pivots such an answer by its text columns, and wants it in the order of time. */
  private static void assertTimeSeries(DashboardQuery query, Answer answer) {
    assertThat(answer.columns().get(0).name()).as(query.place()).isEqualTo("time");
    assertThat(answer.columns().get(0).isTime()).as(query.place()).isTrue();
    assertThat(answer.columns()).as(query.place()).anyMatch(Column::isNumber);
    assertThat(answer.column("time")).as(query.place()).isSorted();
    List<Integer> keys = new ArrayList<>();
    for (int index = 0; index < answer.columns().size(); index++) {
      if (!answer.columns().get(index).isNumber()) {
        keys.add(index);
      }
    }
    assertThat(answer.rows().stream().map(row -> keys.stream().map(row::get).toList()))
        .as("%s: one value for each time and label", query.place())
        .doesNotHaveDuplicates();
  }
}
