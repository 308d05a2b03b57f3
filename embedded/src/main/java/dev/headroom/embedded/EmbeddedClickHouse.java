package dev.headroom.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A real ClickHouse server in a child process, on 127.0.0.1, that ends when this process ends. Its
 * data directory can be used again after a stop or a kill; tables, rows, insert tokens and the
 * password are kept.
 *
 * <p>The library is fetched through npm on the first use on a machine; keep a reference to this
 * object as long as the server is needed.
 */
public final class EmbeddedClickHouse implements AutoCloseable {
  /** The database that exists after the start, and that {@link #query} uses. */
  public static final String DATABASE = "headroom";

  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final DataDirectory directory;
  private final ClickHouseConfiguration configuration;
  private final ClickHouseProcess process;
  private final ClickHouseHttp http;

  private EmbeddedClickHouse(
      DataDirectory directory, ClickHouseConfiguration configuration, ClickHouseProcess process) {
    this.directory = directory;
    this.configuration = configuration;
    this.process = process;
    this.http =
        new ClickHouseHttp(
            configuration.httpPort(), ClickHouseConfiguration.USER, configuration.password());
  }

  /** Starts on the ports this directory was used with last if they are free, else on free ones. */
  public static EmbeddedClickHouse start(Path directory) {
    return start(directory, 0, 0);
  }

  /** As {@link #start(Path, int, int, String)} with the directory's password, random at first. */
  public static EmbeddedClickHouse start(Path directory, int httpPort, int tcpPort) {
    return start(directory, httpPort, tcpPort, Optional.empty(), "");
  }

  /**
   * As {@link #start(Path)}, configured further.
   *
   * @param configuration XML elements of a ClickHouse server's configuration
   */
  public static EmbeddedClickHouse start(Path directory, String configuration) {
    return start(directory, 0, 0, Optional.empty(), configuration);
  }

  /**
   * Starts a server.
   *
   * @param httpPort 1 to 65535; or 0, see {@link #start(Path)}
   * @param tcpPort of ClickHouse's native protocol; likewise
   * @param password of the user {@link #user}, not empty; also the directory's from now on
   * @throws EmbeddedException if the directory is in use, a port is taken, the platform has no
   *     ClickHouse, it cannot be fetched, or it does not answer within a minute
   */
  public static EmbeddedClickHouse start(
      Path directory, int httpPort, int tcpPort, String password) {
    return start(directory, httpPort, tcpPort, Optional.of(password), "");
  }

  private static EmbeddedClickHouse start(
      Path directory, int httpPort, int tcpPort, Optional<String> password, String further) {
    Path library = library();
    DataDirectory locked = DataDirectory.lock(directory);
    try {
      return start(library, locked, httpPort, tcpPort, password, further);
    } catch (EmbeddedException e) {
      locked.close();
      throw e;
    } catch (IOException e) {
      locked.close();
      throw new EmbeddedException("ClickHouse in " + locked.path() + ": " + e, e);
    }
  }

  private static Path library() {
    return ChdbCache.of(System.getenv(), System.getProperty("user.home"))
        .library(ChdbPackage.of(Platform.current()), new Npm());
  }

  private static EmbeddedClickHouse start(
      Path library,
      DataDirectory locked,
      int httpPort,
      int tcpPort,
      Optional<String> password,
      String further)
      throws IOException {
    Path directory = locked.path();
    RememberedPorts ports = RememberedPorts.of("ClickHouse", directory);
    ClickHouseConfiguration configuration =
        new ClickHouseConfiguration(
            directory,
            ports.choose("http", httpPort),
            ports.choose("tcp", tcpPort),
            ClickHousePassword.of(directory, password),
            further);
    ports.save();
    ClickHouseProcess process =
        ClickHouseProcess.start(
            library, configuration.write(), directory.resolve("clickhouse.log"));
    EmbeddedClickHouse server = new EmbeddedClickHouse(locked, configuration, process);
    try {
      server.awaitReady();
      return server;
    } catch (EmbeddedException e) {
      process.kill();
      throw new EmbeddedException(
          "ClickHouse in " + directory + " did not start: " + e.getMessage(), e);
    }
  }

  private void awaitReady() {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!http.answersPing() || !createsDatabase()) {
      if (!process.isAlive()) {
        throw new EmbeddedException(process.output());
      }
      if (System.nanoTime() > deadline) {
        throw new EmbeddedException(
            "no answer in " + START_LIMIT.toSeconds() + " s. " + process.output());
      }
      Pause.millis(20);
    }
  }

  /** False if the connection broke: the server answers a ping a moment before it is up. */
  private boolean createsDatabase() {
    try {
      http.query("CREATE DATABASE IF NOT EXISTS " + DATABASE, "default");
      return true;
    } catch (EmbeddedException e) {
      if (e.getCause() instanceof IOException) {
        return false;
      }
      throw e;
    }
  }

  /** The port of the HTTP interface, which JDBC and client-v2 use. */
  public int httpPort() {
    return configuration.httpPort();
  }

  /** The port of the native protocol. */
  public int tcpPort() {
    return configuration.tcpPort();
  }

  /** The address of the HTTP interface, without a slash at its end. */
  public String httpUrl() {
    return "http://127.0.0.1:" + httpPort();
  }

  /** The JDBC address with the database {@link #DATABASE}; user and password go beside it. */
  public String jdbcUrl() {
    return "jdbc:clickhouse://127.0.0.1:" + httpPort() + "/" + DATABASE;
  }

  /** The user who may do everything. */
  public String user() {
    return ClickHouseConfiguration.USER;
  }

  /** The password of {@link #user}. */
  public String password() {
    return configuration.password();
  }

  /** The process id of the server. */
  public long pid() {
    return process.pid();
  }

  /**
   * Runs one statement and returns what the server answers: tab-separated text without the last
   * line end, unless the statement names a FORMAT.
   *
   * @throws EmbeddedException with ClickHouse's message if it refuses the statement
   */
  public String query(String sql) {
    return http.query(sql, DATABASE);
  }

  /**
   * Kills the server as {@code kill -9} does and gives the directory up. {@link #start(Path)} on
   * the same directory brings it back, on the same ports.
   */
  public void kill() {
    try {
      process.kill();
    } finally {
      directory.close();
    }
  }

  /** Stops the server and gives the directory up; closing twice, or after a kill, is harmless. */
  @Override
  public void close() {
    try {
      process.stop();
    } catch (IOException e) {
      process.kill();
    } finally {
      directory.close();
    }
  }
}
