package dev.headroom.benchmarks;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
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
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Usage as a fleet of Collectors would send it: every container reports all its series once a
 * minute, at a second of its own, and a Collector batches the containers of one tenant.
 *
 * @param tenants number of tenants, at least 1
 * @param containers number of containers (resources) of each tenant, at least 1
 * @param steps how often each container reports, at least 1
 * @param interval from one report to the next
 * @param metrics what it reports
 */
record Workload(
    int tenants, int containers, int steps, Duration interval, List<ReportedMetric> metrics) {

  /** A whole hour, at which all counters started from zero. */
  static final Instant START = Instant.parse("2025-11-03T08:00:00Z");

  private static final int TENANTS = 100;
  private static final int CONTAINERS = 100;
  private static final int LEAST_STEPS = 3;
  private static final int CONTAINERS_PER_REQUEST = 25;

  /**
   * 100 tenants with at least that many points: up to 100 containers each, and then as many steps
   * as it takes.
   */
  static Workload ofPoints(long atLeast) {
    long perContainer = (long) TENANTS * seriesOf(List.of(ReportedMetric.values()));
    long containers = Math.min(CONTAINERS, quotient(atLeast, perContainer * LEAST_STEPS));
    long steps = Math.max(LEAST_STEPS, quotient(atLeast, perContainer * containers));
    return new Workload(
        TENANTS,
        Math.toIntExact(containers),
        Math.toIntExact(steps),
        Duration.ofMinutes(1),
        List.of(ReportedMetric.values()));
  }

  /**
   * Counters alone, or gauges alone, for half an hour: at least that many points.
   *
   * @param interval from one report to the next
   */
  static Workload halfHour(long atLeast, boolean counters, Duration interval) {
    List<ReportedMetric> metrics =
        Stream.of(ReportedMetric.values()).filter(one -> one.isCounter() == counters).toList();
    int steps = Math.toIntExact(Duration.ofMinutes(30).dividedBy(interval));
    Workload one = new Workload(1, 1, steps, interval, metrics);
    int containers = Math.toIntExact(quotient(atLeast, one.points()));
    return new Workload(1, containers, steps, interval, metrics);
  }

  /** Rounded up. */
  private static long quotient(long dividend, long divisor) {
    return (dividend + divisor - 1) / divisor;
  }

  long points() {
    return (long) series() * steps;
  }

  int series() {
    return tenants * containers * seriesPerContainer();
  }

  int seriesPerContainer() {
    return seriesOf(metrics);
  }

  private static int seriesOf(List<ReportedMetric> metrics) {
    return metrics.stream().mapToInt(metric -> metric.attributeValues().size()).sum();
  }

  Duration eventTime() {
    return interval.multipliedBy(steps);
  }

  String tenant(int number) {
    return "tenant-%03d".formatted(number);
  }

  /** Everything that is sent, in its order. */
  List<Request> requests() {
    List<Request> requests = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      forEach(step, requests::add);
    }
    return requests;
  }

  /** Makes what is sent at one step, in its order. */
  void forEach(int step, Consumer<Request> out) {
    for (int tenant = 0; tenant < tenants; tenant++) {
      for (int from = 0; from < containers; from += CONTAINERS_PER_REQUEST) {
        int to = Math.min(containers, from + CONTAINERS_PER_REQUEST);
        out.accept(request(tenant, from, to, step));
      }
    }
  }

  private Request request(int tenant, int from, int to, int step) {
    var request = ExportMetricsServiceRequest.newBuilder();
    for (int container = from; container < to; container++) {
      request.addResourceMetrics(resourceMetrics(tenant, container, step));
    }
    return new Request(
        tenant(tenant), (to - from) * seriesPerContainer(), request.build().toByteArray());
  }

  private ResourceMetrics resourceMetrics(int tenant, int container, int step) {
    int number = tenant * containers + container;
    var scope =
        ScopeMetrics.newBuilder()
            .setScope(
                InstrumentationScope.newBuilder()
                    .setName("kubeletstatsreceiver")
                    .setVersion("0.116.0"));
    for (ReportedMetric reported : metrics) {
      scope.addMetrics(metric(reported, number, step));
    }
    return ResourceMetrics.newBuilder()
        .setResource(resource(tenant, container, number))
        .addScopeMetrics(scope)
        .build();
  }

  private Resource resource(int tenant, int container, int number) {
    return Resource.newBuilder()
        .addAttributes(text("k8s.namespace.name", tenant(tenant)))
        .addAttributes(text("k8s.node.name", "node-%03d".formatted(number % 40)))
        .addAttributes(text("k8s.pod.name", "app-%d".formatted(container)))
        .addAttributes(text("k8s.pod.uid", "00000000-0000-4000-8000-%012d".formatted(number)))
        .addAttributes(text("k8s.container.name", "app"))
        .build();
  }

  private Metric metric(ReportedMetric reported, int container, int step) {
    List<NumberDataPoint> points = new ArrayList<>();
    for (int series = 0; series < reported.attributeValues().size(); series++) {
      points.add(point(reported, container, series, step));
    }
    var metric = Metric.newBuilder().setName(reported.metric()).setUnit(reported.unit());
    if (reported.isCounter()) {
      metric.setSum(
          Sum.newBuilder()
              .setIsMonotonic(true)
              .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
              .addAllDataPoints(points));
    } else {
      metric.setGauge(Gauge.newBuilder().addAllDataPoints(points));
    }
    return metric.build();
  }

  private NumberDataPoint point(ReportedMetric reported, int container, int series, int step) {
    var point = NumberDataPoint.newBuilder().setTimeUnixNano(nanos(time(container, step)));
    if (reported.isCounter()) {
      point.setStartTimeUnixNano(nanos(START));
    }
    if (!reported.attribute().isEmpty()) {
      point.addAttributes(text(reported.attribute(), reported.attributeValues().get(series)));
    }
    if (reported == ReportedMetric.NETWORK) {
      point.addAttributes(text("network.io.direction", "transmit"));
    }
    double value = reported.value(container, series, step);
    switch (reported) {
      case CPU_TIME, CPU_REQUEST -> point.setAsDouble(value);
      default -> point.setAsInt((long) value);
    }
    return point.build();
  }

  /** Whole seconds, so that a gauge's value times its seconds is exact in a double too. */
  private Instant time(int container, int step) {
    return START.plus(interval.multipliedBy(step)).plusSeconds(1 + container * 7L % 60);
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
