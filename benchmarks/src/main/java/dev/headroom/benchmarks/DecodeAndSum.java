package dev.headroom.benchmarks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The reference: what a plain program on one thread does with the same bytes. It decodes every
 * request with the generated protobuf classes and keeps one number a series: the increase of a
 * counter, or a gauge times the seconds it held. In doubles, for points that come once and in
 * order, without windows, and without state that survives.
 */
final class DecodeAndSum {
  private static final double NANOS_PER_SECOND = 1e9;

  private static final class Series {
    private double previous;
    private long previousNanos;
    private double sum;
  }

  private final Map<String, Map<Resource, Map<String, Map<List<KeyValue>, Series>>>> tenants =
      new HashMap<>();

  void add(Request request) {
    try {
      add(request.tenant(), ExportMetricsServiceRequest.parseFrom(request.bytes()));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the workload is not protobuf", e);
    }
  }

  private void add(String tenant, ExportMetricsServiceRequest request) {
    Map<Resource, Map<String, Map<List<KeyValue>, Series>>> resources =
        tenants.computeIfAbsent(tenant, key -> new HashMap<>());
    for (ResourceMetrics resource : request.getResourceMetricsList()) {
      Map<String, Map<List<KeyValue>, Series>> metrics =
          resources.computeIfAbsent(resource.getResource(), key -> new HashMap<>());
      for (var scope : resource.getScopeMetricsList()) {
        for (Metric metric : scope.getMetricsList()) {
          add(metric, metrics.computeIfAbsent(metric.getName(), key -> new HashMap<>()));
        }
      }
    }
  }

  private static void add(Metric metric, Map<List<KeyValue>, Series> known) {
    boolean counter = metric.hasSum();
    List<NumberDataPoint> points =
        counter ? metric.getSum().getDataPointsList() : metric.getGauge().getDataPointsList();
    for (NumberDataPoint point : points) {
      Series series = known.computeIfAbsent(point.getAttributesList(), key -> new Series());
      double value = point.hasAsInt() ? point.getAsInt() : point.getAsDouble();
      long nanos = point.getTimeUnixNano();
      if (counter) {
        series.sum += value - series.previous;
      } else if (series.previousNanos != 0) {
        series.sum += series.previous * ((nanos - series.previousNanos) / NANOS_PER_SECOND);
      }
      series.previous = value;
      series.previousNanos = nanos;
    }
  }

  UsageSums sums() {
    UsageSums sums = new UsageSums();
    tenants.forEach(
        (tenant, resources) ->
            resources
                .values()
                .forEach(
                    metrics -> {
                      for (ReportedMetric reported : ReportedMetric.values()) {
                        metrics
                            .getOrDefault(reported.metric(), Map.of())
                            .values()
                            .forEach(
                                series ->
                                    sums.add(tenant, reported.meter(), new BigDecimal(series.sum)));
                      }
                    }));
    return sums;
  }
}
