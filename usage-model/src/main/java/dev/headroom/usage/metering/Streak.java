package dev.headroom.usage.metering;

import dev.headroom.usage.Quantity;
import dev.headroom.usage.otlp.PointColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one layout that come one after the other, each with a later point of every series:
 * what nearly all messages do. Their points lie here as columns, and what they contribute is added
 * up for all series that feed the same, before the series take their points over together. Nobody
 * can tell the difference: whatever is out of the ordinary ends the streak, and goes the way of
 * single points.
 */
final class Streak {

  /** So many messages are held; then the series take them over. */
  private static final int MOST_MESSAGES = 16;

  private static final int FIRST_MESSAGES = 4;

  /** So many values of a group can be added up where each of them can be metered. */
  private static final int MOST_OF_GROUP = 256;

  private static final long NANOS_PER_UNIT = 1_000_000_000L;

  /** Neighbours that feed the same: the points from (inclusive) to (exclusive). */
  private static final class Group {
    private final Feeds feeds;
    private final int from;
    private int to;
    private final long limitHigh;
    private final long limitLow;

    Group(Feeds feeds, int from) {
      this.feeds = feeds;
      this.from = from;
      this.to = from + 1;
      long limit = (long) (feeds.maxValue() / MOST_OF_GROUP);
      this.limitHigh = Math.multiplyHigh(limit, NANOS_PER_UNIT);
      this.limitLow = limit * NANOS_PER_UNIT;
    }

    boolean takes(Feeds more, int point) {
      return more == feeds && point == to && to - from < MOST_OF_GROUP;
    }

    boolean mayHold(long high, long low) {
      return Int128.isWithin(high, low, limitHigh, limitLow);
    }
  }

  private final SeriesOrder order;
  private final int points;
  private final List<Group> groups = new ArrayList<>();
  private int metered;

  /** Start times of the series: the same in every message, but for deltas. */
  private final long[] starts;

  /** The newest values. */
  private final long[] high;

  private final long[] low;

  private long newest;
  private long touchedMinute;
  private Limits limits;

  private int held;
  private long heldAfter;
  private long[] times = new long[FIRST_MESSAGES];
  private long[] bits;

  private Streak(SeriesOrder order, Limits limits) {
    this.order = order;
    this.limits = limits;
    this.points = order.points();
    this.starts = new long[points];
    this.high = new long[points];
    this.low = new long[points];
    this.bits = new long[FIRST_MESSAGES * points];
  }

  /**
   * A streak that begins behind the newest points of those series.
   *
   * @param context under which the order and what its series feed were found
   * @return null if they have no newest point at one time, or need more than a streak can do
   */
  static @Nullable Streak begin(SeriesOrder order, long context, Limits limits, PointsAtWork work) {
    Streak streak = new Streak(order, limits);
    for (int i = 0; i < streak.points; i++) {
      Series series = order.series(i);
      if (series == null || series == Series.UNMETERED) {
        continue;
      }
      boolean again = series.isIn(streak);
      if (!again) {
        series.endStreak(work);
      }
      if (again || !streak.add(i, series, series.feeds(context))) {
        streak.end(work);
        return null;
      }
    }
    streak.heldAfter = streak.newest;
    return streak.groups.isEmpty() ? null : streak;
  }

  private boolean add(int i, Series series, @Nullable Feeds feeds) {
    if (feeds == null
        || !series.canFollow(2 * MOST_MESSAGES)
        || (metered > 0 && series.newest() != newest)) {
      return false;
    }
    newest = series.newest();
    starts[i] = series.newestStart();
    high[i] = series.newestHigh();
    low[i] = series.newestLow();
    Group last = groups.isEmpty() ? null : groups.get(groups.size() - 1);
    if (last != null && last.takes(feeds, i)) {
      last.to++;
    } else {
      groups.add(new Group(feeds, i));
    }
    series.streak(this);
    metered++;
    return true;
  }

  /** How many points of a message are metered; no meter asks for the others. */
  int metered() {
    return metered;
  }

  int unmetered() {
    return points - metered;
  }

  /**
   * Meters the points of a message, if it continues the streak.
   *
   * @return false, with nothing done, if it does not
   */
  boolean follow(
      PointColumns message,
      Limits current,
      long nowNanos,
      PendingContributions pending,
      PointsAtWork work) {
    long time = message.time();
    if (time <= newest || time > nowNanos + current.futureNanos()) {
      return false;
    }
    for (Group group : groups) {
      if (!continues(group, message, time)) {
        return false;
      }
    }
    long from = Math.max(newest, time - current.horizonNanos());
    for (Group group : groups) {
      contribute(group, message, from, time, pending);
    }
    limits = current;
    touchedMinute = Math.max(touchedMinute, nowNanos / (60 * Times.NANOS_PER_SECOND));
    hold(message, time, work);
    return true;
  }

