package dev.headroom.usage.metering;

import org.jspecify.annotations.Nullable;

/**
 * What accepted points contribute, as a function of nothing but themselves and their neighbours:
 * the total is that of the first point, of every point alone, and of every pair of neighbours.
 * Whoever puts a point between two others takes their pair back and adds two.
 */
final class ContributionRules {

  private final PendingContributions pending;
  private final long horizonNanos;
  private final MetricTally tally;

  ContributionRules(PendingContributions pending, long horizonNanos, MetricTally tally) {
    this.pending = pending;
    this.horizonNanos = horizonNanos;
    this.tally = tally;
  }

  /**
   * What a cumulative series brings along with its first point: everything since its start, if that
   * lies within the horizon and not before {@code floor}.
   */
  void first(Feeds feeds, KeptPoints points, long floor, int sign) {
    if (!feeds.isCumulative() || points.noValue(0)) {
      return;
    }
    long start = points.start(0);
    long time = points.time(0);
    boolean known = start > 0 && start < time && start > time - horizonNanos && start >= floor;
    if (known) {
      sum(feeds, points.high(0), points.low(0), start, time, sign);
    } else if (sign > 0 && (points.high(0) | points.low(0)) != 0) {
      tally.flag(PointFlag.UNKNOWN_HISTORY, time, "the first of its series, start " + start);
    }
  }

  /** What a point contributes alone. It is never taken back. */
  void alone(Feeds feeds, KeptPoints points, int i) {
    if (points.noValue(i)) {
      return;
    }
    for (int f = 0; f < feeds.count(); f++) {
      Feed feed = feeds.feed(f);
      if (feed.measure() == Measure.VALUE) {
        pending.value(feed, points.high(i), points.low(i), points.time(i));
      } else if (feeds.isDelta()) {
        delta(feed, points, i);
      }
    }
  }

  private void delta(Feed feed, KeptPoints points, int i) {
    long time = points.time(i);
    long start = points.start(i);
    if (start > 0 && start < time) {
      long from = Math.max(start, time - horizonNanos);
      pending.spread(feed, points.high(i), points.low(i), from, time, 1);
    } else {
      pending.at(feed, points.high(i), points.low(i), time, 1);
    }
  }

  /** What an accepted point changes about the activations of its series. */
  void activations(KeptPoints points, int i, @Nullable Activations activations) {
    if (activations != null) {
      activations.inserted(points, i, pending);
    }
  }

  /** What the neighbours {@code i} and {@code i + 1} contribute together. */
  void pair(Feeds feeds, KeptPoints points, int i, int sign) {
    if (points.noValue(i)) {
      return;
    }
    if (feeds.isWeighted()) {
      hold(feeds, points, i, sign);
    }
    if (feeds.isCumulative() && !points.noValue(i + 1)) {
      step(feeds, points, i, sign);
    } else if (feeds.isDelta() && sign > 0) {
      flagDelta(points, i);
    }
  }

  /** A value holds until the next point, but no longer than the meter's staleness. */
  private void hold(Feeds feeds, KeptPoints points, int i, int sign) {
    long from = points.time(i);
    for (int f = 0; f < feeds.count(); f++) {
      Feed feed = feeds.feed(f);
      if (feed.measure() == Measure.LEVEL) {
        long to = Math.min(points.time(i + 1), from + feed.stalenessNanos());
        pending.hold(feed, points.high(i), points.low(i), from, to, sign);
      }
    }
  }

  private void step(Feeds feeds, KeptPoints points, int i, int sign) {
    int next = i + 1;
    long time = points.time(i);
    long nextTime = points.time(next);
    long nextStart = points.start(next);
    switch (CounterStep.between(time, points.start(i), nextTime, nextStart)) {
      case SAME_RUN -> difference(feeds, points, i, sign);
      case RESET -> {
        if (nextStart < time && sign > 0) {
          tally.flag(PointFlag.OVERLAP, nextTime, "starts at " + nextStart + ", before " + time);
        }
        long from = Math.max(Math.max(nextStart, time), nextTime - horizonNanos);
        sum(feeds, points.high(next), points.low(next), from, nextTime, sign);
      }
      case UNKNOWN -> {
        if (sign > 0) {
          tally.flag(
              PointFlag.UNKNOWN_HISTORY,
              nextTime,
              "start " + nextStart + " after a start of " + points.start(i));
        }
      }
    }
  }

  private void difference(Feeds feeds, KeptPoints points, int i, int sign) {
    int next = i + 1;
    long nextTime = points.time(next);
    long low = points.low(next) - points.low(i);
    long high =
        Int128.minusHigh(points.high(next), points.low(next), points.high(i), points.low(i));
    if (high < 0 && feeds.isMonotonic()) {
      if (sign > 0) {
        tally.flag(PointFlag.DECREASE, nextTime, "lower than at " + points.time(i));
      }
      return;
    }
    long from = Math.max(points.time(i), nextTime - horizonNanos);
    sum(feeds, high, low, from, nextTime, sign);
  }

  private void sum(Feeds feeds, long high, long low, long from, long to, int sign) {
    for (int f = 0; f < feeds.count(); f++) {
      Feed feed = feeds.feed(f);
      if (feed.measure() == Measure.INCREASE) {
        pending.spread(feed, high, low, from, to, sign);
      }
    }
  }

  private void flagDelta(KeptPoints points, int i) {
    long start = points.start(i + 1);
    if (start == 0 || start == points.time(i + 1)) {
      return;
    }
    if (start < points.time(i)) {
      tally.flag(
          PointFlag.OVERLAP,
          points.time(i + 1),
          "starts at " + start + ", before its neighbour's end");
    } else if (start > points.time(i)) {
      tally.flag(
          PointFlag.GAP, points.time(i + 1), "starts at " + start + ", after its neighbour's end");
    }
  }
}
