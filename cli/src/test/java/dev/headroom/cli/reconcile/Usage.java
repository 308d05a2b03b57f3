package dev.headroom.cli.reconcile;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.resource.v1.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Requests of counters that rise by the same amount each minute. */
final class Usage {
  static final Instant START = Instant.parse("2026-06-10T10:00:00Z");

  private Usage() {}

  static byte[] request(ResourceMetrics... resources) {
    return ExportMetricsServiceRequest.newBuilder()
        .addAllResourceMetrics(List.of(resources))
        .build()
        .toByteArray();
  }

  /** Points from the first minute after the start to the last, inclusive. */
  static ResourceMetrics counter(
      String resource, String metric, String unit, double perMinute, int first, int last) {
    Sum.Builder sum =
        Sum.newBuilder()
            .setIsMonotonic(true)
            .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    for (int minute = first; minute <= last; minute++) {
      sum.addDataPoints(
          NumberDataPoint.newBuilder()
              .setStartTimeUnixNano(nanos(START))
              .setTimeUnixNano(nanos(START.plus(Duration.ofMinutes(minute))))
              .setAsDouble(perMinute * minute));
    }
    return resource(resource, Metric.newBuilder().setName(metric).setUnit(unit).setSum(sum));
  }

  private static ResourceMetrics resource(String name, Metric.Builder metric) {
    return ResourceMetrics.newBuilder()
        .setResource(
            Resource.newBuilder()
                .addAttributes(
                    KeyValue.newBuilder()
                        .setKey("service.instance.id")
                        .setValue(AnyValue.newBuilder().setStringValue(name))))
        .addScopeMetrics(ScopeMetrics.newBuilder().addMetrics(metric))
        .build();
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }
}
