package dev.headroom.grafana;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a person has chosen in one variable of a dashboard.
 *
 * @param all whether "All" is chosen; the values are then every value
 * @param values the chosen values
 * @param text what the drop-down shows
 */
record Selection(boolean all, List<String> values, String text) {
  static Selection of(String value) {
    return new Selection(false, List.of(value), value);
  }

  static Selection everything(List<String> values) {
    return new Selection(true, values, "All");
  }

  /** The chosen values the way Grafana writes them for {@code ${name:format}}. */
  String formatted(String format) {
    return switch (format) {
      case "singlequote" ->
          values.stream()
              .map(value -> "'" + value.replace("'", "\\'") + "'")
              .collect(Collectors.joining(","));
      case "text" -> text;
      case "" -> String.join(",", values);
      default -> throw new IllegalArgumentException("variable format '" + format + "'");
    };
  }
}
