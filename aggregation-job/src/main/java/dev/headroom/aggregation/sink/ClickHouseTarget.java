package dev.headroom.aggregation.sink;

import com.clickhouse.client.api.Client;
import com.clickhouse.jdbc.Driver;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.Properties;

/**
 * Where ClickHouse is and as whom to speak to it.
 *
 * @param url {@code http://host:port} or https
 * @param password never shown
 */
public record ClickHouseTarget(String url, String database, String user, String password)
    implements Serializable {
  private static final long CONNECT_TIMEOUT_MILLIS = 5_000;
  private static final long SOCKET_TIMEOUT_MILLIS = 60_000;

  /** A client that tries once: whoever uses it decides what is worth another try. */
  public Client client() {
    return new Client.Builder()
        .addEndpoint(url)
        .setUsername(user)
        .setPassword(password)
        .setDefaultDatabase(database)
        .setMaxRetries(0)
        .setConnectTimeout(CONNECT_TIMEOUT_MILLIS, ChronoUnit.MILLIS)
        .setSocketTimeout(SOCKET_TIMEOUT_MILLIS, ChronoUnit.MILLIS)
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
