package dev.headroom.usage.metering;

import dev.headroom.usage.Quantity;
import dev.headroom.usage.TenantId;
import dev.headroom.usage.meter.MeterSet;
import dev.headroom.usage.meter.PointField;
import dev.headroom.usage.meter.Selection;
import dev.headroom.usage.meter.WindowGrid;
import dev.headroom.usage.otlp.MetricHeader;
import dev.headroom.usage.otlp.NumberPoint;
import dev.headroom.usage.otlp.PointVisitor;
import dev.headroom.usage.otlp.TenantClaims;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Meters the points of one {@code ResourceMetrics}. */
final class PointMeter implements PointVisitor {

  private static final Set<PointField> NUMBER = EnumSet.of(PointField.VALUE);
  private static final Set<PointField> HISTOGRAM = EnumSet.of(PointField.COUNT, PointField.SUM);

  private final ResourceUsage usage;
  private final Reporter reporter;
  private final MeterSet meters;
  private final WindowGrid grid;
  private final Limits limits;
  private final long nowNanos;
  private final long nowMinute;
  private final long context;
  private final MetricTally tally;
  private final ContributionRules rules;
  private final PointsAtWork work;
  private final Map<PointField, FeedResolver> resolvers = new EnumMap<>(PointField.class);

  /** The one resolver of a metric of numbers: the way that nearly every point takes. */
  private @Nullable FeedResolver ofNumbers;

  private String metric = "";
  private @Nullable SeriesOrder expected;
  private @Nullable SeriesOrder noted;

  PointMeter(
      ResourceUsage usage,
      Reporter reporter,
      MeterSet meters,
      WindowGrid grid,
      Limits limits,
      long nowNanos,
      PointsAtWork work,
      PointOutcomes outcomes) {
    this.usage = usage;
    this.work = work;
    this.reporter = reporter;
    this.meters = meters;
    this.grid = grid;
    this.limits = limits;
    this.nowNanos = nowNanos;
    this.nowMinute = nowNanos / (60 * Times.NANOS_PER_SECOND);
    this.context = context(reporter, meters, grid, limits);
    this.tally = new MetricTally(outcomes);
    this.rules = new ContributionRules(usage.pending(), limits.horizonNanos(), tally);
  }

  /** What decides, beside a series, what it feeds. */
  static long context(Reporter reporter, MeterSet meters, WindowGrid grid, Limits limits) {
    long definitions =
        (meters.fingerprint() * 31 + limits.horizonNanos()) * 31 + grid.fingerprint();
    return reporter.shared() ? ~(definitions + reporter.reported().fingerprint()) : definitions;
  }

  /** Whether any point was set aside. */
  boolean hasRefused() {
    return tally.hasRefused();
  }

  /** The points come without identity, but in that order. */
  void expect(SeriesOrder order) {
    expected = order;
  }

  /** The series of the points are to be noted there. */
  void note(SeriesOrder order) {
    noted = order;
  }

  @Override
  public boolean metric(MetricHeader header) {
    metric = header.name();
    Map<PointField, List<Selection>> selections = meters.selecting(metric);
    if (selections.isEmpty()) {
      tally.unmetered(header.points());
      return false;
    }
    Set<PointField> has = header.kind().isNumber() ? NUMBER : HISTOGRAM;
    resolvers.clear();
    ofNumbers = null;
    if (header.kind().isNumber() || header.kind().isHistogram()) {
      selections.forEach(
          (take, asked) -> {
            if (has.contains(take)) {
              resolvers.put(take, resolver(header, take, asked));
            }
          });
    }
    ofNumbers = resolvers.get(PointField.VALUE);
    if (resolvers.isEmpty()) {
      String detail = nothingOf(header, selections.keySet());
      for (int i = 0; i < header.points(); i++) {
        tally.quarantine(QuarantineReason.UNSUPPORTED, detail);
      }
      return false;
    }
    return true;
  }

