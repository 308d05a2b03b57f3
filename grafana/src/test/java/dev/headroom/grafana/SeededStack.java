package dev.headroom.grafana;

import dev.headroom.aggregation.schema.SchemaMigrations;
import dev.headroom.embedded.EmbeddedClickHouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A real ClickHouse with the schema and a little of everything in it. */
final class SeededStack implements AutoCloseable {
  static final List<String> TENANTS = List.of("acme", "globex");
  static final int QUARANTINED_POINTS = 2;
  static final int UNACCOUNTED_POINTS = 3;

  private final EmbeddedClickHouse clickHouse;

  private SeededStack(EmbeddedClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  static SeededStack start(Path directory) {
    EmbeddedClickHouse clickHouse = EmbeddedClickHouse.start(directory);
    try (Connection connection =
        DriverManager.getConnection(
            clickHouse.jdbcUrl(), clickHouse.user(), clickHouse.password())) {
      SchemaMigrations.apply(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    try (var seed = SeededStack.class.getResourceAsStream("seed.sql")) {
      String text =
          new String(java.util.Objects.requireNonNull(seed).readAllBytes(), StandardCharsets.UTF_8);
      for (String statement : text.split(";\n", -1)) {
        if (!statement.isBlank()) clickHouse.query(statement.replaceFirst(";\\s*$", ""));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SeededStack(clickHouse);
  }

  TimeRange range() {
    Instant now = Instant.now();
    return new TimeRange(now.minus(Duration.ofDays(7)), now.plus(Duration.ofHours(1)));
  }

  ClickHouseReader clickHouse() {
    return new ClickHouseReader(
        clickHouse.httpUrl(),
        EmbeddedClickHouse.DATABASE,
        clickHouse.user(),
        clickHouse.password());
  }

  @Override
  public void close() {
    clickHouse.close();
  }
}
