package dev.headroom.cli.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.cli.CommandException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Asks a ClickHouse server over HTTP. Values never become part of the SQL: they are bound by the
 * server, as {@code {name:Type}}.
 */
public final class ClickHouse {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newHttpClient();
  private final ClickHouseAddress address;

  public ClickHouse(ClickHouseAddress address) {
    this.address = address;
  }

  public ClickHouseAddress address() {
    return address;
  }

  /**
   * The rows of a SELECT, each a JSON object by column. Decimals and 64-bit integers are strings;
   * times are ISO-8601 in UTC.
   *
   * @param values of the query's parameters by name
   * @throws CommandException if the server cannot be reached or refuses
   */
  public List<JsonNode> rows(String sql, Map<String, String> values) {
    String body = send(sql + " FORMAT JSONEachRow", values);
    List<JsonNode> rows = new ArrayList<>();
    try {
      for (String line : body.lines().toList()) {
        rows.add(JSON.readTree(line));
      }
    } catch (IOException e) {
      throw CommandException.failed(address.url() + " did not answer as ClickHouse does", e);
    }
    return rows;
  }

  /**
   * The answer to any statement, as it is: of a SELECT in the format that it names.
   *
   * @throws CommandException if the server cannot be reached or refuses
   */
  public String text(String sql, Map<String, String> values) {
    return send(sql, values);
  }

  private String send(String sql, Map<String, String> values) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address.url() + "/?" + query(values)))
            .timeout(TIMEOUT)
            .header("X-ClickHouse-User", address.user())
            .header("X-ClickHouse-Key", address.password())
            .POST(HttpRequest.BodyPublishers.ofString(sql))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw CommandException.failed("ClickHouse: " + firstLine(answer.body()));
      }
      return answer.body();
    } catch (IOException e) {
      throw CommandException.failed("ClickHouse at " + address.url() + " cannot be reached", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandException.failed("interrupted", e);
    }
  }

  private String query(Map<String, String> values) {
    Map<String, String> all = new TreeMap<>();
    all.put("database", address.database());
    all.put("date_time_output_format", "iso");
    all.put("output_format_json_quote_decimals", "1");
    all.put("output_format_json_quote_64bit_integers", "1");
    values.forEach((name, value) -> all.put("param_" + name, value));
    StringBuilder out = new StringBuilder();
    all.forEach(
        (k, v) -> out.append(out.isEmpty() ? "" : "&").append(k).append('=').append(enc(v)));
    return out.toString();
  }

  private static String enc(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static String firstLine(String body) {
    return body.lines().findFirst().orElse("no message");
  }
}
