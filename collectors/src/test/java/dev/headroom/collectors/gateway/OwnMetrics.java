package dev.headroom.collectors.gateway;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import java.util.Map;
import java.util.TreeMap;

/** What a gateway counts of itself. */
final class OwnMetrics implements MetricReader {
  private CollectionRegistration registered = CollectionRegistration.noop();

  /** Where a gateway is to tell it. */
  OpenTelemetrySdk openTelemetry() {
    return OpenTelemetrySdk.builder()
        .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(this).build())
        .build();
  }

  /** The requests so far by protocol and outcome, such as {@code grpc unavailable}. */
  Map<String, Long> requests() {
    Map<String, Long> requests = new TreeMap<>();
    for (var metric : registered.collectAllMetrics()) {
      if (metric.getName().equals("headroom.gateway.requests")) {
        for (LongPointData point : metric.getLongSumData().getPoints()) {
          String protocol =
              point.getAttributes().get(AttributeKey.stringKey("network.protocol.name"));
          String outcome = point.getAttributes().get(AttributeKey.stringKey("headroom.outcome"));
          requests.put(protocol + " " + outcome, point.getValue());
        }
      }
    }
    return requests;
  }

  @Override
  public void register(CollectionRegistration registration) {
    registered = registration;
  }

  @Override
  public CompletableResultCode forceFlush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType type) {
    return AggregationTemporality.CUMULATIVE;
  }
}
