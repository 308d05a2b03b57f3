package dev.headroom.benchmarks.tenantmeter;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;

/** A real SDK with cumulative counters, read on demand. */
final class Telemetry implements MetricReader {
  private CollectionRegistration registration = CollectionRegistration.noop();
  private final OpenTelemetrySdk sdk =
      OpenTelemetrySdk.builder()
          .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(this).build())
          .build();

  OpenTelemetrySdk sdk() {
    return sdk;
  }

  static Attributes attributes(String tenant) {
    return Attributes.of(AttributeKey.stringKey("tenant.id"), tenant);
  }

  /** The present value of a counter, 0 if there is none. */
  long value(String metric, String tenant) {
    return registration.collectAllMetrics().stream()
        .filter(data -> data.getName().equals(metric))
        .flatMap(data -> data.getLongSumData().getPoints().stream())
        .filter(point -> point.getAttributes().equals(attributes(tenant)))
        .mapToLong(LongPointData::getValue)
        .sum();
  }

  @Override
  public void register(CollectionRegistration registered) {
    registration = registered;
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType type) {
    return AggregationTemporality.CUMULATIVE;
  }

  @Override
  public CompletableResultCode forceFlush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }
}
