package dev.headroom.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.grafana.DashboardQuery.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every dashboard of this folder keeps to, so that they read alike and none loses a query. */
class DashboardConventionsTest {
  private static final String PLUGIN = "grafana-clickhouse-datasource";

  static Stream<Dashboard> dashboards() {
    return Dashboard.all().stream();
  }

  static Stream<Panel> dataPanels() {
    return dashboards().flatMap(each -> each.panels().stream()).filter(panel -> !panel.isRow());
  }

  @Test
  void uidsAndTitlesAreUnique() {
    assertThat(dashboards().map(Dashboard::uid))
        .containsExactly("headroom-pipeline", "headroom-scaling", "headroom-usage");
    assertThat(dashboards().map(each -> each.json().path("title").asText()))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void aDashboardSaysWhatItIs(Dashboard dashboard) {
    JsonNode json = dashboard.json();
    assertThat(dashboard.uid()).isEqualTo("headroom-" + dashboard.file().replace(".json", ""));
    assertThat(json.path("schemaVersion").asInt()).isEqualTo(42);
    assertThat(json.path("id").isNull()).isTrue();
    assertThat(json.path("timezone").asText()).isEqualTo("utc");
    assertThat(json.path("title").asText()).startsWith("Headroom / ");
    assertThat(json.path("description").asText()).endsWith(".");
    assertThat(json.at("/tags/0").asText()).isEqualTo("headroom");
    assertThat(json.at("/links/0/tags/0").asText()).isEqualTo("headroom");
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panelsHaveTheirOwnIdTitleAndPlace(Dashboard dashboard) {
    assertThat(dashboard.panels()).extracting(Panel::id).doesNotHaveDuplicates();
    assertThat(dashboard.panels()).extracting(Panel::title).doesNotHaveDuplicates();
    Set<String> taken = new HashSet<>();
    for (Panel panel : dashboard.panels()) {
      JsonNode place = panel.json().path("gridPos");
      int right = place.path("x").asInt() + place.path("w").asInt();
      int below = place.path("y").asInt() + place.path("h").asInt();
      assertThat(right).as(panel.title()).isBetween(1, 24);
      for (int x = place.path("x").asInt(); x < right; x++) {
        for (int y = place.path("y").asInt(); y < below; y++) {
          assertThat(taken.add(x + "," + y)).as("%s overlaps", panel.title()).isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dataPanels")
  void aPanelExplainsItself(Panel panel) {
    assertThat(panel.title()).isNotBlank();
    assertThat(panel.json().path("description").asText()).hasSizeGreaterThan(30).endsWith(".");
    assertThat(panel.unit()).as("unit of '%s'", panel.title()).isNotBlank();
    assertThat(panel.json().at("/fieldConfig/defaults/thresholds/steps")).isNotEmpty();
    if (panel.type().equals("timeseries")) {
      assertThat(panel.json().at("/options/legend/showLegend").asBoolean()).isTrue();
      assertThat(panel.json().at("/fieldConfig/defaults/displayName").asText())
          .as("legend of '%s'", panel.title())
          .contains("${__field.");
    }
  }

  @ParameterizedTest
  @MethodSource("dataPanels")
  void aQueryIsWrittenForThePlugin(Panel panel) {
    assertThat(panel.json().path("targets")).isNotEmpty();
    assertUsesTheVariable(panel.json().path("datasource"));
    for (JsonNode target : panel.json().path("targets")) {
      assertUsesTheVariable(target.path("datasource"));
      boolean series = panel.type().equals("timeseries");
      assertThat(target.path("editorType").asText()).isEqualTo("sql");
      assertThat(target.path("queryType").asText()).isEqualTo(series ? "timeseries" : "table");
      assertThat(target.path("format").asInt(-1)).isEqualTo(series ? 0 : 1);
    }
  }

  private static void assertUsesTheVariable(JsonNode datasource) {
    assertThat(datasource.path("type").asText()).isEqualTo(PLUGIN);
    assertThat(datasource.path("uid").asText()).isEqualTo("${datasource}");
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void queriesReadViewsAndNameTheirColumns(Dashboard dashboard) {
    Stream<DashboardQuery> variables = dashboard.queryVariables().stream().map(dashboard::query);
    for (DashboardQuery query : Stream.concat(variables, dashboard.queries().stream()).toList()) {
      assertThat(query.sql())
          .as(query.place())
          .doesNotContainPattern("\\b\\w+_(revision|row)\\b")
          .doesNotContainPattern("(?i)\\bFINAL\\b")
          .doesNotContainPattern("(?i)SELECT\\s+(\\w+\\.)?\\*")
          .doesNotContainPattern("[ \\t]\\n");
      if (query.shape() == Shape.TIME_SERIES) {
        assertThat(query.sql()).as(query.place()).containsPattern("ORDER BY (d\\.)?time");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void variablesAreExplainedAndUsed(Dashboard dashboard) {
    assertThat(dashboard.variables().get(0).path("type").asText()).isEqualTo("datasource");
    assertThat(dashboard.variables().get(0).path("query").asText()).isEqualTo(PLUGIN);
    for (JsonNode variable : dashboard.variables()) {
      String name = variable.path("name").asText();
      assertThat(variable.path("label").asText()).as(name).isNotBlank();
      assertThat(variable.path("description").asText()).as(name).isNotBlank();
      assertThat(dashboard.json().toString()).as(name).containsPattern("\\$\\{" + name + "[:}]");
    }
    for (JsonNode variable : dashboard.queryVariables()) {
      assertUsesTheVariable(variable.path("datasource"));
      assertMultipleValuesAreSafe(dashboard, variable);
    }
  }

  /** A variable that can mean "All" is only used inside {@code $__conditionalAll}, and quoted. */
  private static void assertMultipleValuesAreSafe(Dashboard dashboard, JsonNode variable) {
    if (!variable.path("includeAll").asBoolean()) {
      return;
    }
    String name = variable.path("name").asText();
    String conditional =
        "\\$__conditionalAll\\([\\w.]+ IN \\(\\$\\{%s:singlequote}\\), \\$%s\\)"
            .formatted(name, name);
    for (DashboardQuery query : dashboard.queries()) {
      assertThat(query.sql().replaceAll(conditional, ""))
          .as(query.place())
          .doesNotContainPattern("\\$\\{?" + name + "\\b");
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void annotationsAskTheSameDataSource(Dashboard dashboard) {
    List<JsonNode> ours =
        IntStream.range(0, dashboard.json().at("/annotations/list").size())
            .mapToObj(index -> dashboard.json().at("/annotations/list").get(index))
            .filter(annotation -> annotation.path("builtIn").asInt() == 0)
            .toList();
    for (JsonNode annotation : ours) {
      assertUsesTheVariable(annotation.path("datasource"));
      assertThat(annotation.at("/target/rawSql").asText())
          .contains("$__timeFilter")
          .contains("LIMIT");
    }
  }
}
