package dev.headroom.autoscaler.testing;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.resource.v1.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.function.IntToDoubleFunction;

/** CPU time of a workload, as an SDK sends it: one request a minute. */
public final class CpuUsage {
  /** A whole hour, and the start of every counter. */
  public static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private CpuUsage() {}

  public static Instant minute(int number) {
    return START.plus(Duration.ofMinutes(number));
  }

  /**
   * The request of a minute of a counter in {@code s}.
   *
   * @param coresInMinute what is used in the minute that ends at the given one
   */
  public static byte[] at(String workload, int minute, IntToDoubleFunction coresInMinute) {
    double seconds = 0;
    for (int passed = 1; passed <= minute; passed++) {
      seconds += 60 * coresInMinute.applyAsDouble(passed);
    }
    return request(workload, "container.cpu.time", "s", minute(minute), seconds);
  }

  public static byte[] request(
      String workload, String metric, String unit, Instant time, double value) {
    Sum sum =
        Sum.newBuilder()
            .setIsMonotonic(true)
            .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
            .addDataPoints(
                NumberDataPoint.newBuilder()
                    .setStartTimeUnixNano(nanos(START))
                    .setTimeUnixNano(nanos(time))
                    .setAsDouble(value))
            .build();
    return request(workload, Metric.newBuilder().setName(metric).setUnit(unit).setSum(sum).build());
  }

  /** A gauge of one point. */
  public static Metric gauge(String metric, String unit, Instant time, double value) {
    return Metric.newBuilder()
        .setName(metric)
        .setUnit(unit)
        .setGauge(
            Gauge.newBuilder()
                .addDataPoints(
                    NumberDataPoint.newBuilder().setTimeUnixNano(nanos(time)).setAsDouble(value)))
        .build();
  }

  /** A request with one metric, whose resource names the workload. */
  public static byte[] request(String workload, Metric metric) {
    KeyValue name =
        KeyValue.newBuilder()
            .setKey("service.name")
            .setValue(AnyValue.newBuilder().setStringValue(workload))
            .build();
    return ExportMetricsServiceRequest.newBuilder()
        .addResourceMetrics(
            ResourceMetrics.newBuilder()
                .setResource(Resource.newBuilder().addAttributes(name))
                .addScopeMetrics(ScopeMetrics.newBuilder().addMetrics(metric)))
        .build()
        .toByteArray();
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }
}
