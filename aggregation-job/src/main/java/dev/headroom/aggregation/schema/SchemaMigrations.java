package dev.headroom.aggregation.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings the database of a connection up to date with the numbered SQL files beside this class.
 *
 * <p>Every statement of the files is idempotent and a file is noted after its last one: a run that
 * was cut off, or two at once, do no harm.
 */
public final class SchemaMigrations {
  static final List<String> FILES =
      List.of(
          "V001__usage.sql",
          "V002__charges.sql",
          "V003__decisions.sql",
          "V004__ledger.sql",
          "V005__allocation.sql",
          "V006__states.sql",
          "V007__reconciliation.sql",
          "V008__invoices.sql",
          "V010__periods.sql",
          "V011__kinds.sql",
          "V012__void.sql",
          "V013__books.sql",
          "V014__focus.sql",
          "V015__scaling.sql");

  private static final String NOTES =
      """
      CREATE TABLE IF NOT EXISTS schema_migration
      (
          version    UInt32                           COMMENT 'Number of the SQL file',
          name       String                           COMMENT 'Name of the SQL file',
          checksum   String                           COMMENT 'SHA-256 of the SQL file, hex',
          applied_at DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT 'When it was applied'
      )
      ENGINE = ReplacingMergeTree
      ORDER BY version
      COMMENT 'The SQL files that were applied to this database'
      """;

  private SchemaMigrations() {}

  /**
   * Applies what has not been applied yet.
   *
   * @return what was applied now, such as {@code V001 usage}; empty if all was there
   * @throws SchemaException if a file that was applied has another content now, or a statement
   *     fails
   */
  public static List<String> apply(Connection connection) {
    return apply(connection, shipped());
  }

  static List<String> apply(Connection connection, List<Migration> migrations) {
    List<String> applied = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      statement.execute(NOTES);
      for (Migration migration : missing(migrations, noted(connection))) {
        run(statement, migration);
        note(connection, migration);
        applied.add(migration.toString());
      }
    } catch (SQLException e) {
      throw new SchemaException("schema: " + firstLine(e), e);
    }
    return applied;
  }

  /** What {@link #apply} would apply. Changes nothing. */
  public static List<String> pending(Connection connection) {
    try {
      Map<Integer, String> noted = isNoted(connection) ? noted(connection) : Map.of();
      return missing(shipped(), noted).stream().map(Migration::toString).toList();
    } catch (SQLException e) {
      throw new SchemaException("schema: " + firstLine(e), e);
    }
  }

  private static List<Migration> shipped() {
    return FILES.stream().map(Migration::load).toList();
  }

  private static List<Migration> missing(
      List<Migration> migrations, Map<Integer, String> checksums) {
    List<Migration> missing = new ArrayList<>();
    for (Migration migration : migrations) {
      String noted = checksums.get(migration.version());
      if (noted == null) {
        missing.add(migration);
      } else if (!noted.equals(migration.checksum())) {
        throw new SchemaException(
            "schema: "
                + migration
                + " was applied with another content: an applied file is never changed, a change"
                + " is a new file");
      }
    }
    return missing;
  }

  private static boolean isNoted(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("EXISTS TABLE schema_migration")) {
      return rows.next() && rows.getInt(1) == 1;
    }
  }

  private static Map<Integer, String> noted(Connection connection) throws SQLException {
    Map<Integer, String> checksums = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT version, checksum FROM schema_migration FINAL")) {
      while (rows.next()) {
        checksums.put(rows.getInt(1), rows.getString(2));
      }
    }
    return checksums;
  }

  private static void run(Statement statement, Migration migration) {
    int number = 0;
    for (String sql : SqlStatements.of(migration.sql())) {
      number++;
      try {
        statement.execute(sql);
      } catch (SQLException e) {
        throw new SchemaException(
            "schema: " + migration + ", statement " + number + ": " + firstLine(e), e);
      }
    }
  }

  private static void note(Connection connection, Migration migration) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO schema_migration (version, name, checksum) VALUES (?, ?, ?)")) {
      insert.setInt(1, migration.version());
      insert.setString(2, migration.name());
      insert.setString(3, migration.checksum());
      insert.executeUpdate();
    }
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no message");
  }
}
