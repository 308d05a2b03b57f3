package dev.headroom.usage.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class NumberPointTest {

  /** Keeps what it is told, as text. */
  private static final class Told implements PointVisitor {
    private final List<String> metrics = new ArrayList<>();
    private final List<String> points = new ArrayList<>();
    private final List<List<Long>> series = new ArrayList<>();
    private final List<String> attributes = new ArrayList<>();
    private boolean dictionary;

    @Override
    public boolean metric(MetricHeader metric) {
      metrics.add(metric.name() + " " + metric.kind() + " " + metric.points());
      return true;
    }

    @Override
    public void point(NumberPoint point) {
      String value = point.isInteger() ? "int " + point.integer() : "";
      value += point.isFloating() ? "double " + point.floating() : "";
      value += point.hasNoRecordedValue() ? " none" : "";
      points.add(point.startNanos() + "-" + point.timeNanos() + " " + value);
      series.add(List.of(point.seriesHigh(), point.seriesLow()));
      dictionary |= point.usesDictionary();
      for (String key : List.of("text", "true", "int", "double", "array", "map", "bytes", "s")) {
        attributes.add(key + "=" + Objects.requireNonNullElse(point.attribute(key), "-"));
      }
    }

    @Override
    public void endOfMetric() {}
  }

  private static Told read(ResourceMetrics resource) throws MalformedOtlpException {
    Told told = new Told();
    byte[] bytes = resource.toByteArray();
    ResourceMetricsReader.read(bytes, 0, bytes.length, told);
    return told;
  }

  @Test
  void tellsEveryMetricAndNumber() throws Exception {
    NumberDataPoint floating =
        NumberDataPoint.newBuilder().setTimeUnixNano(-1).setAsDouble(0.5).setFlags(1).build();
    Told told =
        read(
            Messages.resource(
                List.of(),
                Messages.gauge("g", "By", Messages.point(5, Long.MIN_VALUE), floating),
                Messages.histogram(),
                Messages.exponentialHistogram(),
                Messages.summary(),
                sum(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE, true),
                sum(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE, false),
                sum(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA, true),
                sum(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA, false),
                sum(AggregationTemporality.AGGREGATION_TEMPORALITY_UNSPECIFIED, true),
                Metric.newBuilder().setName("none").build()));
    assertThat(told.metrics)
        .containsExactly(
            "g GAUGE 2",
            "histogram HISTOGRAM 2",
            "exponential EXPONENTIAL_HISTOGRAM 1",
            "summary SUMMARY 1",
            "sum CUMULATIVE_COUNTER 1",
            "sum CUMULATIVE_LEVEL 1",
            "sum DELTA_COUNTER 1",
            "sum DELTA_LEVEL 1",
            "sum SUM_WITHOUT_TEMPORALITY 1",
            "none EMPTY 0");
    assertThat(told.points)
        .containsExactly(
            "1-5 int -9223372036854775808",
            "0--1 double 0.5 none",
            "1-1 int 2",
            "1-1 int 2",
            "1-1 int 2",
            "1-1 int 2");
    assertThat(told.series.subList(2, 6)).doesNotHaveDuplicates();
  }

  private static Metric sum(AggregationTemporality temporality, boolean monotonic) {
    return Messages.sum("sum", temporality, monotonic, Messages.point(1, 2));
  }

  @Test
  void showsAttributesAsText() throws Exception {
    NumberDataPoint point = Messages.point(1, 1, Messages.everyKind().toArray(new KeyValue[0]));
    Told told = read(Messages.resource(List.of(), Messages.gauge("g", "1", point)));
    assertThat(told.attributes)
        .containsExactly(
            "text=Zürich",
            "true=true",
            "int=-42",
            "double=1.5",
            "array=[\"x\\\"y\",-1,null]",
            "map={\"a\":[\"x\\\"y\",-1,null],\"b\":\"2\"}",
            "bytes=AQL/",
            "s=t");
  }

  @Test
  void thePointComesBeforeItsScopeAndThatBeforeItsResource() throws Exception {
    List<KeyValue> resource = List.of(Messages.text("s", "resource"), Messages.text("text", "r"));
    Metric onPoint = Messages.gauge("g", "1", Messages.point(1, 1, Messages.text("s", "point")));
    assertThat(read(Messages.resource(resource, onPoint)).attributes).contains("s=point", "text=r");
    Metric plain = Messages.gauge("g", "1", Messages.point(1, 1));
    assertThat(read(Messages.resource(resource, plain)).attributes).contains("s=t", "text=r");
  }

  @Test
  void aSeriesIsItsAttributesInAnyOrder() throws Exception {
    List<KeyValue> attributes = new ArrayList<>(Messages.everyKind());
    NumberDataPoint plain = Messages.point(1, 1, attributes.toArray(new KeyValue[0]));
    Collections.reverse(attributes);
    NumberDataPoint reversed = Messages.point(2, 1, attributes.toArray(new KeyValue[0]));
    attributes.remove(0);
    NumberDataPoint fewer = Messages.point(3, 1, attributes.toArray(new KeyValue[0]));
    Told told =
        read(Messages.resource(List.of(), Messages.gauge("g", "1", plain, reversed, fewer)));
    assertThat(told.series.get(0)).isEqualTo(told.series.get(1));
    assertThat(told.series.get(0)).isNotEqualTo(told.series.get(2));
  }

  @Test
  void aSeriesIsAnotherInAnotherScopeResourceUnitOrName() throws Exception {
    NumberDataPoint point = Messages.point(1, 1);
    ResourceMetrics plain = Messages.resource(List.of(), Messages.gauge("g", "1", point));
    ResourceMetrics.Builder scoped = plain.toBuilder();
    scoped.getScopeMetricsBuilder(0).getScopeBuilder().setVersion("2");
    List<List<Long>> series = new ArrayList<>();
    series.addAll(read(plain).series);
    series.addAll(read(scoped.build()).series);
    series.addAll(
        read(Messages.resource(List.of(Messages.text("a", "b")), Messages.gauge("g", "1", point)))
            .series);
    series.addAll(read(Messages.resource(List.of(), Messages.gauge("g", "2", point))).series);
    series.addAll(read(Messages.resource(List.of(), Messages.gauge("g1", "", point))).series);
    assertThat(series).hasSize(5).doesNotHaveDuplicates();
  }

  @Test
  void noticesTheDictionary() throws Exception {
    KeyValue byIndex =
        KeyValue.newBuilder()
            .setKeyStrindex(3)
            .setValue(AnyValue.newBuilder().setStringValueStrindex(4))
            .build();
    NumberDataPoint plain = Messages.point(1, 1);
    assertThat(read(Messages.resource(List.of(), Messages.gauge("g", "1", plain))).dictionary)
        .isFalse();
    assertThat(
            read(Messages.resource(List.of(byIndex), Messages.gauge("g", "1", plain))).dictionary)
        .isTrue();
    NumberDataPoint indexed = Messages.point(1, 1, byIndex);
    assertThat(read(Messages.resource(List.of(), Messages.gauge("g", "1", indexed))).dictionary)
        .isTrue();
  }
}
