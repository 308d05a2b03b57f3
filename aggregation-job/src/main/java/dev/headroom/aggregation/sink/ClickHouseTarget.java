package dev.headroom.aggregation.sink;

import com.clickhouse.client.api.Client;
import com.clickhouse.jdbc.Driver;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Properties;

/**
 * Where ClickHouse is and as whom to speak to it.
 *
 * @param url {@code http://host:port} or https
 * @param password never shown
 * @param timeout how long an answer may take, and how long an insert is tried before the job goes
 *     back to its checkpoint; 1 s to 1 h
 */
public record ClickHouseTarget(
    String url, String database, String user, String password, Duration timeout)
    implements Serializable {
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

  private static final long CONNECT_TIMEOUT_MILLIS = 5_000;

  public ClickHouseTarget {
    if (timeout.compareTo(Duration.ofSeconds(1)) < 0
        || timeout.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("timeout is not in 1s…1h");
    }
  }

  /** With {@link #DEFAULT_TIMEOUT}. */
  public ClickHouseTarget(String url, String database, String user, String password) {
    this(url, database, user, password, DEFAULT_TIMEOUT);
  }

  /** A client that tries once: whoever uses it decides what is worth another try. */
  public Client client() {
    return new Client.Builder()
        .addEndpoint(url)
        .setUsername(user)
        .setPassword(password)
        .setDefaultDatabase(database)
        .setMaxRetries(0)
        .setConnectTimeout(Math.min(CONNECT_TIMEOUT_MILLIS, timeout.toMillis()), ChronoUnit.MILLIS)
        .setSocketTimeout(timeout.toMillis(), ChronoUnit.MILLIS)
        .compressClientRequest(true)
        .build();
  }

  /** A JDBC connection, for schema and reading. */
  public Connection connection() throws SQLException {
    return connection(database);
  }

  /** A JDBC connection to another database of the same server. */
  public Connection connection(String otherDatabase) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    // Not through DriverManager: it looks for drivers once a JVM, and in a Flink cluster every
    // submission has a class loader of its own.
    return new Driver().connect("jdbc:clickhouse:" + url + "/" + otherDatabase, properties);
  }

  @Override
  public String toString() {
    return user + " at " + url + "/" + database;
  }
}
