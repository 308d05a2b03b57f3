package dev.headroom.cli.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.exporter.prometheus.PrometheusMetricReader;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The OpenTelemetry SDK of a server. OTLP export is configured by the standard environment
 * variables ({@code OTEL_METRICS_EXPORTER=otlp}, {@code OTEL_EXPORTER_OTLP_ENDPOINT}, …) and off
 * without them; Prometheus and health are served if an address is given.
 */
public final class Telemetry implements AutoCloseable {
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "otel.metrics.exporter", "none",
          "otel.traces.exporter", "none",
          "otel.logs.exporter", "none");

  private final OpenTelemetrySdk sdk;
  private final @Nullable ManagementServer server;
  private volatile Supplier<Optional<String>> complaint = () -> Optional.of("starting");

  private Telemetry(String service, @Nullable InetSocketAddress address) {
    PrometheusRegistry registry = new PrometheusRegistry();
    sdk =
        AutoConfiguredOpenTelemetrySdk.builder()
            .disableShutdownHook()
            .addPropertiesSupplier(() -> DEFAULTS)
            .addPropertiesSupplier(() -> Map.of("otel.service.name", service))
            .addMeterProviderCustomizer(
                (provider, config) -> {
                  if (address != null) {
                    PrometheusMetricReader reader = PrometheusMetricReader.create();
                    registry.register(reader);
                    provider.registerMetricReader(reader);
                  }
                  return provider;
                })
            .build()
            .getOpenTelemetrySdk();
    server =
        address == null
            ? null
            : ManagementServer.start(address, registry, () -> complaint.get().stream().toList());
  }

  /**
   * Starts; the server is not ready before {@link #ready}.
   *
   * @param service the resource attribute {@code service.name}
   * @param address where Prometheus and health are served; null: nowhere
   */
  public static Telemetry start(String service, @Nullable InetSocketAddress address) {
    return new Telemetry(service, address);
  }

  public OpenTelemetry openTelemetry() {
    return sdk;
  }

  /** From now on the server is ready as long as there is no complaint. */
  public void ready(Supplier<Optional<String>> why) {
    complaint = why;
  }

  /** From now on it is not, for good. */
  public void stopping() {
    complaint = () -> Optional.of("shutting down");
  }

  /** Where Prometheus and health are served; empty if nowhere. */
  public Optional<Integer> port() {
    return Optional.ofNullable(server).map(ManagementServer::port);
  }

  /** Sends what is due, and closes. */
  @Override
  public void close() {
    sdk.close();
    if (server != null) {
      server.close();
    }
  }
}
