package dev.headroom.usage.metering;

import dev.headroom.usage.meter.MeterSet;
import dev.headroom.usage.meter.Selection;
import dev.headroom.usage.meter.WindowGrid;
import dev.headroom.usage.otlp.Layout;
import dev.headroom.usage.otlp.Layouts;
import dev.headroom.usage.otlp.MalformedOtlpException;
import dev.headroom.usage.otlp.PointColumns;
import dev.headroom.usage.otlp.ResourceMetricsReader;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole metering state of one resource of one tenant: its series, and the contributions that
 * have not been handed out.
 *
 * <p>The law: any order and any repetition of the same points, each at most {@code reorder} behind
 * its series' newest or falling into a gap within the {@code horizon}, gives contributions of the
 * same sum; any other point is told to the outcomes and changes nothing. When the state is written
 * and read makes no difference. Not thread-safe.
 */
public final class ResourceUsage {

  private static final long SWEEP_MINUTES = 60;
  private static final int MOST_ORDERS = 4;

  private final SeriesTable series;
  private final PendingContributions pending;

  /** Series that were forgotten may have been metered up to here, in ns. */
  private long forgottenNanos;

  private long sweptMinute;

  /** Derived, so never stored; a resource has few metrics. */
  private final Map<FeedResolver.Source, FeedResolver> resolvers = new HashMap<>();

  private long resolversContext;

  /** Derived as well; a resource sends few kinds of messages. */
  private final List<SeriesOrder> orders = new ArrayList<>(1);

  /** A resource nothing is known of. */
  public ResourceUsage() {
    this(new SeriesTable(), new PendingContributions());
  }

  private ResourceUsage(SeriesTable series, PendingContributions pending) {
    this.series = series;
    this.pending = pending;
  }

  /**
   * Meters the points of one {@code ResourceMetrics}.
   *
   * @param reporter who reports them
   * @param grid where the windows of the reporter begin and end: a process that tenants share has
   *     its own, so that its parts and its total have the same
   * @param now when the points were appended to the stream
   * @throws MalformedOtlpException if the bytes are malformed; points before the malformed place
   *     may have been metered. Bytes told by {@code OtlpRequest.split} never are.
   */
  public void apply(
      byte[] bytes,
      int offset,
      int length,
      Reporter reporter,
      MeterSet meters,
      WindowGrid grid,
      MeteringLimits limits,
      Instant now,
      PointOutcomes outcomes)
      throws MalformedOtlpException {
    apply(bytes, offset, length, new Layouts(), reporter, meters, grid, limits, now, outcomes);
  }

  /**
   * The same.
   *
   * @param layouts of messages of whatever resources, metered before
   */
  public void apply(
      byte[] bytes,
      int offset,
      int length,
      Layouts layouts,
      Reporter reporter,
      MeterSet meters,
      WindowGrid grid,
      MeteringLimits limits,
      Instant now,
      PointOutcomes outcomes)
      throws MalformedOtlpException {
    Limits nanos = Limits.of(limits);
    long nowNanos = Times.nanos(now);
    PointsAtWork work = new PointsAtWork();
    sweep(nowNanos, nanos, work);
    long context = PointMeter.context(reporter, meters, grid, nanos);
    Layout layout = layouts.find(bytes, offset, length);
    SeriesOrder known = layout == null ? null : order(layout, context);
    if (layout != null && known != null && known.mayHaveStreak()) {
      PointColumns columns = layouts.columns(layout, bytes, offset, length);
      boolean continued =
          columns != null && follow(known, columns, nanos, nowNanos, work, outcomes);
      known.tried(continued);
      if (continued) {
        return;
      }
    }
    PointMeter meter =
        new PointMeter(this, reporter, meters, grid, nanos, nowNanos, work, outcomes);
    if (layout != null && known != null) {
      meter.expect(known);
      ResourceMetricsReader.read(layout, bytes, offset, length, meter);
      known.clean(!meter.hasRefused());
      return;
    }
    SeriesOrder seen = new SeriesOrder(context);
    meter.note(seen);
    ResourceMetricsReader.read(bytes, offset, length, meter);
    if (seen.isComplete()) {
      seen.clean(!meter.hasRefused());
      remember(seen, layout == null ? layouts.learn(bytes, offset, length) : layout, work);
    }
  }

