package dev.headroom.collectors.node;

import dev.headroom.collectors.BearerToken;
import dev.headroom.collectors.node.NodeCollectorConfig.Otlp;
import dev.headroom.collectors.node.NodeCollectorConfig.Protocol;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The OpenTelemetry SDK as set up for the rules that share one token. */
final class TenantExport implements AutoCloseable {
  private static final long FLUSH_WITHIN_SECONDS = 5;

  private final SdkMeterProvider provider;
  private final ToldExporter exporter;

  /**
   * Begins to export.
   *
   * @param counted told of each export, whether it was taken
   */
  TenantExport(
      Sampler sampler,
      Set<Integer> rules,
      BearerToken token,
      Otlp otlp,
      Duration interval,
      Consumer<Boolean> counted) {
    exporter = new ToldExporter(exporter(otlp, token), otlp.endpoint().toString(), counted);
    provider =
        SdkMeterProvider.builder()
            .setResource(
                Resource.getDefault()
                    .merge(
                        Resource.create(
                            Attributes.builder()
                                .put("service.name", "headroom-node-collector")
                                .put("host.name", sampler.host())
                                .build())))
            // Not instruments, whose start time is that of this process.
            .registerMetricProducer(resource -> SampleMetrics.of(sampler.sample(), rules, resource))
            .registerMetricReader(
                PeriodicMetricReader.builder(exporter).setInterval(interval).build())
            .build();
  }

  private static MetricExporter exporter(Otlp otlp, BearerToken token) {
    String endpoint = otlp.endpoint().toString().replaceAll("/$", "");
    String authorization = "Bearer " + token.value();
    return otlp.protocol() == Protocol.GRPC
        ? OtlpGrpcMetricExporter.builder()
            .setEndpoint(endpoint)
            .addHeader("Authorization", authorization)
            .setCompression("gzip")
            .build()
        : OtlpHttpMetricExporter.builder()
            .setEndpoint(endpoint + "/v1/metrics")
            .addHeader("Authorization", authorization)
            .setCompression("gzip")
            .build();
  }

  /** Why the last export failed; empty if it did not. */
  Optional<String> complaint() {
    return exporter.complaint();
  }

  /** Sends a last time. */
  @Override
  public void close() {
    var unused = provider.shutdown().join(FLUSH_WITHIN_SECONDS, TimeUnit.SECONDS);
  }
}