  private boolean continues(Group group, PointColumns message, long time) {
    Feeds feeds = group.feeds;
    boolean delta = feeds.isDelta();
    boolean rises = feeds.isMonotonic();
    for (int i = group.from; i < group.to; i++) {
      long given = message.start(i);
      long start = given > 0 && given <= time ? given : 0;
      if (start != (delta ? newest : starts[i])) {
        return false;
      }
      long valueHigh = message.high(i);
      long valueLow = message.low(i);
      if (!group.mayHold(valueHigh, valueLow)) {
        return false;
      }
      if (rises) {
        long lowest = delta ? 0 : high[i];
        long lowestLow = delta ? 0 : low[i];
        if (Int128.minusHigh(valueHigh, valueLow, lowest, lowestLow) < 0) {
          return false;
        }
      }
    }
    return true;
  }

  private void contribute(
      Group group, PointColumns message, long from, long time, PendingContributions pending) {
    Feeds feeds = group.feeds;
    for (int f = 0; f < feeds.count(); f++) {
      Feed feed = feeds.feed(f);
      switch (feed.measure()) {
        case INCREASE -> increase(group, feed, message, from, time, pending);
        case LEVEL -> level(group, feed, Math.min(time, newest + feed.stalenessNanos()), pending);
        case VALUE -> {
          for (int i = group.from; i < group.to; i++) {
            pending.value(feed, message.high(i), message.low(i), time);
          }
        }
        case ACTIVITY -> throw new IllegalStateException("activations are no part of a streak");
      }
    }
  }

  private void increase(
      Group group,
      Feed feed,
      PointColumns message,
      long from,
      long time,
      PendingContributions pending) {
    boolean delta = group.feeds.isDelta();
    boolean together = PendingContributions.isOneStep(feed, from, time);
    long sumHigh = 0;
    long sumLow = 0;
    for (int i = group.from; i < group.to; i++) {
      long moreHigh = message.high(i);
      long moreLow = message.low(i);
      if (!delta) {
        moreHigh = Int128.minusHigh(moreHigh, moreLow, high[i], low[i]);
        moreLow -= low[i];
      }
      if (together) {
        sumHigh = Int128.plusHigh(sumHigh, sumLow, moreHigh, moreLow);
        sumLow += moreLow;
      } else {
        pending.spread(feed, moreHigh, moreLow, from, time, 1);
      }
    }
    if (together) {
      pending.spread(feed, sumHigh, sumLow, from, time, 1);
    }
  }

  /** Times the length only once: nothing rounds. */
  private void level(Group group, Feed feed, long until, PendingContributions pending) {
    long sumHigh = 0;
    long sumLow = 0;
    for (int i = group.from; i < group.to; i++) {
      sumHigh = Int128.plusHigh(sumHigh, sumLow, high[i], low[i]);
      sumLow += low[i];
    }
    pending.hold(feed, sumHigh, sumLow, newest, until, 1);
  }

  private void hold(PointColumns message, long time, PointsAtWork work) {
    if (held == times.length) {
      if (held < MOST_MESSAGES) {
        times = Arrays.copyOf(times, 2 * held);
        bits = Arrays.copyOf(bits, 2 * held * points);
      } else {
        handOver(work);
      }
    }
    message.copyBits(points, bits, held * points);
    message.copyValues(points, high, low);
    times[held++] = time;
    newest = time;
  }

  /** The series take over what is held, and the streak goes on. */
  void handOver(PointsAtWork work) {
    if (held == 0) {
      return;
    }
    for (Group group : groups) {
      for (int i = group.from; i < group.to; i++) {
        Series series = order.series(i);
        if (series != null) {
          series.takeOver(this, i, group.feeds, limits, work);
        }
      }
    }
    held = 0;
    heldAfter = newest;
  }

  /** The series take over what is held, and are on their own again. */
  void end(PointsAtWork work) {
    handOver(work);
    for (Group group : groups) {
      for (int i = group.from; i < group.to; i++) {
        Series series = order.series(i);
        if (series != null) {
          series.streak(null);
        }
      }
    }
    order.streakEnded();
  }

  /** Adds the points of a series that are held, behind those it has. */
  void addTo(KeptPoints points, int index, Feeds feeds) {
    boolean delta = feeds.isDelta();
    boolean integer = order.isInteger(index);
    long before = heldAfter;
    for (int message = 0; message < held; message++) {
      long sent = bits[message * this.points + index];
      Quantity value =
          integer ? Quantity.of(sent) : Quantity.ofDouble(Double.longBitsToDouble(sent));
      long time = times[message];
      long start = delta ? before : starts[index];
      points.insert(points.size(), time, start, value.high(), value.low(), time, false);
      before = time;
    }
  }

  /** When its last message came: minutes since 1970, by append time. */
  long touchedMinute() {
    return touchedMinute;
  }
}
