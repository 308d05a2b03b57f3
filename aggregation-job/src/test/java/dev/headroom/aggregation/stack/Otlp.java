package dev.headroom.aggregation.stack;

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

/** Requests as an SDK sends them. */
public final class Otlp {
  /** A whole hour, and the start of every counter. */
  public static final Instant START = Instant.parse("2025-03-01T10:00:00Z");

  private static final Duration STEP = Duration.ofMinutes(1);

  private Otlp() {}

  public static byte[] request(ResourceMetrics... resources) {
    return ExportMetricsServiceRequest.newBuilder()
        .addAllResourceMetrics(List.of(resources))
        .build()
        .toByteArray();
  }

  /**
   * A counter that rises by {@code perMinute} each minute from zero at {@link #START}.
   *
   * @param fromMinute first point, minutes after the start
   * @param toMinute last point, inclusive
   */
  public static ResourceMetrics counter(
      String resource, String metric, String unit, double perMinute, int fromMinute, int toMinute) {
    Sum.Builder sum =
        Sum.newBuilder()
            .setIsMonotonic(true)
            .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    for (int minute = fromMinute; minute <= toMinute; minute++) {
      sum.addDataPoints(point(START.plus(STEP.multipliedBy(minute)), perMinute * minute));
    }
    Metric counter = Metric.newBuilder().setName(metric).setUnit(unit).setSum(sum).build();
    return resource(resource, counter);
  }

  /** A counter that began at a time, and has come to an amount at another. */
  public static ResourceMetrics used(
      String resource, String metric, String unit, Instant start, Instant end, double amount) {
    Sum.Builder sum =
        Sum.newBuilder()
            .setIsMonotonic(true)
            .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
            .addDataPoints(point(end, amount).setStartTimeUnixNano(nanos(start)));
    return resource(
        resource, Metric.newBuilder().setName(metric).setUnit(unit).setSum(sum).build());
  }

  public static NumberDataPoint.Builder point(Instant time, double value) {
    return NumberDataPoint.newBuilder()
        .setStartTimeUnixNano(nanos(START))
        .setTimeUnixNano(nanos(time))
        .setAsDouble(value);
  }

  public static ResourceMetrics resource(String name, Metric... metrics) {
    return ResourceMetrics.newBuilder()
        .setResource(Resource.newBuilder().addAttributes(attribute("service.instance.id", name)))
        .addScopeMetrics(ScopeMetrics.newBuilder().addAllMetrics(List.of(metrics)))
        .build();
  }

  public static KeyValue attribute(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }
}
