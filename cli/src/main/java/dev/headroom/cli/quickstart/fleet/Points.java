package dev.headroom.cli.quickstart.fleet;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.Sum;
import java.time.Instant;

/** The OTLP messages that the simulated tenants send. */
final class Points {
  private Points() {}

  static Metric gauge(String name, String unit, Instant time, long value) {
    return gauge(name, unit, at(time).setAsInt(value));
  }

  static Metric gauge(String name, String unit, Instant time, double value) {
    return gauge(name, unit, at(time).setAsDouble(value));
  }

  static Metric counter(String name, String unit, Instant start, Instant time, long value) {
    return counter(name, unit, since(start, time).setAsInt(value));
  }

  static Metric counter(String name, String unit, Instant start, Instant time, double value) {
    return counter(name, unit, since(start, time).setAsDouble(value));
  }

  /** Bytes in both directions, as semantic conventions have it: one metric, one attribute. */
  static Metric network(Instant start, Instant time, long transmitted, long received) {
    return counter(
        "container.network.io",
        "By",
        direction(since(start, time).setAsInt(transmitted), "transmit"),
        direction(since(start, time).setAsInt(received), "receive"));
  }

  static KeyValue attribute(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  private static Metric gauge(String name, String unit, NumberDataPoint.Builder point) {
    return metric(name, unit).setGauge(Gauge.newBuilder().addDataPoints(point)).build();
  }

  private static Metric counter(String name, String unit, NumberDataPoint.Builder... points) {
    Sum.Builder sum =
        Sum.newBuilder()
            .setIsMonotonic(true)
            .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    for (NumberDataPoint.Builder point : points) {
      sum.addDataPoints(point);
    }
    return metric(name, unit).setSum(sum).build();
  }

  private static Metric.Builder metric(String name, String unit) {
    return Metric.newBuilder().setName(name).setUnit(unit);
  }

  private static NumberDataPoint.Builder direction(NumberDataPoint.Builder point, String value) {
    return point.addAttributes(attribute("network.io.direction", value));
  }

  private static NumberDataPoint.Builder since(Instant start, Instant time) {
    return at(time).setStartTimeUnixNano(nanos(start));
  }

  private static NumberDataPoint.Builder at(Instant time) {
    return NumberDataPoint.newBuilder().setTimeUnixNano(nanos(time));
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }
}
