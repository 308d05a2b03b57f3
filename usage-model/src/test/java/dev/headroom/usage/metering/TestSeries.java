package dev.headroom.usage.metering;

import dev.headroom.usage.otlp.MetricKind;
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
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A series of the tests, and OTLP messages of its points. */
public record TestSeries(
    String metric, String unit, MetricKind kind, boolean floating, Map<String, String> attributes) {

  /** A tenant that reports for nobody else. */
  static final Reporter REPORTER = new Reporter("acme", false);

  /**
   * A point.
   *
   * @param value null: no recorded value
   */
  public record Point(TestSeries series, long time, long start, @Nullable BigDecimal value) {}

  private NumberDataPoint message(Point point) {
    NumberDataPoint.Builder message =
        NumberDataPoint.newBuilder()
            .setTimeUnixNano(point.time())
            .setStartTimeUnixNano(point.start());
    BigDecimal value = point.value();
    if (value == null) {
      message.setFlags(1);
    } else if (floating) {
      message.setAsDouble(value.doubleValue());
    } else {
      message.setAsInt(value.longValueExact());
    }
    attributes.forEach((key, text) -> message.addAttributes(attribute(key, text)));
    return message.build();
  }

  private Metric message(List<Point> points) {
    Metric.Builder message = Metric.newBuilder().setName(metric).setUnit(unit);
    List<NumberDataPoint> data = points.stream().map(this::message).toList();
    if (kind == MetricKind.GAUGE) {
      return message.setGauge(Gauge.newBuilder().addAllDataPoints(data)).build();
    }
    boolean delta = kind == MetricKind.DELTA_COUNTER || kind == MetricKind.DELTA_LEVEL;
    boolean monotonic = kind == MetricKind.CUMULATIVE_COUNTER || kind == MetricKind.DELTA_COUNTER;
    return message
        .setSum(
            Sum.newBuilder()
                .addAllDataPoints(data)
                .setIsMonotonic(monotonic)
                .setAggregationTemporality(
                    delta
                        ? AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA
                        : AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE))
        .build();
  }

  static KeyValue attribute(String key, String text) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(text))
        .build();
  }

  /** A request of one resource of that name. */
  public static byte[] request(String resource, List<Point> points) {
    ResourceMetrics.Builder message = of(points);
    message.getResourceBuilder().addAttributes(attribute("service.instance.id", resource));
    return ExportMetricsServiceRequest.newBuilder()
        .addResourceMetrics(message)
        .build()
        .toByteArray();
  }

  /** One {@code ResourceMetrics}, the points in the given order. */
  public static byte[] resource(List<Point> points) {
    return of(points).build().toByteArray();
  }

  private static ResourceMetrics.Builder of(List<Point> points) {
    ScopeMetrics.Builder scope = ScopeMetrics.newBuilder();
    int i = 0;
    while (i < points.size()) {
      TestSeries series = points.get(i).series();
      List<Point> run = new ArrayList<>();
      while (i < points.size() && points.get(i).series().equals(series)) {
        run.add(points.get(i++));
      }
      scope.addMetrics(series.message(run));
    }
    return ResourceMetrics.newBuilder().addScopeMetrics(scope);
  }
}
