package dev.headroom.usage.metering;

import dev.headroom.usage.Quantity;
import dev.headroom.usage.meter.MeterSet;
import dev.headroom.usage.meter.Selection;
import dev.headroom.usage.otlp.MetricHeader;
import dev.headroom.usage.otlp.NumberPoint;
import dev.headroom.usage.otlp.PointVisitor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Meters the points of one {@code ResourceMetrics}. */
final class PointMeter implements PointVisitor {

  private final ResourceUsage usage;
  private final MeterSet meters;
  private final Limits limits;
  private final long nowNanos;
  private final long nowMinute;
  private final long context;
  private final PointOutcomes outcomes;
  private final MetricTally tally;
  private final ContributionRules rules;
  private @Nullable FeedResolver resolver;
  private String metric = "";

  PointMeter(
      ResourceUsage usage, MeterSet meters, Limits limits, long nowNanos, PointOutcomes outcomes) {
    this.usage = usage;
    this.meters = meters;
    this.limits = limits;
    this.nowNanos = nowNanos;
    this.nowMinute = nowNanos / (60 * Times.NANOS_PER_SECOND);
    this.context = meters.fingerprint() * 31 + limits.horizonNanos();
    this.outcomes = outcomes;
    this.tally = new MetricTally(outcomes);
    this.rules = new ContributionRules(usage.pending(), limits.horizonNanos(), tally);
  }

  @Override
  public boolean metric(MetricHeader header) {
    metric = header.name();
    List<Selection> selections = meters.selecting(metric);
    if (selections.isEmpty()) {
      for (int i = 0; i < header.points(); i++) {
        outcomes.unmetered();
      }
      return false;
    }
    if (!header.kind().isNumber()) {
      for (int i = 0; i < header.points(); i++) {
        tally.quarantine(
            QuarantineReason.UNSUPPORTED,
            "a " + FeedResolver.lower(header.kind()) + " can't be metered");
      }
      return false;
    }
    resolver = usage.resolver(header, selections, limits.horizonNanos(), context);
    return true;
  }

  @Override
  public void endOfMetric() {
    tally.tell(metric);
  }

  @Override
  public void point(NumberPoint point) {
    Series series = usage.series().find(point.seriesHigh(), point.seriesLow());
    Feeds feeds = series == null ? null : series.feeds(context);
    if (feeds == null) {
      feeds = resolve(point);
      if (feeds == null) {
        return;
      }
    }
    long time = point.timeNanos();
    QuarantineReason misplaced = timeProblem(time);
    if (misplaced != null) {
      tally.quarantine(
          misplaced, "time " + Times.text(time) + ", appended " + Times.text(nowNanos));
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

  private @Nullable Feeds resolve(NumberPoint point) {
    if (point.usesDictionary()) {
      tally.quarantine(
          QuarantineReason.UNSUPPORTED,
          "attributes refer to a dictionary (*_strindex), which metrics don't carry");
      return null;
    }
    FeedResolver.Resolution resolution =
        java.util.Objects.requireNonNull(resolver, "a metric precedes its points").resolve(point);
    if (resolution.feeds() == null) {
      if (resolution.reason() == null) {
        outcomes.unmetered();
      } else {
        tally.quarantine(resolution.reason(), resolution.detail());
      }
      return null;
    }
    if (!resolution.detail().isEmpty()) {
      tally.flag(PointFlag.PARTLY_UNSUPPORTED, point.timeNanos(), resolution.detail());
    }
    return resolution.feeds();
  }

  private @Nullable QuarantineReason timeProblem(long time) {
    if (time == 0) {
      return QuarantineReason.NO_TIME;
    }
    return time < 0 || time > nowNanos + limits.futureNanos() ? QuarantineReason.FAR_FUTURE : null;
  }

  /** The point's value; null if it has none that can be metered. */
  private @Nullable Quantity value(NumberPoint point, Feeds feeds) {
    double size = point.isInteger() ? point.integer() : point.floating();
    if (!(point.isInteger() || point.isFloating()) || !Double.isFinite(size)) {
      tally.quarantine(
          QuarantineReason.NOT_A_NUMBER, point.isFloating() ? "value " + size : "no value");
      return null;
    }
    if (Math.abs(size) > feeds.maxValue()) {
      tally.quarantine(
          QuarantineReason.OUT_OF_RANGE,
          "value " + size + ", at most " + feeds.maxValue() + " can be metered");
      return null;
    }
    Quantity value =
        point.isInteger() ? Quantity.of(point.integer()) : Quantity.ofDouble(point.floating());
    if (value.signum() < 0 && feeds.isMonotonic()) {
      tally.quarantine(
          QuarantineReason.OUT_OF_RANGE, "value " + size + " of a sum that says it is monotonic");
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
    outcomes.counted();
    if (feeds.isCumulative() || feeds.isDelta()) {
      tally.flag(PointFlag.GAP, point.timeNanos(), "no recorded value");
    }
  }

  private void offer(
      @Nullable Series known, Feeds feeds, NumberPoint point, Quantity value, boolean noValue) {
    long time = point.timeNanos();
    Series series = known;
    if (series == null) {
      if (time <= usage.forgottenNanos()) {
        beyond(time);
        return;
      }
      series = usage.create(point.seriesHigh(), point.seriesLow(), feeds.fingerprint());
    }
    if (series.feeds(context) != feeds) {
      series.feed(feeds);
    }
    series.touch(nowMinute);
    long start = point.startNanos();
    long usable = start > 0 && start <= time ? start : 0;
    switch (series.offer(feeds, time, usable, value.high(), value.low(), noValue, rules, limits)) {
      case ACCEPTED -> outcomes.counted();
      case REPEATED -> outcomes.repeated();
      case COVERED -> outcomes.covered();
      case BEYOND_HORIZON -> beyond(time);
    }
  }

  private void beyond(long time) {
    tally.quarantine(
        QuarantineReason.BEYOND_HORIZON,
        "time " + Times.text(time) + " lies further behind its series than the horizon");
  }
}
