package dev.headroom.benchmarks;

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

/**
 * Usage as a fleet of collectors would send it: every resource reports all its series at once, half
 * of them cumulative counters and half gauges, one request a resource and step.
 *
 * @param tenants number of tenants, at least 1
 * @param resources number of resources (pods, cgroups), spread over the tenants
 * @param seriesPerResource number of series of a resource, even
 * @param steps how often each resource reports
 * @param interval time between two reports of a resource
 * @param start time of the first report
 */
record Workload(
    int tenants,
    int resources,
    int seriesPerResource,
    int steps,
    Duration interval,
    Instant start) {

  private static final String CPU = "container.cpu.time";
  private static final String MEMORY = "container.memory.working_set";

  long points() {
    return (long) resources * seriesPerResource * steps;
  }

  String tenant(int resource) {
    return "tenant-%03d".formatted(resource % tenants);
  }

  byte[] request(int resource, int step) {
    return ExportMetricsServiceRequest.newBuilder()
        .addResourceMetrics(resourceMetrics(resource, step))
        .build()
        .toByteArray();
  }

  private ResourceMetrics resourceMetrics(int resource, int step) {
    var scope = ScopeMetrics.newBuilder();
    scope.addMetrics(counters(resource, step));
    scope.addMetrics(gauges(resource, step));
    return ResourceMetrics.newBuilder()
        .setResource(
            Resource.newBuilder()
                .addAttributes(text("k8s.namespace.name", tenant(resource)))
                .addAttributes(text("k8s.pod.uid", "pod-%06d".formatted(resource))))
        .addScopeMetrics(scope)
        .build();
  }

  private Metric counters(int resource, int step) {
    var sum =
        Sum.newBuilder()
            .setIsMonotonic(true)
            .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    for (int series = 0; series < seriesPerResource / 2; series++) {
      sum.addDataPoints(
          point(series, step)
              .setStartTimeUnixNano(nanos(start))
              .setAsDouble(step * (0.25 + (resource + series) % 8)));
    }
    return Metric.newBuilder().setName(CPU).setUnit("s").setSum(sum).build();
  }

  private Metric gauges(int resource, int step) {
    var gauge = Gauge.newBuilder();
    for (int series = 0; series < seriesPerResource / 2; series++) {
      gauge.addDataPoints(point(series, step).setAsInt(1_000_000L * (resource + series + step)));
    }
    return Metric.newBuilder().setName(MEMORY).setUnit("By").setGauge(gauge).build();
  }

  private NumberDataPoint.Builder point(int series, int step) {
    return NumberDataPoint.newBuilder()
        .setTimeUnixNano(nanos(start.plus(interval.multipliedBy(step + 1L))))
        .addAttributes(text("container.name", "container-%02d".formatted(series)));
  }

  private static long nanos(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
  }

  private static KeyValue text(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }
}
