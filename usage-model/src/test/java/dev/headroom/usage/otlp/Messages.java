package dev.headroom.usage.otlp;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Exemplar;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogram;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.metrics.v1.Summary;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** OTLP messages with something of everything. */
final class Messages {
  private Messages() {}

  static KeyValue text(String key, String value) {
    return keyValue(key, AnyValue.newBuilder().setStringValue(value).build());
  }

  static KeyValue keyValue(String key, AnyValue value) {
    return KeyValue.newBuilder().setKey(key).setValue(value).build();
  }

  static List<KeyValue> everyKind() {
    ArrayValue array =
        ArrayValue.newBuilder()
            .addValues(AnyValue.newBuilder().setStringValue("x\"y"))
            .addValues(AnyValue.newBuilder().setIntValue(-1))
            .addValues(AnyValue.newBuilder())
            .build();
    KeyValueList map =
        KeyValueList.newBuilder()
            .addValues(text("b", "2"))
            .addValues(keyValue("a", AnyValue.newBuilder().setArrayValue(array).build()))
            .build();
    return List.of(
        text("text", "Zürich"),
        keyValue("true", AnyValue.newBuilder().setBoolValue(true).build()),
        keyValue("int", AnyValue.newBuilder().setIntValue(-42).build()),
        keyValue("double", AnyValue.newBuilder().setDoubleValue(1.5).build()),
        keyValue("array", AnyValue.newBuilder().setArrayValue(array).build()),
        keyValue("map", AnyValue.newBuilder().setKvlistValue(map).build()),
        keyValue(
            "bytes",
            AnyValue.newBuilder()
                .setBytesValue(com.google.protobuf.ByteString.copyFrom(new byte[] {1, 2, -1}))
                .build()),
        keyValue("nothing", AnyValue.getDefaultInstance()));
  }

  static NumberDataPoint point(long time, long value, KeyValue... attributes) {
    return NumberDataPoint.newBuilder()
        .setTimeUnixNano(time)
        .setStartTimeUnixNano(1)
        .setAsInt(value)
        .addAllAttributes(List.of(attributes))
        .build();
  }

  static Metric gauge(String name, String unit, NumberDataPoint... points) {
    return Metric.newBuilder()
        .setName(name)
        .setUnit(unit)
        .setGauge(Gauge.newBuilder().addAllDataPoints(List.of(points)))
        .build();
  }

  static Metric sum(
      String name,
      AggregationTemporality temporality,
      boolean monotonic,
      NumberDataPoint... points) {
    return Metric.newBuilder()
        .setName(name)
        .setUnit("s")
        .setDescription("a sum")
        .setSum(
            Sum.newBuilder()
                .addAllDataPoints(List.of(points))
                .setIsMonotonic(monotonic)
                .setAggregationTemporality(temporality))
        .addMetadata(text("meta", "data"))
        .build();
  }

  static Metric histogram() {
    HistogramDataPoint point =
        HistogramDataPoint.newBuilder()
            .setCount(3)
            .setSum(2.5)
            .addBucketCounts(1)
            .addBucketCounts(2)
            .addExplicitBounds(0.5)
            .addExemplars(Exemplar.newBuilder().setAsInt(4))
            .build();
    return Metric.newBuilder()
        .setName("histogram")
        .setHistogram(Histogram.newBuilder().addDataPoints(point).addDataPoints(point))
        .build();
  }

  static Metric exponentialHistogram() {
    ExponentialHistogramDataPoint.Buckets buckets =
        ExponentialHistogramDataPoint.Buckets.newBuilder()
            .setOffset(-3)
            .addBucketCounts(300)
            .addBucketCounts(1)
            .build();
    return Metric.newBuilder()
        .setName("exponential")
        .setExponentialHistogram(
            ExponentialHistogram.newBuilder()
                .addDataPoints(
                    ExponentialHistogramDataPoint.newBuilder().setScale(-2).setPositive(buckets)))
        .build();
  }

  static Metric summary() {
    return Metric.newBuilder()
        .setName("summary")
        .setSummary(
            Summary.newBuilder()
                .addDataPoints(
                    SummaryDataPoint.newBuilder()
                        .addQuantileValues(
                            SummaryDataPoint.ValueAtQuantile.newBuilder().setQuantile(0.5))))
        .build();
  }

  static ResourceMetrics resource(List<KeyValue> attributes, Metric... metrics) {
    ScopeMetrics.Builder scope = ScopeMetrics.newBuilder();
    scope.getScopeBuilder().setName("scope").setVersion("1").addAttributes(text("s", "t"));
    ResourceMetrics.Builder resource = ResourceMetrics.newBuilder().setSchemaUrl("urn:schema");
    resource.getResourceBuilder().addAllAttributes(attributes);
    return resource.addScopeMetrics(scope.addAllMetrics(List.of(metrics))).build();
  }

  static ExportMetricsServiceRequest request(ResourceMetrics... resources) {
    return ExportMetricsServiceRequest.newBuilder()
        .addAllResourceMetrics(List.of(resources))
        .build();
  }

  /** Every kind of metric, value and attribute. */
  static ExportMetricsServiceRequest everything() {
    List<KeyValue> attributes = new ArrayList<>(everyKind());
    attributes.add(text("tenant.id", "acme"));
    NumberDataPoint rich =
        point(7, 8).toBuilder()
            .addAllAttributes(everyKind())
            .setFlags(1)
            .addExemplars(
                Exemplar.newBuilder().setAsDouble(1).addAllFilteredAttributes(everyKind()))
            .build();
    ResourceMetrics first =
        resource(
            attributes,
            gauge("gauge", "By", point(5, 6, text("k", "v")), rich),
            sum(
                "sum",
                AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE,
                true,
                point(1, 2)),
            histogram(),
            exponentialHistogram(),
            summary(),
            Metric.newBuilder().setName("empty").build());
    ResourceMetrics second =
        resource(
            List.of(text("tenant.id", "globex")),
            sum("sum", AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA, false, point(1, -2)));
    return request(first, second, ResourceMetrics.getDefaultInstance());
  }

  static ExportMetricsServiceRequest mapped(UnaryOperator<List<KeyValue>> attributes) {
    return request(resource(attributes.apply(everyKind()), gauge("g", "1", point(1, 2))));
  }
}
