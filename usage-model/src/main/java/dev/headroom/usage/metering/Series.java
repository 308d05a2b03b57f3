package dev.headroom.usage.metering;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One series: the time it has covered, as the points that are kept of it. See
 * docs/explanation/metering.md for why this state is enough.
 */
final class Series {

  /** More kept points than that, and the oldest are forgotten before their time. */
  static final int MAX_KEPT = 4096;

  private static final int MAX_PACKED = 1 << 20;

  /** What became of a point. */
  enum Acceptance {
    ACCEPTED,
    REPEATED,
    COVERED,
    BEYOND_HORIZON
  }

  /** How many bytes a series has to spare, beside a quarter of those it needs. */
  private static final int SPARE_BYTES = 8;

  private static final byte[] NONE = {};

  /** Stands for a series that no meter asks for. */
  static final Series UNMETERED = new Series(0, 0, 0, 0);

  private final long identityHigh;
  private final long identityLow;
  private final long floor;
  private long feedsFingerprint;
  private long touchedMinute;
  private @Nullable Feeds feeds;

  /** Null for a series whose activations no meter counts: nearly every one. */
  private @Nullable Activations activations;

  /** All kept points; some may wait to be forgotten. */
  private byte[] packed = NONE;

  private int packedLength;
  private int size;

  private long newestTime;
  private long newestStart;
  private long newestHigh;
  private long newestLow;
  private boolean newestNoValue;

  /** Holds the newest points, if there is one: then those here are not all. */
  private @Nullable Streak streak;

