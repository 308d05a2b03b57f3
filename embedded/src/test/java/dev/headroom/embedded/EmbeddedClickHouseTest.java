package dev.headroom.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedClickHouseTest {
  private static final String INSERT =
      "INSERT INTO t SETTINGS insert_deduplication_token = '%s', async_insert = 0 VALUES (%d)";

  @TempDir Path directory;

  @Test
  void rowsTokensAndAddressSurviveAKill() {
    EmbeddedClickHouse killed = EmbeddedClickHouse.start(directory);
    killed.query(
        "CREATE TABLE t (x Int64) ENGINE = MergeTree ORDER BY x"
            + " SETTINGS non_replicated_deduplication_window = 100");
    killed.query(INSERT.formatted("first", 1));
    killed.kill();

    try (EmbeddedClickHouse server = EmbeddedClickHouse.start(directory)) {
      assertThat(server.httpUrl()).isEqualTo(killed.httpUrl());
      assertThat(server.tcpPort()).isEqualTo(killed.tcpPort());
      assertThat(server.password()).isEqualTo(killed.password());
      server.query(INSERT.formatted("first", 1));
      server.query(INSERT.formatted("second", 20));
      assertThat(server.query("SELECT count(), sum(x) FROM t")).isEqualTo("2\t21");
    }
  }

  @Test
  void writesNothingOutsideOfItsDirectory() {
    try (EmbeddedClickHouse server = EmbeddedClickHouse.start(directory)) {
      server.query(
          "SELECT 1 AS a FORMAT ProtobufSingle SETTINGS format_schema_source = 'string',"
              + " format_schema = 'syntax = \"proto3\"; message M { int32 a = 1; }',"
              + " format_schema_message_name = 'M'");
      assertThat(directory.resolve("__cache__")).isNotEmptyDirectory();
      assertThat(Path.of("__cache__")).doesNotExist();
    }
  }

  @Test
  void answersJdbcInUtc() throws SQLException {
    try (EmbeddedClickHouse server = EmbeddedClickHouse.start(directory, 0, 0, "secret, \"&'<");
        Connection connection =
            DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT currentDatabase(), timezone()")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getString(1)).isEqualTo("headroom");
      assertThat(row.getString(2)).isEqualTo("UTC");
    }
  }

  @Test
  void letsNobodyInWithoutThePassword() {
    try (EmbeddedClickHouse server = EmbeddedClickHouse.start(directory)) {
      server.query("CREATE TABLE t (x Int64) ENGINE = MergeTree ORDER BY x");
      ClickHouseHttp guess = new ClickHouseHttp(server.httpPort(), "headroom", "guess");
      assertThatThrownBy(() -> guess.query("SELECT 1", "headroom"))
          .hasMessageContaining("AUTHENTICATION_FAILED");

      ClickHouseHttp stranger = new ClickHouseHttp(server.httpPort(), "default", "");
      for (String sql :
          new String[] {
            "SELECT * FROM headroom.t",
            "INSERT INTO headroom.t VALUES (1)",
            "CREATE TABLE default.mine (x Int64) ENGINE = Memory",
            "SELECT * FROM file('/etc/hostname', LineAsString)",
            "SELECT * FROM url('http://127.0.0.1:1/', LineAsString)",
            "KILL QUERY WHERE 1",
            "SYSTEM SHUTDOWN",
            "GRANT ALL ON *.* TO default"
          }) {
        assertThatThrownBy(() -> stranger.query(sql, "default"))
            .as(sql)
            .hasMessageContaining("ACCESS_DENIED");
      }
      assertThat(stranger.query("SHOW DATABASES", "default")).isEqualTo("system");
    }
  }

  @Test
  void refusesADirectoryInUseATakenPortAndAnEmptyPassword() {
    try (EmbeddedClickHouse server = EmbeddedClickHouse.start(directory)) {
      assertThatThrownBy(() -> EmbeddedClickHouse.start(directory))
          .isInstanceOf(EmbeddedException.class)
          .hasMessageContaining("data directory " + directory + " is in use");
      Path other = directory.resolve("other");
      assertThatThrownBy(() -> EmbeddedClickHouse.start(other, server.httpPort(), 0))
          .isInstanceOf(EmbeddedException.class)
          .hasMessageContaining(
              "ClickHouse (http) cannot listen on 127.0.0.1:" + server.httpPort());
      assertThatThrownBy(() -> EmbeddedClickHouse.start(other, 0, 0, " "))
          .isInstanceOf(EmbeddedException.class)
          .hasMessageContaining("expected a password");
    }
  }

  @Test
  void saysWhyTheChildEnded() throws IOException {
    Path notALibrary = Files.writeString(directory.resolve("libchdb.so"), "text");
    Path log = directory.resolve("log");
    ClickHouseProcess child = ClickHouseProcess.start(notALibrary, directory, log);
    ProcessHandle.of(child.pid()).ifPresent(handle -> handle.onExit().join());
    assertThat(child.output()).hasLineCount(1).contains("libchdb.so").contains("file too short");
  }

  @Test
  void saysWhyItDidNotStart() throws IOException {
    Path metadata = Files.createDirectories(directory.resolve("data")).resolve("metadata");
    Files.writeString(metadata, "a file where a directory should be");
    assertThatThrownBy(() -> EmbeddedClickHouse.start(directory))
        .isInstanceOf(EmbeddedException.class)
        .hasMessageContaining("ClickHouse in " + directory + " did not start")
        .hasMessageContaining("metadata");
    DataDirectory.lock(directory).close(); // the failed start gave it back
  }
}
