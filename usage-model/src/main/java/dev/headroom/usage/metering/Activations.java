package dev.headroom.usage.metering;

import dev.headroom.usage.meter.WindowParts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The activations of one series, as each of the meters that count them sees them: runs of points
 * above zero, each of which holds until the next, but no longer than the meter's staleness. A run
 * is there with its first point; the newest point of all holds no time yet.
 *
 * <p>A run is no matter of two neighbours, so more has to be known than a pair. What makes a few
 * points enough:
 *
 * <ul>
 *   <li>A closed span after a point above zero holds nothing but that run ({@link #canDoWithout}).
 *       After any other point it may hold whole runs, none of which reaches its end. So where a run
 *       begins and ends follows from the kept points ...
 *   <li>... unless it began before the oldest of them: {@link #carried} tells for how long.
 * </ul>
 *
 * A point that comes changes the run it falls into, or lengthens, divides or joins those beside it:
 * what these came to is taken back, and what they come to now is added.
 */
final class Activations {

  private final long[] carried;
  private List<Feed> feeds = List.of();
  private long leastStaleness;

  /** Where the run of the newest point begins, if it is above zero: in-order points need it. */
  private final long[] newestStart;

  private boolean knowsNewest;

  /**
   * @param carried for each meter, how long the run of the oldest kept point had been when that
   *     point came, in ns
   */
  Activations(long[] carried) {
    this.carried = carried;
    this.newestStart = new long[carried.length];
  }

  /** What is known, for these meters; null if there are none. */
  static @Nullable Activations of(List<Feed> feeds, @Nullable Activations known) {
    if (feeds.isEmpty()) {
      return null;
    }
    Activations activations = known == null ? new Activations(new long[feeds.size()]) : known;
    activations.feeds = feeds;
    activations.leastStaleness = feeds.stream().mapToLong(Feed::stalenessNanos).min().orElseThrow();
    return activations;
  }

  int meters() {
    return carried.length;
  }

  /** How long the run of the oldest kept point had been when that point came, in ns. */
  long carried(int meter) {
    return carried[meter];
  }

  /** Whether the runs follow from the other kept points as well. */
  boolean canDoWithout(KeptPoints points, int i) {
    if (!isActive(points, i - 1)) {
      return !isActive(points, i) || !isActive(points, i + 1);
    }
    return isActive(points, i)
        && isJoined(points, i - 1, leastStaleness)
        && isJoined(points, i, leastStaleness);
  }

  /** Before the oldest point is forgotten. */
  void forgettingOldest(KeptPoints points) {
    boolean both = points.size() > 1 && isActive(points, 0) && isActive(points, 1);
    for (int m = 0; m < carried.length; m++) {
      carried[m] =
          both && isJoined(points, 0, feeds.get(m).stalenessNanos())
              ? points.time(1) - start(points, 0, m)
              : 0;
    }
  }

  /** Whether a point newer than all can be inserted with nothing but the newest beside it. */
  boolean knowsNewest() {
    return knowsNewest;
  }

  /** Finds out where the run of the newest point begins. */
  void lookUpNewest(KeptPoints points) {
    int newest = points.size() - 1;
    for (int m = 0; m < carried.length; m++) {
      newestStart[m] = start(points, newest, m);
    }
    knowsNewest = true;
  }

  /**
   * Revises what the runs come to, after a point was inserted.
   *
   * @param points all, or if the point is newer than all and {@link #knowsNewest}, it and the one
   *     before
   */
  void inserted(KeptPoints points, int i, PendingContributions pending) {
    boolean newest = i == points.size() - 1;
    for (int m = 0; m < carried.length; m++) {
      Feed feed = feeds.get(m);
      boolean goesOn = newest && i > 0 && isActive(points, i - 1);
      long leftStart = goesOn ? newestStart[m] : -1;
      inserted(points, i, m, leftStart, new Ledger(feed, pending));
      if (newest && !(goesOn && isJoined(points, i - 1, feed))) {
        newestStart[m] = points.time(i);
      }
    }
    knowsNewest = newest;
  }

  /**
   * @param knownStart of the run on the left; -1 if unknown
   */
  private void inserted(KeptPoints points, int i, int m, long knownStart, Ledger ledger) {
    Feed feed = feeds.get(m);
    int next = i + 1;
    boolean self = isActive(points, i);
    boolean left = i > 0 && isActive(points, i - 1);
    boolean right = next < points.size() && isActive(points, next);
    boolean joinedLeft = self && left && isJoined(points, i - 1, feed);
    boolean joinedRight = self && right && isJoined(points, i, feed);
    boolean joinedBefore =
        left && right && points.time(next) - points.time(i - 1) <= feed.stalenessNanos();
    long rightEnd = right ? end(points, next, feed) : 0;
    long selfEnd = joinedRight ? rightEnd : holdEnd(points, i, next, feed);
    if (left) {
      long start = knownStart >= 0 ? knownStart : start(points, i - 1, m);
      long endBefore = joinedBefore ? rightEnd : holdEnd(points, i - 1, next, feed);
      long endNow = joinedLeft ? selfEnd : holdEnd(points, i - 1, i, feed);
      ledger.lengthen(start, endBefore, endNow);
    }
    if (self && !joinedLeft) {
      ledger.tell(points.time(i), selfEnd, 1);
    }
    boolean apartBefore = right && !joinedBefore;
    boolean apartNow = right && !joinedRight;
    if (apartBefore != apartNow) {
      ledger.tell(points.time(next), rightEnd, apartNow ? 1 : -1);
    }
  }

  private static boolean isActive(KeptPoints points, int i) {
    return !points.noValue(i)
        && (points.high(i) > 0 || (points.high(i) == 0 && points.low(i) != 0));
  }

  private static boolean isJoined(KeptPoints points, int i, Feed feed) {
    return isJoined(points, i, feed.stalenessNanos());
  }

  /** Whether a value above zero holds until the next point. */
  private static boolean isJoined(KeptPoints points, int i, long staleness) {
    return points.closedBefore(i + 1) || points.time(i + 1) - points.time(i) <= staleness;
  }

  /** Until when the value of a point holds, if {@code next} is the one after it. */
  private static long holdEnd(KeptPoints points, int i, int next, Feed feed) {
    return next == points.size()
        ? points.time(i)
        : Math.min(points.time(next), points.time(i) + feed.stalenessNanos());
  }

  /** Where the run begins that a point above zero is in. */
  private long start(KeptPoints points, int i, int m) {
    int first = i;
    Feed feed = feeds.get(m);
    while (first > 0 && isActive(points, first - 1) && isJoined(points, first - 1, feed)) {
      first--;
    }
    return points.time(first) - (first == 0 && points.closedBefore(0) ? carried[m] : 0);
  }

  /** Where the run ends that a point above zero is in. */
  private static long end(KeptPoints points, int i, Feed feed) {
    int last = i;
    while (last + 1 < points.size() && isActive(points, last + 1) && isJoined(points, last, feed)) {
      last++;
    }
    boolean closed = last + 1 < points.size() && points.closedBefore(last + 1);
    return closed ? points.time(last + 1) : holdEnd(points, last, last + 1, feed);
  }

  /** Tells a feed's windows about runs. */
  private record Ledger(Feed feed, PendingContributions pending) {

    void tell(long start, long end, int sign) {
      WindowParts.Activations counted = counted();
      if (counted.give() == WindowParts.Activations.Give.NUMBER) {
        pending.at(feed, 0, 1, start, sign);
      } else {
        pending.hold(feed, 0, 1, start, start + counted.billedNanos(end - start), sign);
      }
    }

    /** A run that stays, of another length: only the difference is told. */
    void lengthen(long start, long endBefore, long endNow) {
      WindowParts.Activations counted = counted();
      if (counted.give() == WindowParts.Activations.Give.LENGTH && endBefore != endNow) {
        long before = start + counted.billedNanos(endBefore - start);
        long now = start + counted.billedNanos(endNow - start);
        pending.hold(
            feed, 0, 1, Math.min(before, now), Math.max(before, now), now > before ? 1 : -1);
      }
    }

    private WindowParts.Activations counted() {
      WindowParts.Activations counted = feed.activations();
      if (counted == null) {
        throw new IllegalStateException("meter " + feed.meter().name() + " counts no activations");
      }
      return counted;
    }
  }
}
