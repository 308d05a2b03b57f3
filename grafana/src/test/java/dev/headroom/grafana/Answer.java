package dev.headroom.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** What ClickHouse answered: the columns with their types, and rows of values as text. */
record Answer(List<Column> columns, List<List<String>> rows) {
  record Column(String name, String type) {
    private String plainType() {
      return type.replaceFirst("^LowCardinality\\((.*)\\)$", "$1")
          .replaceFirst("^Nullable\\((.*)\\)$", "$1");
    }

    boolean isTime() {
      return plainType().startsWith("Date");
    }

    boolean isNumber() {
      return plainType().matches("(U?Int|Float|Decimal).*");
    }

    boolean isText() {
      return plainType().startsWith("String");
    }
  }

  /** Reads ClickHouse's JSONCompact. */
  static Answer of(JsonNode json) {
    List<Column> columns = new ArrayList<>();
    for (JsonNode column : json.path("meta")) {
      columns.add(new Column(column.path("name").asText(), column.path("type").asText()));
    }
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode row : json.path("data")) {
      List<String> values = new ArrayList<>();
      row.forEach(value -> values.add(value.asText()));
      rows.add(values);
    }
    return new Answer(columns, rows);
  }

  List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  List<String> column(String name) {
    int index = names().indexOf(name);
    return rows.stream().map(row -> row.get(index)).toList();
  }

  BigDecimal sum(String name) {
    return column(name).stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
