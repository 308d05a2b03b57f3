package dev.headroom.benchmarks;

import dev.headroom.usage.meter.Aggregation;
import dev.headroom.usage.meter.MeterSet;
import dev.headroom.usage.meter.WindowGrid;
import dev.headroom.usage.metering.MeteringLimits;
import dev.headroom.usage.metering.PointFlag;
import dev.headroom.usage.metering.PointOutcomes;
import dev.headroom.usage.metering.QuarantineReason;
import dev.headroom.usage.metering.Reporter;
import dev.headroom.usage.metering.ResourceUsage;
import dev.headroom.usage.otlp.Layouts;
import dev.headroom.usage.otlp.MalformedOtlpException;
import dev.headroom.usage.otlp.OtlpRequest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The usage model on one thread, without Kafka, Flink and ClickHouse. */
final class MeteringAlone {
  private static final int QUANTITY_SCALE = 9;
  private static final int WEIGHTED_SCALE = 18;

  private record Resource(String tenant, long identityHigh, long identityLow) {}

  private final MeterSet meters = MeterSet.shipped();
  private final Map<Resource, ResourceUsage> resources = new HashMap<>();
  private final Layouts cut = new Layouts();
  private final Layouts metered = new Layouts();
  private final Counted counted = new Counted();

  /** Checks, cuts and meters a request, as the job does. */
  void add(Request request, Instant now) throws MalformedOtlpException {
    byte[] bytes = request.bytes();
    OtlpRequest.split(
        bytes,
        0,
        bytes.length,
        cut,
        (offset, length, identityHigh, identityLow, points) -> {
          Resource resource = new Resource(request.tenant(), identityHigh, identityLow);
          Reporter reporter = new Reporter(request.tenant(), false);
          MeteringLimits limits = MeteringLimits.DEFAULTS;
          WindowGrid grid = WindowGrid.UTC;
          try {
            resources
                .computeIfAbsent(resource, key -> new ResourceUsage())
                .apply(
                    bytes, offset, length, metered, reporter, meters, grid, limits, now, counted);
          } catch (MalformedOtlpException e) {
            throw new IllegalStateException("the slice has been checked", e);
          }
        });
  }

  /** Number of points that entered a meter, none of them with a remark. */
  long counted() {
    return counted.points;
  }

  Collection<ResourceUsage> resources() {
    return resources.values();
  }

  /** Knows nothing of any resource any more. */
  void forget() {
    resources.clear();
  }

  /** Hands out what was metered; a second time there is nothing more. */
  UsageSums drain() {
    UsageSums sums = new UsageSums();
    resources.forEach(
        (resource, usage) ->
            usage.drain(
                meters,
                WindowGrid.UTC,
                (meter, attribution, start, end, dimensions, part, raw) -> {
                  boolean weighted = meter.aggregation() == Aggregation.TIME_WEIGHTED;
                  int scale = weighted ? WEIGHTED_SCALE : QUANTITY_SCALE;
                  sums.add(resource.tenant(), meter.name(), new BigDecimal(raw, scale));
                }));
    return sums;
  }

  private static final class Counted implements PointOutcomes {
    private long points;

    @Override
    public void counted(int more) {
      points += more;
    }

    @Override
    public void repeated() {
      throw new IllegalStateException("the workload repeats no point");
    }

    @Override
    public void covered() {
      throw new IllegalStateException("the workload is in order");
    }

    @Override
    public void unmetered(int points) {
      throw new IllegalStateException("a meter selects every point of the workload");
    }

    @Override
    public void quarantined(QuarantineReason reason, String metric, int points, String detail) {
      throw new IllegalStateException(metric + ": " + reason.id() + ", " + detail);
    }

    @Override
    public void flagged(PointFlag flag, String metric, String detail) {
      throw new IllegalStateException(metric + ": " + flag.id() + ", " + detail);
    }
  }
}
