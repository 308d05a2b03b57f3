package dev.headroom.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.grafana.DashboardQuery.Shape;
import java.util.ArrayList;
import java.util.List;

/** One rule of {@code provisioning/alerting}: a query of one number, reduced and compared. */
record AlertRule(JsonNode json) {
  static List<AlertRule> all() {
    List<AlertRule> rules = new ArrayList<>();
    for (JsonNode group : Provisioning.read("alerting/headroom.yaml").path("groups")) {
      group.path("rules").forEach(rule -> rules.add(new AlertRule(rule)));
    }
    return rules;
  }

  static AlertRule named(String uid) {
    return all().stream().filter(each -> each.uid().equals(uid)).findFirst().orElseThrow();
  }

  String uid() {
    return json.path("uid").asText();
  }

  /** The stage with this refId: A asks, B reduces, C compares. */
  JsonNode stage(String refId) {
    for (JsonNode stage : json.path("data")) {
      if (stage.path("refId").asText().equals(refId)) {
        return stage;
      }
    }
    throw new IllegalArgumentException(uid() + " has no stage " + refId);
  }

  DashboardQuery query() {
    return new DashboardQuery(
        "alert rule " + uid(), Shape.ALERT, stage("A").at("/model/rawSql").asText());
  }

  /** Above this number the rule fires. */
  double threshold() {
    return stage("C").at("/model/conditions/0/evaluator/params/0").asDouble();
  }
}