  private FeedResolver resolver(MetricHeader header, PointField take, List<Selection> asked) {
    FeedResolver.Source source = FeedResolver.Source.of(header, take);
    return usage.resolver(source, asked, grid, limits.horizonNanos(), context);
  }

  private static String nothingOf(MetricHeader header, Set<PointField> asked) {
    String kind = "a " + FeedResolver.lower(header.kind());
    if (header.kind().isHistogram()) {
      return kind + " has a count and a sum, expected 'take: count' or 'take: sum' at the meter";
    }
    return header.kind().isNumber()
        ? kind
            + " has a value, but the meter takes its "
            + FeedResolver.lower(asked.iterator().next())
        : kind + " can't be metered";
  }

  @Override
  public void endOfMetric() {
    tally.tell(metric);
  }

  @Override
  public void point(NumberPoint point) {
    if (ofNumbers != null) {
      meter(point, ofNumbers);
      return;
    }
    boolean again = false;
    for (Map.Entry<PointField, FeedResolver> entry : resolvers.entrySet()) {
      if (entry.getKey() == PointField.COUNT) {
        point.showCount();
      } else if (entry.getKey() == PointField.SUM) {
        point.showSum();
      }
      tally.again(again);
      meter(point, entry.getValue());
      again = true;
    }
    tally.again(false);
  }

  private void meter(NumberPoint point, FeedResolver resolver) {
    Series series = series(point);
    if (point.timeNanos() == 0) {
      tally.quarantine(QuarantineReason.NO_TIME, "a point without a time", 0);
      return;
    }
    if (series == Series.UNMETERED) {
      tally.unmetered(1);
      return;
    }
    Feeds feeds = series == null ? null : series.feeds(context);
    if (feeds == null) {
      feeds = resolve(point, resolver);
      if (feeds == null) {
        return;
      }
    }
    long time = point.timeNanos();
    QuarantineReason misplaced = timeProblem(time);
    if (misplaced != null) {
      tally.quarantine(
          misplaced, time, () -> "time " + Times.text(time) + ", appended " + Times.text(nowNanos));
      return;
    }
    if (point.hasNoRecordedValue()) {
      withoutValue(series, feeds, point);
      return;
    }
    Quantity value = value(point, feeds);
    if (value != null) {
      offer(series, feeds, point, value, false);
    }
  }

  private @Nullable Series series(NumberPoint point) {
    if (expected != null) {
      return expected.series(point.ordinal());
    }
    Series series = usage.series().find(point.seriesHigh(), point.seriesLow());
    if (noted != null) {
      noted.note(point.ordinal(), series);
    }
    return series;
  }

  private void found(NumberPoint point, Series series) {
    if (noted != null) {
      noted.found(point.ordinal(), series);
    }
  }

  private @Nullable Feeds resolve(NumberPoint point, FeedResolver resolver) {
    if (point.usesDictionary()) {
      tally.quarantine(
          QuarantineReason.UNSUPPORTED,
          "attributes refer to a dictionary (*_strindex), which metrics don't carry",
          point.timeNanos());
      return null;
    }
    Attribution attribution = attribution(point);
    FeedResolver.Resolution resolution =
        resolver.resolve(point, attribution == null ? Attribution.OWN : attribution);
    if (resolution.feeds() == null) {
      if (resolution.reason() == null) {
        found(point, Series.UNMETERED);
        tally.unmetered(1);
      } else {
        tally.quarantine(resolution.reason(), resolution.detail(), point.timeNanos());
      }
      return null;
    }
    if (attribution == null) {
      tally.quarantine(QuarantineReason.NO_TENANT, claimProblem(point), point.timeNanos());
      return null;
    }
    if (!resolution.detail().isEmpty()) {
      tally.flag(PointFlag.PARTLY_UNSUPPORTED, point.timeNanos(), resolution.detail());
    }
    return resolution.feeds();
  }

