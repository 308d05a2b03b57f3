package dev.headroom.grafana;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns a dashboard's query into the SQL that reaches ClickHouse: first what Grafana and the plugin
 * do in the browser (variables, {@code $__conditionalAll}), then the macros of the plugin's server
 * side, as its query editor documents them. A macro or variable that is not known is an error, so a
 * query can only use what is tested here.
 */
final class Macros {
  private static final String CONDITIONAL = "$__conditionalAll(";
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{(\\w+)(?::(\\w+))?}|\\$(?!__)(\\w+)");
  private static final Pattern MACRO = Pattern.compile("\\$__(\\w+)(?:\\(([^()]*)\\))?");

  private final TimeRange range;
  private final Duration interval;
  private final Map<String, Selection> variables;

  /**
   * @param interval the panel's interval; the plugin never goes below one second
   */
  Macros(TimeRange range, Duration interval, Map<String, Selection> variables) {
    this.range = range;
    this.interval = interval;
    this.variables = Map.copyOf(variables);
  }

  String expand(String query) {
    return serverMacros(interpolate(conditions(query)));
  }

  /** Replaces variables only, as in a title. */
  String interpolate(String text) {
    return VARIABLE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found)));
  }

  private String value(MatchResult found) {
    String name = found.group(1) == null ? found.group(3) : found.group(1);
    String format = found.group(2) == null ? "" : found.group(2);
    return selection(name).formatted(format);
  }

  private Selection selection(String name) {
    Selection selection = variables.get(name);
    if (selection == null) {
      throw new IllegalArgumentException("the dashboard has no variable '" + name + "'");
    }
    return selection;
  }

  private String conditions(String query) {
    StringBuilder done = new StringBuilder();
    int at = 0;
    for (int start; (start = query.indexOf(CONDITIONAL, at)) >= 0; ) {
      int open = start + CONDITIONAL.length();
      int close = closing(query, open);
      int comma = query.lastIndexOf(',', close);
      String variable = query.substring(comma + 1, close).strip();
      if (comma < open || !variable.matches("\\$\\w+")) {
        throw new IllegalArgumentException(
            "$__conditionalAll wants (condition, $variable): " + query.substring(start, close + 1));
      }
      boolean all = selection(variable.substring(1)).all();
      done.append(query, at, start).append(all ? "1=1" : query.substring(open, comma));
      at = close + 1;
    }
    return done.append(query, at, query.length()).toString();
  }

  private static int closing(String query, int from) {
    int depth = 1;
    for (int at = from; at < query.length(); at++) {
      char letter = query.charAt(at);
      depth += letter == '(' ? 1 : letter == ')' ? -1 : 0;
      if (depth == 0) {
        return at;
      }
    }
    throw new IllegalArgumentException("unclosed parenthesis: " + query.substring(from));
  }

  private String serverMacros(String query) {
    return MACRO
        .matcher(query)
        .replaceAll(found -> Matcher.quoteReplacement(macro(found.group(1), found.group(2))));
  }

  private String macro(String name, @Nullable String argument) {
    String column = argument == null ? "" : argument;
    return switch (name) {
      case "fromTime" -> time(range.from().getEpochSecond());
      case "toTime" -> time(range.to().getEpochSecond());
      case "timeFilter" ->
          between(column, time(range.from().getEpochSecond()), time(range.to().getEpochSecond()));
      case "dateFilter" -> between(column, date(range.from()), date(range.to()));
      case "timeInterval" ->
          "toStartOfInterval(toDateTime(%s), INTERVAL %d second)"
              .formatted(column, Math.max(interval.toSeconds(), 1));
      default -> throw new IllegalArgumentException("macro '$__" + name + "'");
    };
  }

  private static String between(String column, String from, String to) {
    if (column.isBlank()) {
      throw new IllegalArgumentException("a filter macro wants a column");
    }
    return column + " >= " + from + " AND " + column + " <= " + to;
  }

  private static String time(long epochSecond) {
    return "toDateTime(" + epochSecond + ")";
  }

  private static String date(Instant instant) {
    return "toDate('" + instant.atZone(ZoneOffset.UTC).toLocalDate() + "')";
  }
}