  /** Whether the message continued the streak of those before it, and has been metered so. */
  private boolean follow(
      SeriesOrder known,
      PointColumns columns,
      Limits limits,
      long nowNanos,
      PointsAtWork work,
      PointOutcomes outcomes) {
    Streak streak = known.streak(limits, work);
    if (streak == null || !streak.follow(columns, limits, nowNanos, pending, work)) {
      return false;
    }
    outcomes.counted(streak.metered());
    if (streak.unmetered() > 0) {
      outcomes.unmetered(streak.unmetered());
    }
    return true;
  }

  private @Nullable SeriesOrder order(Layout layout, long context) {
    for (SeriesOrder order : orders) {
      if (order.is(layout, context)) {
        return order;
      }
    }
    return null;
  }

  private void remember(SeriesOrder seen, @Nullable Layout layout, PointsAtWork work) {
    if (layout == null) {
      return;
    }
    seen.finish(layout);
    if (orders.size() == MOST_ORDERS) {
      orders.remove(0).endStreak(work);
    }
    orders.add(seen);
  }

  /** Whether {@link #drain} has something to tell. */
  public boolean hasContributions() {
    return !pending.isEmpty();
  }

  /**
   * Hands out what has been gathered since the last time. What belongs to a meter that is no more,
   * or has another aggregation now, is dropped: drain before meters or the grid change.
   */
  public void drain(MeterSet meters, WindowGrid grid, ContributionVisitor visitor) {
    pending.drain(meters, grid, visitor);
  }

  /** How many series are known. */
  public int seriesCount() {
    return series.size();
  }

  /**
   * Writes everything, in few bytes; the first tells the version of the format. What can be told of
   * this object afterwards is the same as before.
   */
  public void write(DataOutput out) throws IOException {
    PointsAtWork work = new PointsAtWork();
    orders.forEach(order -> order.handOver(work));
    ResourceUsageState.write(out, series, pending, forgottenNanos, sweptMinute);
  }

  /** Reads what {@link #write} wrote. */
  public static ResourceUsage read(DataInput in) throws IOException {
    return ResourceUsageState.read(in);
  }

  static ResourceUsage of(
      SeriesTable series, PendingContributions pending, long forgottenNanos, long sweptMinute) {
    ResourceUsage usage = new ResourceUsage(series, pending);
    usage.forgottenNanos = forgottenNanos;
    usage.sweptMinute = sweptMinute;
    return usage;
  }

  SeriesTable series() {
    return series;
  }

  PendingContributions pending() {
    return pending;
  }

  /** A series this resource does not know may have been metered up to here, in ns. */
  long forgottenNanos() {
    return forgottenNanos;
  }

  Series create(long identityHigh, long identityLow, long feedsFingerprint) {
    Series created = new Series(identityHigh, identityLow, forgottenNanos, feedsFingerprint);
    series.add(created);
    return created;
  }

  FeedResolver resolver(
      FeedResolver.Source source,
      List<Selection> selections,
      WindowGrid grid,
      long horizonNanos,
      long context) {
    if (resolversContext != context || resolvers.size() > 10_000) {
      resolvers.clear();
      resolversContext = context;
    }
    return resolvers.computeIfAbsent(
        source, key -> new FeedResolver(key, selections, grid, horizonNanos, context));
  }

  /**
   * Forgets series of which nothing was heard for longer than the horizon. What they covered stays
   * covered: a series that appears anew counts only from {@link #forgottenNanos} on.
   */
  private void sweep(long nowNanos, Limits limits, PointsAtWork work) {
    long minute = nowNanos / (60 * Times.NANOS_PER_SECOND);
    if (minute < sweptMinute + SWEEP_MINUTES) {
      return;
    }
    sweptMinute = minute;
    orders.forEach(order -> order.handOver(work));
    long silence = limits.horizonNanos() + limits.reorderNanos();
    long oldest = minute - silence / (60 * Times.NANOS_PER_SECOND) - 1;
    boolean[] any = new boolean[1];
    series.forEach(
        one -> {
          if (one.touchedMinute() < oldest) {
            forgottenNanos = Math.max(forgottenNanos, one.newest());
            any[0] = true;
          }
        });
    if (any[0]) {
      orders.forEach(order -> order.endStreak(work));
      orders.clear();
      series.removeIf(one -> one.touchedMinute() < oldest);
    }
  }
}
