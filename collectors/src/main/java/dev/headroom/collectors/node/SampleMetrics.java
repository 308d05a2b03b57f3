package dev.headroom.collectors.node;

import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableMetricData;
import io.opentelemetry.sdk.resources.Resource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A sample as OpenTelemetry's metrics: cumulative sums, all of one time. */
final class SampleMetrics {
  private static final InstrumentationScopeInfo SCOPE =
      InstrumentationScopeInfo.create("dev.headroom.collectors.node");
  private static final double BILLION = 1e9;

  private SampleMetrics() {}

  /** What belongs to some of the rules. */
  static List<MetricData> of(Sample sample, Set<Integer> rules, Resource resource) {
    Map<NodeMetric, List<Map.Entry<Series, Sum>>> byMetric = new EnumMap<>(NodeMetric.class);
    for (Map.Entry<Series, Sum> sum : sample.sums().entrySet()) {
      if (rules.contains(sum.getKey().rule())) {
        byMetric.computeIfAbsent(sum.getKey().metric(), m -> new ArrayList<>()).add(sum);
      }
    }
    List<MetricData> metrics = new ArrayList<>();
    byMetric.forEach((metric, sums) -> metrics.add(metric(sample, metric, sums, resource)));
    return metrics;
  }

  private static MetricData metric(
      Sample sample, NodeMetric metric, List<Map.Entry<Series, Sum>> sums, Resource resource) {
    boolean monotonic = metric.kind().grows();
    if (metric.kind().inBillionths()) {
      List<DoublePointData> points = new ArrayList<>();
      sums.forEach(
          s ->
              points.add(
                  DoublePointData.create(
                      s.getValue().startNanos(),
                      sample.nanos(),
                      s.getKey().attributes(),
                      s.getValue().value() / BILLION,
                      List.of())));
      return ImmutableMetricData.createDoubleSum(
          resource,
          SCOPE,
          metric.text(),
          "",
          metric.unit(),
          SumData.createDoubleSumData(monotonic, AggregationTemporality.CUMULATIVE, points));
    }
    List<LongPointData> points = new ArrayList<>();
    sums.forEach(
        s ->
            points.add(
                LongPointData.create(
                    s.getValue().startNanos(),
                    sample.nanos(),
                    s.getKey().attributes(),
                    s.getValue().value())));
    return ImmutableMetricData.createLongSum(
        resource,
        SCOPE,
        metric.text(),
        "",
        metric.unit(),
        SumData.createLongSumData(monotonic, AggregationTemporality.CUMULATIVE, points));
  }
}
