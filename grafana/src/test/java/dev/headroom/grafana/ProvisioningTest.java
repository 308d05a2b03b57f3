package dev.headroom.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProvisioningTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern ENVIRONMENT = Pattern.compile("\\$([A-Z][A-Z_]+)");

  static Stream<AlertRule> rules() {
    return AlertRule.all().stream();
  }

  @Test
  void theDataSourceTakesItsAddressAndSecretFromTheEnvironment() {
    JsonNode source = Provisioning.read("datasources/headroom.yaml").at("/datasources/0");
    assertThat(source.path("type").asText()).isEqualTo("grafana-clickhouse-datasource");
    assertThat(source.path("uid").asText()).isEqualTo("headroom-clickhouse");
    assertThat(source.at("/jsonData/host").asText()).isEqualTo("$HEADROOM_CLICKHOUSE_HOST");
    assertThat(source.at("/jsonData/port").asText()).isEqualTo("$HEADROOM_CLICKHOUSE_HTTP_PORT");
    assertThat(source.at("/jsonData/protocol").asText()).isEqualTo("http");
    assertThat(source.at("/secureJsonData/password").asText())
        .isEqualTo("$HEADROOM_CLICKHOUSE_PASSWORD");
    assertThat(source.at("/jsonData").toString()).doesNotContainIgnoringCase("password");
  }

  @Test
  void theProviderWatchesTheFolderOfTheDashboards() {
    JsonNode provider = Provisioning.read("dashboards/headroom.yaml").at("/providers/0");
    assertThat(provider.path("type").asText()).isEqualTo("file");
    assertThat(provider.path("folder").asText()).isEqualTo("Headroom");
    assertThat(provider.at("/options/path").asText()).isEqualTo("$HEADROOM_DASHBOARDS");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"datasources/headroom.yaml", "dashboards/headroom.yaml", "alerting/headroom.yaml"})
  void everyVariableOfTheEnvironmentIsInTheTutorial(String file) throws IOException {
    String tutorial = Files.readString(DOCS.resolve("tutorials/dashboards.md"));
    String yaml = Provisioning.read(file).toString();
    for (MatchResult name : ENVIRONMENT.matcher(yaml).results().toList()) {
      assertThat(tutorial).contains(name.group(1) + "=");
    }
  }

  @Test
  void rulesHaveTheirOwnUidAndTitle() {
    assertThat(rules().map(AlertRule::uid))
        .containsExactlyInAnyOrder(
            "headroom-usage-stale",
            "headroom-quarantine-growing",
            "headroom-decisions-failing",
            "headroom-accounting-gap");
    assertThat(rules().map(rule -> rule.json().path("title").asText())).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aRuleAsksReducesAndCompares(AlertRule rule) {
    assertThat(rule.json().path("condition").asText()).isEqualTo("C");
    assertThat(rule.stage("A").path("datasourceUid").asText()).isEqualTo("headroom-clickhouse");
    assertThat(rule.stage("A").at("/relativeTimeRange/from").asInt()).isPositive();
    assertThat(rule.stage("B").at("/model/type").asText()).isEqualTo("reduce");
    assertThat(rule.stage("B").at("/model/expression").asText()).isEqualTo("A");
    assertThat(rule.stage("C").at("/model/type").asText()).isEqualTo("threshold");
    assertThat(rule.stage("C").at("/model/expression").asText()).isEqualTo("B");
    assertThat(rule.stage("C").at("/model/conditions/0/evaluator/type").asText()).isEqualTo("gt");
    for (String refId : List.of("A", "B", "C")) {
      assertThat(rule.stage(refId).at("/model/refId").asText()).isEqualTo(refId);
    }
    assertThat(rule.query().sql()).as("a $ would be taken for the environment").doesNotContain("$");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aRuleTellsWhatToDo(AlertRule rule) throws IOException {
    JsonNode notes = rule.json().path("annotations");
    assertThat(notes.path("summary").asText()).endsWith(".");
    assertThat(notes.path("description").asText()).contains("First look: ");
    assertThat(rule.json().at("/labels/severity").asText()).isIn("warning", "critical");

    String[] runbook = notes.path("runbook").asText().split("#", -1);
    assertThat(runbook).hasSize(2);
    assertThat(anchors(Path.of("..").resolve(runbook[0]))).contains(runbook[1]);

    Dashboard dashboard = Dashboard.named(rule.json().path("dashboardUid").asText());
    assertThat(dashboard.panel(rule.json().path("panelId").asInt()).isRow()).isFalse();
  }

  /** Headings the way a Markdown viewer links to them. */
  private static List<String> anchors(Path page) throws IOException {
    return Files.readAllLines(page).stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
        .toList();
  }
}
