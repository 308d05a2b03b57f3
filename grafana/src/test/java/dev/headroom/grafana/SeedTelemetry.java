package dev.headroom.grafana;

import com.google.protobuf.ByteString;
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
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;

/** What a tenant's only container sends: every shipped meter, a point every five minutes. */
final class SeedTelemetry {
  static final Duration STEP = Duration.ofMinutes(5);

  private static final long GIBIBYTE = 1L << 30;

  private final String tenant;
  private final Instant start;
  private final long size;

  /**
   * @param size how many times as much it uses as the smallest tenant
   */
  SeedTelemetry(String tenant, Instant start, long size) {
    this.tenant = tenant;
    this.start = start;
    this.size = size;
  }

  /** A request and the number of points in it. */
  record Request(ByteString body, int points) {}

  /** The points at the ends of the steps {@code from} (inclusive) to {@code to} (exclusive). */
  Request steps(int from, int to) {
    List<Metric> metrics = new ArrayList<>();
    metrics.add(counter("container.cpu.time", "s", from, to, step -> step * 120 * size));
    metrics.add(counter("headroom.requests", "{request}", from, to, step -> step * 9000 * size));
    metrics.add(network(from, to));
    metrics.add(gauge("k8s.container.cpu.request", "{cpu}", from, to, step -> 2 * size));
    metrics.add(
        gauge("container.memory.working_set", "By", from, to, step -> size * GIBIBYTE + step % 97));
    metrics.add(gauge("k8s.pod.volume.usage", "By", from, to, step -> size * 40 * GIBIBYTE + step));
    metrics.add(gauge("system.cpu.logical.count", "{cpu}", from, to, step -> 4 * size));
    metrics.add(gauge("system.unheard.of", "1", from, to, step -> 1));
    return request(metrics, 8 * (to - from));
  }

  /** Two points that cannot be metered: one is no number, one lies a day ahead. */
  Request broken(int step) {
    Metric nan =
        metric("container.memory.working_set", "By")
            .setGauge(Gauge.newBuilder().addDataPoints(at(step).setAsDouble(Double.NaN)))
            .build();
    int tomorrow = step + (int) Duration.ofDays(1).dividedBy(STEP);
    return request(
        List.of(nan, gauge("k8s.pod.volume.usage", "By", tomorrow, tomorrow + 1, any -> 1)), 2);
  }

  private Request request(List<Metric> metrics, int points) {
    Resource resource =
        Resource.newBuilder()
            .addAttributes(attribute("service.name", tenant + "-db"))
            .addAttributes(attribute("tenant.id", tenant))
            .build();
    ResourceMetrics all =
        ResourceMetrics.newBuilder()
            .setResource(resource)
            .addScopeMetrics(ScopeMetrics.newBuilder().addAllMetrics(metrics))
            .build();
    return new Request(
        ExportMetricsServiceRequest.newBuilder().addResourceMetrics(all).build().toByteString(),
        points);
  }

  private Metric network(int from, int to) {
    Sum.Builder sum = cumulative();
    for (int step = from; step < to; step++) {
      sum.addDataPoints(
          since(step)
              .setAsInt(step * 50_000_000L * size)
              .addAttributes(attribute("network.io.direction", "transmit")));
    }
    return metric("container.network.io", "By").setSum(sum).build();
  }

  private Metric counter(String name, String unit, int from, int to, LongUnaryOperator value) {
    Sum.Builder sum = cumulative();
    for (int step = from; step < to; step++) {
      sum.addDataPoints(since(step).setAsInt(value.applyAsLong(step)));
    }
    return metric(name, unit).setSum(sum).build();
  }

  private Metric gauge(String name, String unit, int from, int to, LongUnaryOperator value) {
    Gauge.Builder gauge = Gauge.newBuilder();
    for (int step = from; step < to; step++) {
      gauge.addDataPoints(at(step).setAsInt(value.applyAsLong(step)));
    }
    return metric(name, unit).setGauge(gauge).build();
  }

  private NumberDataPoint.Builder since(int step) {
    return at(step).setStartTimeUnixNano(nanos(start));
  }

  private NumberDataPoint.Builder at(int step) {
    return NumberDataPoint.newBuilder().setTimeUnixNano(nanos(start.plus(STEP.multipliedBy(step))));
  }

  private static Sum.Builder cumulative() {
    return Sum.newBuilder()
        .setIsMonotonic(true)
        .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
  }

  private static Metric.Builder metric(String name, String unit) {
    return Metric.newBuilder().setName(name).setUnit(unit);
  }

  private static KeyValue attribute(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }
}
