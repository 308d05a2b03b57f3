package dev.headroom.autoscaler.demand;

import dev.headroom.usage.Quantity;
import dev.headroom.usage.otlp.MalformedOtlpException;
import dev.headroom.usage.otlp.MetricHeader;
import dev.headroom.usage.otlp.MetricKind;
import dev.headroom.usage.otlp.NumberPoint;
import dev.headroom.usage.otlp.OtlpRequest;
import dev.headroom.usage.otlp.PointVisitor;
import dev.headroom.usage.otlp.ResourceMetricsReader;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The points of CPU time and memory in one record of the topic {@code usage.otlp}, read by the same
 * walk as the metering reads them; anything else in it is of no interest here, and what is
 * malformed is the metering's business to set aside.
 */
public final class UsagePoints {
  /** Attributes that name a workload; the first one present counts. */
  private static final List<String> WORKLOAD_ATTRIBUTES =
      List.of("headroom.workload", "k8s.deployment.name", "service.name");

  /** Names the machine. Not {@code host.name}, by which a container calls itself. */
  private static final String MACHINE_ATTRIBUTE = "k8s.node.name";

  private UsagePoints() {}

  /**
   * The points with a workload, a time and a value.
   *
   * @param tenant key of the record
   * @param request one {@code ExportMetricsServiceRequest}
   * @param withMemory whether those of memory are wanted, beside those of CPU time
   * @return empty also for a value that is no such request
   */
  public static List<UsagePoint> read(String tenant, byte[] request, boolean withMemory) {
    List<UsagePoint> points = new ArrayList<>();
    List<Slice> slices = new ArrayList<>();
    try {
      OtlpRequest.split(
          request,
          0,
          request.length,
          (offset, length, high, low, count) ->
              slices.add(new Slice(offset, length, new Identity(high, low))));
      for (Slice slice : slices) {
        ResourceMetricsReader.read(
            request,
            slice.offset(),
            slice.length(),
            new Reading(tenant, slice.resource(), withMemory, points));
      }
    } catch (MalformedOtlpException e) {
      return List.of();
    }
    return points;
  }

  private record Slice(int offset, int length, Identity resource) {}

  private static final class Reading implements PointVisitor {
    private final String tenant;
    private final Identity resource;
    private final boolean withMemory;
    private final List<UsagePoint> out;
    private @Nullable CpuMetric metric;
    private @Nullable MemoryMetric memory;
    private boolean delta;

    Reading(String tenant, Identity resource, boolean withMemory, List<UsagePoint> out) {
      this.withMemory = withMemory;
      this.tenant = tenant;
      this.resource = resource;
      this.out = out;
    }

    @Override
    public boolean metric(MetricHeader header) {
      delta = header.kind() == MetricKind.DELTA_COUNTER;
      boolean counter = delta || header.kind() == MetricKind.CUMULATIVE_COUNTER;
      boolean seconds = header.unit().equals(CpuMetric.UNIT);
      metric = counter && seconds ? CpuMetric.named(header.name()).orElse(null) : null;
      memory = withMemory && metric == null ? memory(header, counter) : null;
      return metric != null || memory != null;
    }

    private static @Nullable MemoryMetric memory(MetricHeader header, boolean isCounter) {
      MemoryMetric named = MemoryMetric.named(header.name(), header.unit()).orElse(null);
      boolean fits =
          named == MemoryMetric.OOM_KILLS
              ? header.kind() == MetricKind.CUMULATIVE_COUNTER
              : !isCounter;
      return fits ? named : null;
    }

    @Override
    public void point(NumberPoint point) {
      BigDecimal value = value(point);
      Optional<String> workload = workload(point);
      if (value == null || workload.isEmpty() || point.timeNanos() <= 0 || point.startNanos() < 0) {
        return;
      }
      WorkloadId id = new WorkloadId(tenant, workload.get());
      Identity series = new Identity(point.seriesHigh(), point.seriesLow());
      Instant start = point.startNanos() == 0 ? null : instant(point.startNanos());
      Instant time = instant(point.timeNanos());
      if (metric != null) {
        out.add(
            new CpuPoint(id, metric, resource, machine(point), series, delta, start, time, value));
      } else if (memory != null) {
        out.add(new MemoryPoint(id, memory, series, start, time, value));
      }
    }

    @Override
    public void endOfMetric() {
      metric = null;
      memory = null;
    }

    private static @Nullable String machine(NumberPoint point) {
      String name = point.attribute(MACHINE_ATTRIBUTE);
      return name == null || name.isEmpty() ? null : name.intern();
    }

    private static Optional<String> workload(NumberPoint point) {
      return WORKLOAD_ATTRIBUTES.stream()
          .map(key -> Optional.ofNullable(point.attribute(key)))
          .flatMap(Optional::stream)
          .filter(name -> !name.isEmpty())
          .findFirst();
    }

    private static @Nullable BigDecimal value(NumberPoint point) {
      if (point.hasNoRecordedValue()) {
        return null;
      }
      Quantity value;
      if (point.isInteger()) {
        value = Quantity.of(point.integer());
      } else if (point.isFloating() && Quantity.fits(point.floating())) {
        value = Quantity.ofDouble(point.floating());
      } else {
        return null;
      }
      return value.signum() < 0 ? null : value.toBigDecimal();
    }

    private static Instant instant(long unixNanos) {
      return Instant.ofEpochSecond(0, unixNanos);
    }
  }
}
