package dev.headroom.aggregation.focus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One row of a dataset: text or null by column, in the order of the columns. */
record FocusRow(Map<String, @Nullable String> cells) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<LinkedHashMap<String, @Nullable String>> CELLS =
      new TypeReference<>() {};

  /** Reads what ClickHouse answers as JSONEachRow. */
  static List<FocusRow> read(String lines) {
    return lines.lines().map(FocusRow::of).toList();
  }

  private static FocusRow of(String line) {
    try {
      return new FocusRow(JSON.readValue(line, CELLS));
    } catch (JsonProcessingException e) {
      throw new AssertionError(line, e);
    }
  }

  /** The same with another value in a column. */
  FocusRow with(String column, @Nullable String value) {
    Map<String, @Nullable String> changed = new LinkedHashMap<>(cells);
    changed.put(column, value);
    return new FocusRow(changed);
  }

  @Nullable String get(String column) {
    return cells.get(column);
  }

  String text(String column) {
    String value = cells.get(column);
    return value == null ? "" : value;
  }

  boolean has(String column) {
    return cells.get(column) != null;
  }

  /** Whether a column has one of these values. */
  boolean is(String column, String... values) {
    return List.of(values).contains(text(column));
  }

  BigDecimal decimal(String column) {
    return new BigDecimal(text(column));
  }

  Instant time(String column) {
    return Instant.parse(text(column));
  }

  boolean isEqual(String column, String other) {
    return decimal(column).compareTo(decimal(other)) == 0;
  }
}
