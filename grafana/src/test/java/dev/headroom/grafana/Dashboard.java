package dev.headroom.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.grafana.DashboardQuery.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One JSON file of {@code dashboards/}. */
record Dashboard(String file, JsonNode json) {
  private static final Path FOLDER = Path.of("dashboards");

  static List<Dashboard> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().map(Dashboard::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Dashboard named(String uid) {
    return all().stream().filter(each -> each.uid().equals(uid)).findFirst().orElseThrow();
  }

  private static Dashboard read(Path file) {
    try {
      return new Dashboard(
          file.getFileName().toString(), new ObjectMapper().readTree(file.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String uid() {
    return json.path("uid").asText();
  }

  List<Panel> panels() {
    List<Panel> panels = new ArrayList<>();
    json.path("panels").forEach(panel -> panels.add(new Panel(file, panel)));
    return panels;
  }

  Panel panel(int id) {
    return panels().stream().filter(panel -> panel.id() == id).findFirst().orElseThrow();
  }

  /** Every variable in the order of its use, the data source first. */
  List<JsonNode> variables() {
    List<JsonNode> variables = new ArrayList<>();
    json.at("/templating/list").forEach(variables::add);
    return variables;
  }

  /** The variables whose values come from a query. */
  List<JsonNode> queryVariables() {
    return variables().stream().filter(each -> each.path("type").asText().equals("query")).toList();
  }

  DashboardQuery query(JsonNode variable) {
    return new DashboardQuery(
        file + ", variable '" + variable.path("name").asText() + "'",
        Shape.VARIABLE,
        variable.at("/query/rawSql").asText());
  }

  List<DashboardQuery> annotationQueries() {
    List<DashboardQuery> queries = new ArrayList<>();
    for (JsonNode annotation : json.at("/annotations/list")) {
      if (annotation.path("builtIn").asInt() == 0) {
        queries.add(
            new DashboardQuery(
                file + ", annotation '" + annotation.path("name").asText() + "'",
                Shape.ANNOTATION,
                annotation.at("/target/rawSql").asText()));
      }
    }
    return queries;
  }

  /** Queries of panels and annotations; those of variables come first and apart. */
  List<DashboardQuery> queries() {
    return Stream.concat(
            panels().stream().flatMap(panel -> panel.queries().stream()),
            annotationQueries().stream())
        .toList();
  }
}
