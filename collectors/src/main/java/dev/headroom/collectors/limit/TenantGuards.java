package dev.headroom.collectors.limit;

import com.google.protobuf.CodedOutputStream;
import dev.headroom.usage.TenantId;
import dev.headroom.usage.otlp.MalformedOtlpException;
import dev.headroom.usage.otlp.MetricHeader;
import dev.headroom.usage.otlp.NumberPoint;
import dev.headroom.usage.otlp.OtlpRequest;
import dev.headroom.usage.otlp.PointVisitor;
import dev.headroom.usage.otlp.RequestSummary;
import dev.headroom.usage.otlp.ResourceMetricsReader;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Holds every client to its limits on data. */
public final class TenantGuards {
  private static final int RESOURCE_METRICS_FIELD = 1;

  private final Function<TenantId, TenantLimits> limits;
  private final Map<TenantId, Guard> guards = new ConcurrentHashMap<>();

  private record Guard(
      TenantLimits limits, @Nullable PointRate rate, @Nullable SeriesCensus series) {}

  private record Slice(int at, int size, int points) {}

  /**
   * Guards of clients, made as they come.
   *
   * @param limits what a client may send now; where that changes, what was counted of it begins
   *     anew
   */
  public TenantGuards(Function<TenantId, TenantLimits> limits) {
    this.limits = limits;
  }

  /**
   * What of a request may be taken.
   *
   * @param summary of the whole request
   * @param nowNanos of a clock that never goes back
   * @throws MalformedOtlpException if the request is malformed; one with a summary never is
   */
  public Allowance admit(TenantId client, byte[] request, RequestSummary summary, long nowNanos)
      throws MalformedOtlpException {
    Guard guard = guard(client, nowNanos);
    if (guard.rate != null) {
      var wait = guard.rate.take(summary.points(), nowNanos);
      if (!wait.isZero()) {
        return new Allowance.Later(wait);
      }
    }
    Integer attributes = guard.limits.attributes();
    boolean tooMany = attributes != null && summary.mostAttributes() > attributes;
    return tooMany || guard.series != null
        ? part(guard, request, summary, nowNanos)
        : new Allowance.All();
  }

  /** Some of the points of an admitted request were not stored. */
  public void giveBack(TenantId client, int points) {
    Guard guard = guards.get(client);
    if (guard != null && guard.rate != null) {
      guard.rate.giveBack(points);
    }
  }

  private Guard guard(TenantId client, long nowNanos) {
    TenantLimits now = limits.apply(client);
    Guard guard = guards.get(client);
    return guard != null && guard.limits.equals(now)
        ? guard
        : guards.compute(client, (id, before) -> guard(before, now, nowNanos));
  }

  private static Guard guard(@Nullable Guard before, TenantLimits limits, long nowNanos) {
    Integer rate = limits.pointsPerSecond();
    Integer series = limits.series();
    PointRate counted = before == null ? null : before.rate;
    SeriesCensus known = before == null ? null : before.series;
    return new Guard(
        limits,
        rate == null
            ? null
            : counted != null && counted.perSecond() == rate
                ? counted
                : new PointRate(rate, nowNanos),
        series == null
            ? null
            : known != null && known.limit() == series
                ? known
                : new SeriesCensus(series, nowNanos));
  }

  private Allowance part(Guard guard, byte[] request, RequestSummary summary, long nowNanos)
      throws MalformedOtlpException {
    List<Slice> all = new ArrayList<>();
    OtlpRequest.split(
        request,
        0,
        request.length,
        (at, size, high, low, points) -> all.add(new Slice(at, size, points)));
    List<Slice> taken = new ArrayList<>();
    TreeSet<String> reasons = new TreeSet<>();
    int points = 0;
    for (Slice slice : all) {
      String reason = complaint(guard, request, slice, nowNanos);
      if (reason == null) {
        taken.add(slice);
        points += slice.points;
      } else {
        reasons.add(reason);
      }
    }
    return taken.size() == all.size()
        ? new Allowance.All()
        : new Allowance.Part(
            joined(request, taken), points, summary.points() - points, String.join("; ", reasons));
  }

  private @Nullable String complaint(Guard guard, byte[] request, Slice slice, long nowNanos)
      throws MalformedOtlpException {
    Integer attributes = guard.limits.attributes();
    if (attributes != null) {
      int most = OtlpRequest.summariseResource(request, slice.at, slice.size).mostAttributes();
      if (most > attributes) {
        return "more than %d attributes in one place".formatted(attributes);
      }
    }
    if (guard.series != null && !guard.series.admit(series(request, slice), nowNanos)) {
      return "more than %d series".formatted(guard.limits.series());
    }
    return null;
  }

  private static LongOpenHashSet series(byte[] request, Slice slice) throws MalformedOtlpException {
    LongOpenHashSet series = new LongOpenHashSet();
    ResourceMetricsReader.read(
        request,
        slice.at,
        slice.size,
        new PointVisitor() {
          @Override
          public boolean metric(MetricHeader metric) {
            return true;
          }

          @Override
          public void point(NumberPoint point) {
            series.add(point.seriesHigh() ^ point.seriesLow());
          }

          @Override
          public void endOfMetric() {}
        });
    return series;
  }

  private static byte[] joined(byte[] request, List<Slice> slices) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CodedOutputStream coded = CodedOutputStream.newInstance(out);
    try {
      for (Slice slice : slices) {
        coded.writeByteArray(RESOURCE_METRICS_FIELD, request, slice.at, slice.size);
      }
      coded.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
