package dev.headroom.cli.otelcol;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/**
 * A program of one tenant that counts its requests, and sends every count until it is acknowledged,
 * as an SDK does. Each count is one higher than the last.
 */
final class TenantSender {
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI url;
  private final String tenant;
  private final Instant start = Instant.now();
  private final Thread thread;
  private volatile boolean ended;
  private volatile long acknowledged;

  TenantSender(URI url, String tenant) {
    this.url = url;
    this.tenant = tenant;
    this.thread = new Thread(this::run, "sender-" + tenant);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    while (!ended) {
      long next = acknowledged + 1;
      byte[] request = request(next);
      while (!send(request)) {
        LockSupport.parkNanos(PAUSE.toNanos());
      }
      acknowledged = next;
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private byte[] request(long count) {
    ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
    var resource = request.addResourceMetricsBuilder();
    attribute(resource.getResourceBuilder().addAttributesBuilder(), "service.name", "shop");
    // What the configuration overwrites, since only the header is believed.
    attribute(resource.getResourceBuilder().addAttributesBuilder(), "tenant.id", "acme");
    var metric = resource.addScopeMetricsBuilder().addMetricsBuilder();
    metric.setName("headroom.requests").setUnit("{request}");
    metric
        .getSumBuilder()
        .setIsMonotonic(true)
        .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
        .addDataPointsBuilder()
        .setStartTimeUnixNano(nanos(start))
        .setTimeUnixNano(nanos(Instant.now()))
        .setAsInt(count);
    return request.build().toByteArray();
  }

  private static void attribute(
      io.opentelemetry.proto.common.v1.KeyValue.Builder attribute, String key, String value) {
    attribute.setKey(key).getValueBuilder().setStringValue(value);
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }

  /** Whether the Collector says that it has it. */
  private boolean send(byte[] request) {
    HttpRequest.Builder post =
        HttpRequest.newBuilder(url)
            .timeout(Duration.ofSeconds(5))
            .header("Content-Type", "application/x-protobuf")
            .POST(HttpRequest.BodyPublishers.ofByteArray(request));
    if (!tenant.isEmpty()) {
      post.header("x-tenant", tenant);
    }
    try {
      return http.send(post.build(), HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The last count that the Collector has acknowledged. */
  long acknowledged() {
    return acknowledged;
  }

  /** Ends with an acknowledged count. */
  void end() throws InterruptedException {
    ended = true;
    thread.join();
  }
}
