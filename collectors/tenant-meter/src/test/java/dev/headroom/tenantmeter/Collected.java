package dev.headroom.tenantmeter;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** An SDK that is read when a test says so. */
final class Collected implements MetricReader {
  private CollectionRegistration registration = CollectionRegistration.noop();
  private final OpenTelemetrySdk sdk;

  /**
   * A series and its value, or its start.
   *
   * @param metric with its unit
   */
  record Series(String metric, Attributes attributes) implements Comparable<Series> {
    @Override
    public int compareTo(Series other) {
      return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
      return metric + " " + new LinkedHashMap<>(attributes.asMap());
    }

    boolean is(String name) {
      return metric.startsWith(name + " ");
    }

    boolean hasTenant() {
      return attributes.get(Labels.TENANT) != null;
    }
  }

  Collected() {
    sdk =
        OpenTelemetrySdk.builder()
            .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(this).build())
            .build();
  }

  OpenTelemetrySdk sdk() {
    return sdk;
  }

  /** One collection: the points of all series. */
  Map<Series, LongPointData> points() {
    Map<Series, LongPointData> points = new TreeMap<>();
    for (MetricData metric : registration.collectAllMetrics()) {
      for (LongPointData point : metric.getLongSumData().getPoints()) {
        Series series =
            new Series(metric.getName() + " " + metric.getUnit(), point.getAttributes());
        if (points.put(series, point) != null) {
          throw new AssertionError("twice in a collection: " + series);
        }
      }
    }
    return points;
  }

  /** One collection: the values. */
  Map<Series, Long> values() {
    Map<Series, Long> values = new TreeMap<>();
    points().forEach((series, point) -> values.put(series, point.getValue()));
    return values;
  }

  @Override
  public void register(CollectionRegistration registered) {
    registration = registered;
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType type) {
    return AggregationTemporality.CUMULATIVE;
  }

  @Override
  public CompletableResultCode forceFlush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }
}
