package dev.headroom.collectors.node;

import dev.headroom.collectors.BearerToken;
import dev.headroom.collectors.node.NodeCollectorConfig.Otlp;
import dev.headroom.collectors.node.NodeCollectorConfig.Protocol;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The OpenTelemetry SDK as set up for the rules that share one token. */
final class TenantExport implements AutoCloseable {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final long FLUSH_WITHIN_SECONDS = 5;

  private final Sampler sampler;
  private final Set<Integer> rules;
  private final SdkMeterProvider provider;
  private final Map<NodeMetric, ObservableDoubleMeasurement> seconds =
      new EnumMap<>(NodeMetric.class);
  private final Map<NodeMetric, ObservableLongMeasurement> numbers =
      new EnumMap<>(NodeMetric.class);

  TenantExport(
      Sampler sampler, Set<Integer> rules, BearerToken token, Otlp otlp, Duration interval) {
    this.sampler = sampler;
    this.rules = rules;
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
            .registerMetricReader(
                PeriodicMetricReader.builder(
                        new ToldExporter(exporter(otlp, token), otlp.endpoint().toString()))
                    .setInterval(interval)
                    .build())
            .build();
    observe();
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

  private void observe() {
    Meter meter = provider.get("dev.headroom.collectors.node");
    for (NodeMetric metric : NodeMetric.values()) {
      switch (metric.kind()) {
        case CPU_NANOS ->
            seconds.put(
                metric,
                meter
                    .counterBuilder(metric.text())
                    .ofDoubles()
                    .setUnit(metric.unit())
                    .buildObserver());
        case COUNTER ->
            numbers.put(
                metric, meter.counterBuilder(metric.text()).setUnit(metric.unit()).buildObserver());
        case LEVEL ->
            numbers.put(
                metric,
                meter.upDownCounterBuilder(metric.text()).setUnit(metric.unit()).buildObserver());
      }
    }
    ObservableMeasurement[] all =
        Stream.concat(seconds.values().stream(), numbers.values().stream())
            .toArray(ObservableMeasurement[]::new);
    // One callback for all instruments, so that what is sent together was read together.
    var unused = meter.batchCallback(this::record, all[0], Arrays.copyOfRange(all, 1, all.length));
  }

  private void record() {
    sampler
        .sample()
        .forEach(
            (series, value) -> {
              if (rules.contains(series.rule())) {
                record(series, value);
              }
            });
  }

  private void record(Series series, long value) {
    ObservableDoubleMeasurement inSeconds = seconds.get(series.metric());
    ObservableLongMeasurement inNumbers = numbers.get(series.metric());
    if (inSeconds != null) {
      inSeconds.record(value / NANOS_PER_SECOND, series.attributes());
    } else if (inNumbers != null) {
      inNumbers.record(value, series.attributes());
    }
  }

  /** Sends a last time. */
  @Override
  public void close() {
    var unused = provider.shutdown().join(FLUSH_WITHIN_SECONDS, TimeUnit.SECONDS);
  }
}
