package dev.headroom.aggregation.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.aggregation.rows.SinkTable;
import dev.headroom.aggregation.stack.EmbeddedStack;
import dev.headroom.aggregation.stack.JobFixture;
import dev.headroom.aggregation.stack.StackExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(StackExtension.class)
class SchemaMigrationsTest {
  @Test
  void everySqlFileIsListed() throws Exception {
    Path folder =
        Path.of(SchemaMigrations.class.getResource("V001__usage.sql").toURI()).getParent();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.endsWith(".sql"))
                  .sorted())
          .containsExactlyElementsOf(SchemaMigrations.FILES);
    }
  }

  private static final List<String> SHIPPED =
      SchemaMigrations.FILES.stream()
          .map(file -> file.replace("__", " ").replace('_', ' ').replace(".sql", ""))
          .toList();

  @Test
  void appliesOnceAndNotesWhatItApplied(EmbeddedStack stack) throws Exception {
    stack.clickhouse().query("CREATE DATABASE schema_once");
    try (JobFixture fixture = stack.fixture();
        Connection connection = fixture.clickhouse().connection("schema_once")) {
      assertThat(SchemaMigrations.pending(connection)).containsExactlyElementsOf(SHIPPED);
      assertThat(SchemaMigrations.apply(connection)).containsExactlyElementsOf(SHIPPED);
      assertThat(SchemaMigrations.apply(connection)).isEmpty();
      assertThat(SchemaMigrations.pending(connection)).isEmpty();
    } finally {
      stack.clickhouse().query("DROP DATABASE schema_once");
    }
  }

  @Test
  void twoAtOnceDoNoHarm(EmbeddedStack stack) throws Exception {
    stack.clickhouse().query("CREATE DATABASE schema_race");
    try (JobFixture fixture = stack.fixture();
        Connection check = fixture.clickhouse().connection("schema_race")) {
      CompletableFuture.allOf(
              CompletableFuture.runAsync(() -> applyTo(fixture, "schema_race")),
              CompletableFuture.runAsync(() -> applyTo(fixture, "schema_race")))
          .get();
      assertThat(SchemaMigrations.pending(check)).isEmpty();
    } finally {
      stack.clickhouse().query("DROP DATABASE schema_race");
    }
  }

  @Test
  void whatWasCutOffBeforeItWasNotedRunsAgain(EmbeddedStack stack) throws Exception {
    stack.clickhouse().query("CREATE DATABASE schema_again");
    try (JobFixture fixture = stack.fixture();
        Connection connection = fixture.clickhouse().connection("schema_again")) {
      SchemaMigrations.apply(connection);
      stack.clickhouse().query("DROP TABLE schema_again.schema_migration");
      assertThat(SchemaMigrations.apply(connection)).containsExactlyElementsOf(SHIPPED);
    } finally {
      stack.clickhouse().query("DROP DATABASE schema_again");
    }
  }

  private static void applyTo(JobFixture fixture, String database) {
    try (Connection connection = fixture.clickhouse().connection(database)) {
      SchemaMigrations.apply(connection);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anAppliedFileThatChangedIsRefused(EmbeddedStack stack) throws Exception {
    Migration before = Migration.of("V001__a.sql", "SELECT 1");
    Migration changed = Migration.of("V001__a.sql", "SELECT 2");
    stack.clickhouse().query("CREATE DATABASE schema_changed");
    try (JobFixture fixture = stack.fixture();
        Connection connection = fixture.clickhouse().connection("schema_changed")) {
      SchemaMigrations.apply(connection, List.of(before));
      assertThatThrownBy(() -> SchemaMigrations.apply(connection, List.of(changed)))
          .isInstanceOf(SchemaException.class)
          .hasMessage(
              "schema: V001 a was applied with another content: an applied file is never changed,"
                  + " a change is a new file");
    } finally {
      stack.clickhouse().query("DROP DATABASE schema_changed");
    }
  }

  @Test
  void aStatementThatFailsIsNamed(EmbeddedStack stack) throws Exception {
    Migration broken = Migration.of("V999__broken.sql", "SELECT 1; SELEC 2;");
    try (JobFixture fixture = stack.fixture();
        Connection connection = fixture.clickhouse().connection()) {
      assertThatThrownBy(() -> SchemaMigrations.apply(connection, List.of(broken)))
          .isInstanceOf(SchemaException.class)
          .hasMessageStartingWith("schema: V999 broken, statement 2: ");
    }
  }

  @Test
  void theRowsFillColumnsThatExist(EmbeddedStack stack) throws Exception {
    try (JobFixture fixture = stack.fixture();
        Connection connection = fixture.clickhouse().connection();
        Statement statement = connection.createStatement()) {
      for (SinkTable table : SinkTable.values()) {
        statement.execute(
            "SELECT " + String.join(", ", table.columns()) + " FROM " + table.tableName());
      }
    }
  }
}