  /**
   * Whose usage the point is; null if it claims a tenant that it may not. Asked once for a series,
   * of whose identity its attributes are a part.
   */
  private @Nullable Attribution attribution(NumberPoint point) {
    if (!reporter.shared()) {
      return point.tenantOtherThan(reporter.tenant()) == null ? Attribution.OWN : null;
    }
    String tenant = point.attribute(TenantClaims.ATTRIBUTE);
    if (tenant == null) {
      return Attribution.UNTAGGED;
    }
    return TenantId.problem(tenant).isEmpty() && reporter.mayReportFor(tenant)
        ? Attribution.causedBy(tenant)
        : null;
  }

  private String claimProblem(NumberPoint point) {
    if (reporter.shared()) {
      String tenant = String.valueOf(point.attribute(TenantClaims.ATTRIBUTE));
      return "attribute tenant.id: "
          + TenantId.problem(tenant)
              .orElse("'" + reporter.tenant() + "' may not report for '" + tenant + "'");
    }
    return "the attribute tenant.id is '"
        + point.tenantOtherThan(reporter.tenant())
        + "', expected the record's key '"
        + reporter.tenant()
        + "', since its producer is not trusted to report for others";
  }

  private @Nullable QuarantineReason timeProblem(long time) {
    return time < 0 || time > nowNanos + limits.futureNanos() ? QuarantineReason.FAR_FUTURE : null;
  }

  /** The point's value; null if it has none that can be metered. */
  private @Nullable Quantity value(NumberPoint point, Feeds feeds) {
    double size = point.isInteger() ? point.integer() : point.floating();
    if (!(point.isInteger() || point.isFloating()) || !Double.isFinite(size)) {
      tally.quarantine(
          QuarantineReason.NOT_A_NUMBER,
          point.isFloating() ? "value " + size : "no value",
          point.timeNanos());
      return null;
    }
    if (Math.abs(size) > feeds.maxValue()) {
      tally.quarantine(
          QuarantineReason.OUT_OF_RANGE,
          "value " + size + ", at most " + feeds.maxValue() + " can be metered",
          point.timeNanos());
      return null;
    }
    Quantity value =
        point.isInteger() ? Quantity.of(point.integer()) : Quantity.ofDouble(point.floating());
    if (value.signum() < 0 && feeds.isMonotonic()) {
      tally.quarantine(
          QuarantineReason.OUT_OF_RANGE,
          "value " + size + " of a sum that says it is monotonic",
          point.timeNanos());
      return null;
    }
    return value;
  }

  /** For a counter, a missing value says nothing; for a value over time, it ends the last one. */
  private void withoutValue(@Nullable Series series, Feeds feeds, NumberPoint point) {
    if (feeds.keepsPointsWithoutValue()) {
      offer(series, feeds, point, Quantity.ZERO, true);
      return;
    }
    tally.counted();
    if (feeds.isCumulative() || feeds.isDelta()) {
      tally.flag(PointFlag.GAP, point.timeNanos(), "no recorded value");
    }
  }

  private void offer(
      @Nullable Series known, Feeds feeds, NumberPoint point, Quantity value, boolean noValue) {
    long time = point.timeNanos();
    Series series = known;
    if (series != null) {
      series.endStreak(work);
    } else {
      if (time <= usage.forgottenNanos()) {
        beyond(time);
        return;
      }
      series = usage.create(point.seriesHigh(), point.seriesLow(), feeds.fingerprint());
      found(point, series);
    }
    if (series.feeds(context) != feeds) {
      series.feed(feeds, work);
    }
    series.touch(nowMinute);
    long start = point.startNanos();
    long usable = start > 0 && start <= time ? start : 0;
    switch (series.offer(
        feeds, time, usable, value.high(), value.low(), noValue, rules, limits, work)) {
      case ACCEPTED -> tally.counted();
      case REPEATED -> tally.repeated();
      case COVERED -> tally.covered();
      case BEYOND_HORIZON -> beyond(time);
    }
  }

  private void beyond(long time) {
    tally.quarantine(
        QuarantineReason.BEYOND_HORIZON,
        time,
        () -> "time " + Times.text(time) + " lies further behind its series than the horizon");
  }
}
