package dev.headroom.cli.quickstart.fleet;

import com.google.protobuf.ByteString;
import dev.headroom.cli.quickstart.fleet.SimulatedTenant.Edition;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;

/**
 * What a tenant exports at the end of a step: one OTLP request. A pure function of trace, tenant
 * and step, so a step sent twice carries the very same points.
 */
public final class Export {
  private static final long STEP_SECONDS = Trace.STEP.toSeconds();

  /** An on-premises customer adds CPUs to its machine after this long. */
  private static final Duration LICENCE_GROWS_AFTER = Duration.ofDays(10);

  private final Trace trace;
  private final Fleet fleet;
  private final Demand demand;

  public Export(Trace trace, Fleet fleet) {
    this.trace = trace;
    this.fleet = fleet;
    this.demand = Demand.of(trace, fleet);
  }

  /**
   * One tenant's request.
   *
   * @param points number of data points in it
   */
  public record Request(ByteString body, int points) {}

  /** The export of a tenant (by its place in the fleet) at the end of a step. */
  public Request at(int tenant, int step) {
    SimulatedTenant t = fleet.tenants().get(tenant);
    ScopeMetrics.Builder metrics =
        ScopeMetrics.newBuilder()
            .setScope(InstrumentationScope.newBuilder().setName("dev.headroom.quickstart"));
    if (t.edition() == Edition.ON_PREM) {
      licence(t, step, metrics);
    } else {
      container(t, tenant, step, metrics);
    }
    ResourceMetrics resource =
        ResourceMetrics.newBuilder().setResource(resource(t)).addScopeMetrics(metrics).build();
    return new Request(
        ExportMetricsServiceRequest.newBuilder()
            .addResourceMetrics(resource)
            .build()
            .toByteString(),
        metrics.getMetricsList().stream().mapToInt(Export::points).sum());
  }

  /** Requests of all tenants in the steps before {@code step}. */
  public long requestsUntil(int step) {
    return IntStream.range(0, fleet.tenants().size())
        .mapToLong(tenant -> demand.cumulativeRequests(tenant, step - 1))
        .sum();
  }

  private void licence(SimulatedTenant t, int step, ScopeMetrics.Builder out) {
    Instant time = trace.endOf(step);
    boolean grown = time.isAfter(trace.start().plus(LICENCE_GROWS_AFTER));
    out.addMetrics(
        Points.gauge(
            "system.cpu.logical.count",
            "{cpu}",
            time,
            grown ? 2L * t.licensedCpus() : t.licensedCpus()));
  }

  private void container(SimulatedTenant t, int tenant, int step, ScopeMetrics.Builder out) {
    Instant start = trace.start();
    Instant time = trace.endOf(step);
    long requests = demand.cumulativeRequests(tenant, step);
    long perSecond = demand.requests(tenant, step) / STEP_SECONDS;
    long idleCpuMillis = t.baseMillicores() * STEP_SECONDS * (step + 1L);
    long cpuMillis = requests * t.cpuMillisPerRequest() + idleCpuMillis;
    out.addMetrics(Points.counter("container.cpu.time", "s", start, time, cpuMillis / 1000.0));
    out.addMetrics(Points.counter("headroom.requests", "{request}", start, time, requests));
    out.addMetrics(
        Points.gauge(
            "container.memory.working_set",
            "By",
            time,
            (t.baseMemoryMib() << 20) + perSecond * (t.memoryKibPerRequestPerSecond() << 10)));
    out.addMetrics(
        Points.gauge(
            "container.filesystem.usage",
            "By",
            time,
            (t.baseStorageGib() << 30) + requests * t.storageBytesPerRequest()));
    out.addMetrics(
        Points.gauge("k8s.container.cpu.request", "{cpu}", time, t.requestedMillicores() / 1000.0));
    out.addMetrics(Points.network(start, time, requests * t.bytesPerRequest(), requests * 400));
  }

  private static Resource resource(SimulatedTenant t) {
    return Resource.newBuilder()
        .addAttributes(Points.attribute("service.name", t.workload()))
        .addAttributes(Points.attribute("k8s.namespace.name", t.id()))
        .addAttributes(Points.attribute("k8s.deployment.name", t.workload()))
        .addAttributes(Points.attribute("headroom.edition", t.edition().id()))
        .build();
  }

  private static int points(Metric metric) {
    return metric.getSum().getDataPointsCount() + metric.getGauge().getDataPointsCount();
  }
}
