package dev.headroom.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Rows under named columns. Every row has one cell per column. */
public record Table(List<Column> columns, List<List<String>> rows) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /** The whole answer in a format, with a line end. */
  public String render(Format format) {
    return switch (format) {
      case TABLE -> aligned();
      case CSV -> csv();
      case JSON -> Json.pretty(json());
    };
  }

  /** For people: headings, aligned columns, numbers to the right. */
  public String aligned() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns.stream().map(c -> heading(c.name())).toList());
    lines.addAll(rows);
    int[] widths = new int[columns.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    return lines.stream()
        .map(line -> alignedLine(line, widths))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private String alignedLine(List<String> line, int[] widths) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = line.get(i);
      String pad = " ".repeat(widths[i] - cell.length());
      boolean right = columns.get(i).kind() == Column.Kind.DECIMAL;
      out.append(right ? pad + cell : cell + pad).append("  ");
    }
    return out.toString().stripTrailing();
  }

  private static String heading(String name) {
    return name.toUpperCase(Locale.ROOT).replace('_', ' ');
  }

  /** RFC 4180, but with LF. */
  private String csv() {
    StringBuilder out = new StringBuilder();
    out.append(columns.stream().map(Column::name).collect(Collectors.joining(","))).append('\n');
    for (List<String> row : rows) {
      out.append(row.stream().map(Table::quoted).collect(Collectors.joining(","))).append('\n');
    }
    return out.toString();
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }

  /** One object per row. */
  public ArrayNode json() {
    ArrayNode array = JSON.createArrayNode();
    for (List<String> row : rows) {
      ObjectNode object = array.addObject();
      for (int i = 0; i < columns.size(); i++) {
        put(object, columns.get(i), row.get(i));
      }
    }
    return array;
  }

  private static void put(ObjectNode object, Column column, String cell) {
    if (column.kind() != Column.Kind.JSON) {
      object.put(column.name(), cell);
      return;
    }
    try {
      object.set(column.name(), JSON.readTree(cell));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(column.name() + " is not JSON: " + cell, e);
    }
  }
}