  /**
   * @param floor time in ns up to which points of this series may have been metered and forgotten
   */
  Series(long identityHigh, long identityLow, long floor, long feedsFingerprint) {
    this.identityHigh = identityHigh;
    this.identityLow = identityLow;
    this.floor = floor;
    this.feedsFingerprint = feedsFingerprint;
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

  /** Time of the newest point, in ns; 0 if there is none. */
  long newest() {
    return newestTime;
  }

  long newestStart() {
    return newestStart;
  }

  long newestHigh() {
    return newestHigh;
  }

  long newestLow() {
    return newestLow;
  }

  /** Whether it has points, the newest of them a value, and room for so many more. */
  boolean canFollow(int more) {
    return size > 0 && size <= MAX_KEPT - more && !newestNoValue && activations == null;
  }

  boolean isIn(Streak one) {
    return streak == one;
  }

  void streak(@Nullable Streak one) {
    streak = one;
  }

  /** All its points are here then. */
  void endStreak(PointsAtWork work) {
    if (streak != null) {
      streak.end(work);
    }
  }

  /** Takes over the points that a streak holds of it, which have contributed. */
  void takeOver(Streak from, int index, Feeds current, Limits limits, PointsAtWork work) {
    touch(from.touchedMinute());
    KeptPoints points = unpacked(work);
    from.addTo(points, index, current);
    forget(current, points, limits);
    pack(work, false);
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
  void feed(Feeds current, PointsAtWork work) {
    feeds = current;
    if (feedsFingerprint != current.fingerprint()) {
      feedsFingerprint = current.fingerprint();
      if (size > 0) {
        KeptPoints points = unpacked(work);
        points.keepNewestOnly();
        pack(work);
      }
      activations = null;
    }
    activations = Activations.of(current.activityFeeds(), activations);
  }

  /** What is remembered about its activations, if any meter counts them. */
  @Nullable Activations activations() {
    return activations;
  }

  void activations(@Nullable Activations read) {
    activations = read;
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
      Limits limits,
      PointsAtWork work) {
    if (size > 0 && time < newestTime) {
      return offerLate(current, time, start, high, low, noValue, rules, limits, work);
    }
    if (size > 0 && time == newestTime) {
      return Acceptance.REPEATED;
    }
    if (size > 0 && activations != null && !activations.knowsNewest()) {
      activations.lookUpNewest(unpacked(work));
    }
    KeptPoints pair = work.points();
    pair.clear();
    if (size > 0) {
      pair.insert(0, newestTime, newestStart, newestHigh, newestLow, newestTime, newestNoValue);
    }
    int last = pair.size();
    pair.insert(last, time, start, high, low, time, noValue);
    contribute(current, pair, last, rules);
    append(current, time, start, high, low, noValue, limits, work);
    return Acceptance.ACCEPTED;
  }

  private Acceptance offerLate(
      Feeds current,
      long time,
      long start,
      long high,
      long low,
      boolean noValue,
      ContributionRules rules,
      Limits limits,
      PointsAtWork work) {
    KeptPoints points = unpacked(work);
    forget(current, points, limits);
    if (activations != null) {
      pack(work); // what they carry is about the oldest of the points that are left
    }
    int i = points.firstNotBefore(time);
    if (points.time(i) == time) {
      return Acceptance.REPEATED;
    }
    if (points.closedBefore(i)) {
      return Acceptance.COVERED;
    }
    if (time < newestTime - limits.horizonNanos()) {
      return Acceptance.BEYOND_HORIZON;
    }
    if (i == 0) {
      rules.first(current, points, floor, -1);
    } else {
      rules.pair(current, points, i - 1, -1);
    }
    points.insert(i, time, start, high, low, newestTime, noValue);
    contribute(current, points, i, rules);
    forgetOldest(points, points.size() - MAX_KEPT);
    pack(work);
    return Acceptance.ACCEPTED;
  }

  /**
   * Adds the newest point. What can be forgotten is only when room is needed, or before a late
   * point is looked at: until then nobody can tell the difference.
   */
  private void append(
      Feeds current,
      long time,
      long start,
      long high,
      long low,
      boolean noValue,
      Limits limits,
      PointsAtWork work) {
    PackedPoints packing = work.packed();
    packing.startAfter(newestTime, newestStart, newestHigh, newestLow);
    packing.packNewest(time, start, high, low, noValue);
    if (packedLength + packing.length() > packed.length || size >= MAX_KEPT) {
      KeptPoints points = unpacked(work);
      points.insert(size, time, start, high, low, time, noValue);
      forget(current, points, limits);
      pack(work);
      return;
    }
    packing.copyTo(packed, packedLength);
    packedLength += packing.length();
    size++;
    newestTime = time;
    newestStart = start;
    newestHigh = high;
    newestLow = low;
    newestNoValue = noValue;
  }

  /** All points, spread out. */
  private KeptPoints unpacked(PointsAtWork work) {
    PackedPoints.unpack(packed, packedLength, size, work.points());
    return work.points();
  }

  /** Takes over the points that were spread out; others will be appended one by one. */
  private void pack(PointsAtWork work) {
    pack(work, true);
  }

  private void pack(PointsAtWork work, boolean spare) {
    KeptPoints points = work.points();
    PackedPoints packing = work.packed();
    packing.pack(points);
    int length = packing.length();
    int ample = length + length / 4;
    if (packed.length < (spare ? ample : length) || packed.length > 2 * (ample + SPARE_BYTES)) {
      packed = new byte[ample + SPARE_BYTES];
    }
    packing.copyTo(packed, 0);
    packedLength = length;
    size = points.size();
    newest(points);
  }

  private void newest(KeptPoints points) {
    int i = points.size() - 1;
    newestTime = points.time(i);
    newestStart = points.start(i);
    newestHigh = points.high(i);
    newestLow = points.low(i);
    newestNoValue = points.noValue(i);
  }

  private void contribute(Feeds current, KeptPoints points, int i, ContributionRules rules) {
    rules.alone(current, points, i);
    rules.activations(points, i, activations);
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
  private void forget(Feeds current, KeptPoints points, Limits limits) {
    long newest = points.newest();
    long settled = newest - limits.reorderNanos();
    int i = 1;
    while (i + 1 < points.size() && points.time(i) < settled) {
      if (closable(current, points, i, settled)
          && closable(current, points, i + 1, settled)
          && (activations == null || activations.canDoWithout(points, i))) {
        points.remove(i);
        points.closeBefore(i);
      } else {
        i++;
      }
    }
    long horizon = newest - limits.horizonNanos();
    while (points.size() > 1 && points.time(1) <= horizon) {
      forgetOldest(points, 1);
    }
    forgetOldest(points, points.size() - MAX_KEPT);
  }

  /** Forgets so many points; all time before the others is closed. */
  private void forgetOldest(KeptPoints points, int count) {
    for (int i = 0; i < count; i++) {
      if (activations != null) {
        activations.forgettingOldest(points);
      }
      points.remove(0);
      points.closeBefore(0);
    }
  }

  private static boolean closable(Feeds current, KeptPoints points, int i, long settled) {
    return points.closedBefore(i)
        || (points.arrival(i - 1) < settled
            && points.arrival(i) < settled
            && joined(current, points, i));
  }

  /** Whether no point is missing between the one before and this. */
  private static boolean joined(Feeds current, KeptPoints points, int i) {
    long time = points.time(i);
    long start = points.start(i);
    long distance = time - points.time(i - 1);
    if (current.isDelta() && start > 0 && start < time) {
      return distance - (time - start) <= (time - start) / 2;
    }
    return distance <= current.gapNanos();
  }

  /** Writes the points. */
  void writePoints(DataOutput out) throws IOException {
    Varints.write(out, size);
    Varints.write(out, packedLength);
    out.write(packed, 0, packedLength);
  }

  /** Reads what {@link #writePoints} wrote. */
  void readPoints(DataInput in, PointsAtWork work) throws IOException {
    size = Varints.readCount(in, MAX_KEPT + 1);
    packedLength = Varints.readCount(in, MAX_PACKED);
    packed = new byte[packedLength + (size > 0 ? SPARE_BYTES : 0)];
    in.readFully(packed, 0, packedLength);
    try {
      KeptPoints points = unpacked(work);
      if (size > 0) {
        newest(points);
      }
    } catch (IllegalStateException e) {
      throw new IOException("the state of a series is damaged: " + e.getMessage(), e);
    }
  }
}
