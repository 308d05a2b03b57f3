package dev.headroom.grafana;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** Asks ClickHouse over HTTP with {@code readonly=1}: a dashboard's query must not need more. */
final class ClickHouseReader {
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final String address;
  private final String user;
  private final String password;

  ClickHouseReader(String url, String database, String user, String password) {
    this.address =
        url
            + "/?readonly=1&default_format=JSONCompact&output_format_json_quote_decimals=1&database="
            + database;
    this.user = user;
    this.password = password;
  }

  /**
   * @throws IllegalStateException with ClickHouse's message if it refuses the query
   */
  Answer ask(String sql) {
    return ask(sql, Map.of());
  }

  /**
   * As {@link #ask(String)}, with the parameters that stand in the query as {@code {name:Type}}.
   */
  Answer ask(String sql, Map<String, String> parameters) {
    StringBuilder address = new StringBuilder(this.address);
    parameters.forEach(
        (name, value) -> address.append("&param_").append(name).append('=').append(value));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address.toString()))
            .header("X-ClickHouse-User", user)
            .header("X-ClickHouse-Key", password)
            .POST(BodyPublishers.ofString(sql))
            .build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(response.body() + "\n" + sql);
      }
      return Answer.of(json.readTree(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
