package dev.headroom.collectors.shared;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.headroom.tenantmeter.CpuTime;
import dev.headroom.tenantmeter.Session;
import dev.headroom.tenantmeter.Tenant;
import dev.headroom.tenantmeter.TenantMeter;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A vendor's server for many tenants in one process: what docs/how-to/multi-tenant-server.md shows.
 * A client sends a text and gets its lines in order.
 */
final class ExampleServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private final TenantMeter meter;
  private final Map<String, String> tenants;

  /**
   * @param tenants whose a token is
   */
  ExampleServer(OpenTelemetry telemetry, Map<String, String> tenants) throws IOException {
    this.meter = TenantMeter.create(telemetry);
    this.tenants = tenants;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/sort", this::serve);
    server.start();
  }

  static OpenTelemetrySdk telemetry(String gateway, String token, String instance) {
    OtlpHttpMetricExporter exporter =
        OtlpHttpMetricExporter.builder()
            .setEndpoint(gateway + "/v1/metrics")
            .addHeader("Authorization", "Bearer " + token)
            .setCompression("gzip")
            .build();
    PeriodicMetricReader reader =
        PeriodicMetricReader.builder(exporter).setInterval(Duration.ofSeconds(10)).build();
    Resource process =
        Resource.builder()
            .put("service.name", "sorter")
            .put("service.instance.id", instance)
            .build();
    return OpenTelemetrySdk.builder()
        .setMeterProvider(
            SdkMeterProvider.builder().setResource(process).registerMetricReader(reader).build())
        .build();
  }

  private void serve(HttpExchange exchange) throws IOException {
    String key = exchange.getRequestHeaders().getFirst("Authorization");
    String id = key == null ? null : tenants.get(key);
    if (id == null) {
      exchange.sendResponseHeaders(401, -1);
    } else {
      serve(meter.tenant(id), exchange);
    }
    exchange.close();
  }

  @SuppressWarnings("try") // what is closed is used by being closed
  private static void serve(Tenant tenant, HttpExchange exchange) throws IOException {
    try (Session session = tenant.session();
        CpuTime cpu = tenant.cpu()) {
      byte[] request = exchange.getRequestBody().readAllBytes();
      tenant.request();
      tenant.bytesIn(request.length);
      byte[] answer = sort(tenant, new String(request, UTF_8)).getBytes(UTF_8);
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
      tenant.bytesOut(answer.length);
    }
  }

  private static String sort(Tenant tenant, String text) {
    StringBuilder sorted = new StringBuilder();
    text.lines()
        .sorted()
        .forEach(
            row -> {
              sorted.append(row).append('\n');
              tenant.rows(1);
            });
    return sorted.toString();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** No more requests, and those that there were are finished. */
  void stop() {
    server.stop(1);
    threads.shutdown();
    try {
      threads.awaitTermination(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
    meter.close();
  }
}
