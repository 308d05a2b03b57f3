package dev.headroom.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** ClickHouse's HTTP interface on 127.0.0.1. */
final class ClickHouseHttp {
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final String url;
  private final String user;
  private final String password;

  ClickHouseHttp(int port, String user, String password) {
    this.url = "http://127.0.0.1:" + port;
    this.user = user;
    this.password = password;
  }

  boolean answersPing() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/ping")).timeout(Duration.ofSeconds(5)).build();
    try {
      return send(request).statusCode() == 200;
    } catch (IOException e) {
      return false; // not up yet
    }
  }

  String query(String sql, String database) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/?database=" + database))
            .header("X-ClickHouse-User", user)
            .header("X-ClickHouse-Key", password)
            .POST(BodyPublishers.ofString(sql))
            .build();
    try {
      HttpResponse<String> response = send(request);
      if (response.statusCode() != 200) {
        throw new EmbeddedException("ClickHouse refused a statement: " + response.body().strip());
      }
      String body = response.body();
      return body.endsWith("\n") ? body.substring(0, body.length() - 1) : body;
    } catch (IOException e) {
      throw new EmbeddedException("ClickHouse at " + url + " does not answer: " + e, e);
    }
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedException("interrupted while ClickHouse answered", e);
    }
  }
}
