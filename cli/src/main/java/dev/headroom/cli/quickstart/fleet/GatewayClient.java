package dev.headroom.cli.quickstart.fleet;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Sends a tenant's exports to the gateway, as any OTLP/HTTP exporter does. */
public final class GatewayClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI metrics;
  private final Map<String, String> tokens;

  /**
   * A client.
   *
   * @param endpoint of the gateway, {@code http://127.0.0.1:4318}
   * @param tokens of each tenant
   */
  public GatewayClient(URI endpoint, Map<String, String> tokens) {
    this.metrics = endpoint.resolve("/v1/metrics");
    this.tokens = Map.copyOf(tokens);
  }

  /** Completes when the gateway has acknowledged every point; fails if it did not. */
  CompletableFuture<Export.Request> send(String tenant, Export.Request export) {
    HttpRequest request =
        HttpRequest.newBuilder(metrics)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/x-protobuf")
            .header("Authorization", "Bearer " + tokens.get(tenant))
            .POST(HttpRequest.BodyPublishers.ofByteArray(export.body().toByteArray()))
            .build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
        .thenApply(
            response -> {
              accept(tenant, response);
              return export;
            });
  }

  private static void accept(String tenant, HttpResponse<byte[]> response) {
    if (response.statusCode() != 200) {
      throw refused(tenant, "status " + response.statusCode());
    }
    try {
      long rejected =
          ExportMetricsServiceResponse.parseFrom(response.body())
              .getPartialSuccess()
              .getRejectedDataPoints();
      if (rejected > 0) {
        throw refused(tenant, rejected + " points were rejected");
      }
    } catch (InvalidProtocolBufferException e) {
      throw refused(tenant, "an answer that is not OTLP");
    }
  }

  private static CompletionException refused(String tenant, String how) {
    return new CompletionException(
        new IOException("the gateway refused an export of tenant " + tenant + ": " + how));
  }
}
