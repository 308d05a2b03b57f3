package dev.headroom.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.grafana.DashboardQuery.Shape;
import java.util.ArrayList;
import java.util.List;

/** A panel that shows data, or a row that heads some. */
record Panel(String dashboard, JsonNode json) {
  boolean isRow() {
    return type().equals("row");
  }

  int id() {
    return json.path("id").asInt();
  }

  String type() {
    return json.path("type").asText();
  }

  String title() {
    return json.path("title").asText();
  }

  String unit() {
    return json.at("/fieldConfig/defaults/unit").asText();
  }

  /** Names of columns that the panel's settings mention; each must be in the answer. */
  List<String> mentionedColumns() {
    List<String> names = new ArrayList<>();
    for (JsonNode override : json.at("/fieldConfig/overrides")) {
      if (override.at("/matcher/id").asText().equals("byName")) {
        names.add(override.at("/matcher/options").asText());
      }
    }
    json.at("/options/footer/fields").forEach(field -> names.add(field.asText()));
    if (json.at("/options/xField").isTextual()) {
      names.add(json.at("/options/xField").asText());
    }
    return names;
  }

  List<DashboardQuery> queries() {
    List<DashboardQuery> queries = new ArrayList<>();
    for (JsonNode target : json.path("targets")) {
      String place = dashboard + ", panel " + id() + " '" + title() + "'";
      queries.add(new DashboardQuery(place, shape(target), target.path("rawSql").asText()));
    }
    return queries;
  }

  private static Shape shape(JsonNode target) {
    return target.path("format").asInt(-1) == 0 ? Shape.TIME_SERIES : Shape.TABLE;
  }
}
