package dev.headroom.aggregation.schema;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a SQL file at the semicolons that end statements: not at those in texts, quoted names and
 * comments. Comments stay out.
 */
final class SqlStatements {
  private final String sql;
  private final List<String> statements = new ArrayList<>();
  private final StringBuilder current = new StringBuilder();
  private int at;

  private SqlStatements(String sql) {
    this.sql = sql;
  }

  static List<String> of(String sql) {
    SqlStatements cut = new SqlStatements(sql);
    while (cut.at < sql.length()) {
      cut.step();
    }
    cut.end();
    return cut.statements;
  }

  private void step() {
    char c = sql.charAt(at);
    if (sql.startsWith("--", at)) {
      skipTo("\n", 0);
    } else if (sql.startsWith("/*", at)) {
      skipTo("*/", 2);
    } else if (c == '\'' || c == '"' || c == '`') {
      quoted(c);
    } else if (c == ';') {
      end();
      at++;
    } else {
      current.append(c);
      at++;
    }
  }

  private void skipTo(String end, int beyond) {
    int found = sql.indexOf(end, at + beyond);
    at = found < 0 ? sql.length() : found + beyond;
  }

  /** A doubled quote ends one text and begins the next, which cuts nothing. */
  private void quoted(char quote) {
    int from = at++;
    while (at < sql.length() && sql.charAt(at) != quote) {
      at += sql.charAt(at) == '\\' ? 2 : 1;
    }
    at = Math.min(at + 1, sql.length());
    current.append(sql, from, at);
  }

  private void end() {
    String statement = current.toString().strip();
    if (!statement.isEmpty()) {
      statements.add(statement);
    }
    current.setLength(0);
  }
}
