package dev.headroom.usage.metering;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One series: the time it has covered, as the points that are kept of it. See
 * docs/explanation/metering.md for why this state is enough.
 */
final class Series {

  /** More kept points than that, and the oldest are forgotten before their time. */
  static final int MAX_KEPT = 4096;

  /** What became of a point. */
  enum Acceptance {
    ACCEPTED,
    REPEATED,
    COVERED,
    BEYOND_HORIZON
  }

  private final long identityHigh;
  private final long identityLow;
  private final long floor;
  private final KeptPoints points;
  private long feedsFingerprint;
  private long touchedMinute;
  private @Nullable Feeds feeds;

  /**
   * @param floor time in ns up to which points of this series may have been metered and forgotten
   */
  Series(
      long identityHigh, long identityLow, long floor, long feedsFingerprint, KeptPoints points) {
    this.identityHigh = identityHigh;
    this.identityLow = identityLow;
    this.floor = floor;
    this.feedsFingerprint = feedsFingerprint;
    this.points = points;
  }

  /**
   * An independent copy.
   *
   * @param copyOf gives the copy of what the series feeds
   */
  Series copy(UnaryOperator<Feeds> copyOf) {
    Series copy = new Series(identityHigh, identityLow, floor, feedsFingerprint, points.copy());
    copy.touchedMinute = touchedMinute;
    copy.feeds = feeds == null ? null : copyOf.apply(feeds);
    return copy;
  }

  long identityHigh() {
    return identityHigh;
  }

  long identityLow() {
    return identityLow;
  }

  long floor() {
    return floor;
  }

  KeptPoints points() {
    return points;
  }

  long feedsFingerprint() {
    return feedsFingerprint;
  }

  /** When a point of it was last seen: minutes since 1970, by append time. */
  long touchedMinute() {
    return touchedMinute;
  }

  void touch(long minute) {
    touchedMinute = Math.max(touchedMinute, minute);
  }

  /** What it feeds, if that was derived in this context; null if it must be derived anew. */
  @Nullable Feeds feeds(long context) {
    return feeds != null && feeds.context() == context ? feeds : null;
  }

  /**
   * Takes note of what the series feeds. If that is something else than before, all time so far is
   * covered under the old definition: nothing of it can be taken back under the new one.
   */
  void feed(Feeds current) {
    feeds = current;
    if (feedsFingerprint != current.fingerprint()) {
      feedsFingerprint = current.fingerprint();
      if (points.size() > 0) {
        points.keepNewestOnly();
      }
    }
  }

  /** Offers a point; contributions change if, and only if, it is accepted. */
  Acceptance offer(
      Feeds current,
      long time,
      long start,
      long high,
      long low,
      boolean noValue,
      ContributionRules rules,
      Limits limits) {
    int size = points.size();
    if (size == 0 || time > points.newest()) {
      points.insert(size, time, start, high, low, time, noValue);
      contribute(current, size, rules);
      forget(current, limits);
      return Acceptance.ACCEPTED;
    }
    int i = points.firstNotBefore(time);
    if (points.time(i) == time) {
      return Acceptance.REPEATED;
    }
    if (points.closedBefore(i)) {
      return Acceptance.COVERED;
    }
    long newest = points.newest();
    if (time < newest - limits.horizonNanos()) {
      return Acceptance.BEYOND_HORIZON;
    }
    if (i == 0) {
      rules.first(current, points, floor, -1);
    } else {
      rules.pair(current, points, i - 1, -1);
    }
    points.insert(i, time, start, high, low, newest, noValue);
    contribute(current, i, rules);
    forgetOldest(points.size() - MAX_KEPT);
    return Acceptance.ACCEPTED;
  }

  private void contribute(Feeds current, int i, ContributionRules rules) {
    rules.alone(current, points, i);
    if (i == 0) {
      rules.first(current, points, floor, 1);
    } else {
      rules.pair(current, points, i - 1, 1);
    }
    if (i + 1 < points.size()) {
      rules.pair(current, points, i, 1);
    }
  }

  /**
   * Forgets the points between two spans in which no admissible point can fall any more: spans that
   * leave no gap, and whose ends arrived longer ago than {@code reorder}, on the series' own clock.
   */
  private void forget(Feeds current, Limits limits) {
    long newest = points.newest();
    long settled = newest - limits.reorderNanos();
    int i = 1;
    while (i + 1 < points.size() && points.time(i) < settled) {
      if (closable(current, i, settled) && closable(current, i + 1, settled)) {
        points.remove(i);
        points.closeBefore(i);
      } else {
        i++;
      }
    }
    long horizon = newest - limits.horizonNanos();
    while (points.size() > 1 && points.time(1) <= horizon) {
      forgetOldest(1);
    }
    forgetOldest(points.size() - MAX_KEPT);
  }

  /** Forgets so many points; all time before the others is closed. */
  private void forgetOldest(int count) {
    for (int i = 0; i < count; i++) {
      points.remove(0);
      points.closeBefore(0);
    }
  }

  private boolean closable(Feeds current, int i, long settled) {
    return points.closedBefore(i)
        || (points.arrival(i - 1) < settled && points.arrival(i) < settled && joined(current, i));
  }

  /** Whether no point is missing between the one before and this. */
  private boolean joined(Feeds current, int i) {
    long time = points.time(i);
    long start = points.start(i);
    long distance = time - points.time(i - 1);
    if (current.isDelta() && start > 0 && start < time) {
      return distance - (time - start) <= (time - start) / 2;
    }
    return distance <= current.gapNanos();
  }
}
