package dev.headroom.autoscaler.testing;

import com.google.protobuf.InvalidProtocolBufferException;
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
    return request(Resource.newBuilder().addAttributes(text("service.name", workload)), metric);
  }

  /** Of a workload on a machine: the request of a minute, as {@link #at}. */
  public static byte[] on(
      String machine, String workload, int minute, IntToDoubleFunction coresInMinute) {
    try {
      ExportMetricsServiceRequest anywhere =
          ExportMetricsServiceRequest.parseFrom(at(workload, minute, coresInMinute));
      ResourceMetrics metrics = anywhere.getResourceMetrics(0);
      return request(
          metrics.getResource().toBuilder().addAttributes(text("k8s.node.name", machine)),
          metrics.getScopeMetrics(0).getMetrics(0));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] request(Resource.Builder resource, Metric metric) {
    return ExportMetricsServiceRequest.newBuilder()
        .addResourceMetrics(
            ResourceMetrics.newBuilder()
                .setResource(resource)
                .addScopeMetrics(ScopeMetrics.newBuilder().addMetrics(metric)))
        .build()
        .toByteArray();
  }

  private static KeyValue text(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }
}
