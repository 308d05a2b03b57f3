package dev.headroom.usage.metering;

import dev.headroom.usage.metering.TestSeries.Point;
import dev.headroom.usage.otlp.MetricKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A random order of arrival in which every point is admissible: live points come at most {@code
 * reorder} late; stretches that leave a gap are held back and come later, in any order among
 * themselves, while live points go on coming.
 */
final class AdmissibleArrival {

  private record Arrival(Point point, long key, int tie) {}

  private final List<Point> history;
  private final long reorder;
  private final long horizon;
  private final long gap;
  private final SplittableRandom random;
  private final List<Arrival> arrivals = new ArrayList<>();

  /**
   * @param history by time; without points of no value where those don't count as seen
   */
  AdmissibleArrival(
      List<Point> history, MeteringLimits limits, long gapSeconds, SplittableRandom random) {
    this.history = history;
    this.reorder = limits.reorder().toNanos();
    this.horizon = limits.horizon().toNanos();
    this.gap = gapSeconds * RandomHistory.SECOND;
    this.random = random;
  }

  List<Point> points() {
    boolean[] held = new boolean[history.size()];
    List<int[]> stretches = new ArrayList<>();
    int from = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(10);
    while (from < history.size()) {
      int to = gapEnd(from, from + 1 + random.nextInt(8));
      if (to >= history.size()) {
        break;
      }
      stretches.add(new int[] {from, to});
      for (int i = from; i < to; i++) {
        held[i] = true;
      }
      from = to + 2 + random.nextInt(10);
    }
    for (int i = 0; i < held.length; i++) {
      if (!held[i]) {
        Point point = history.get(i);
        long late = random.nextBoolean() ? 0 : random.nextLong(reorder / 3);
        arrivals.add(new Arrival(point, point.time() + late, i));
      }
    }
    arrivals.sort(Comparator.comparingLong(Arrival::key));
    List<Arrival> live = List.copyOf(arrivals);
    for (int[] stretch : stretches) {
      holdBack(stretch[0], stretch[1], live);
    }
    arrivals.sort(Comparator.comparingLong(Arrival::key).thenComparingInt(Arrival::tie));
    return arrivals.stream().map(Arrival::point).toList();
  }

  /** The first live point after a stretch, far enough from the one before it to leave a gap. */
  private int gapEnd(int from, int atLeast) {
    int to = atLeast;
    while (to < history.size() && !leavesGap(from, to)) {
      to++;
    }
    return to;
  }

  private boolean leavesGap(int from, int to) {
    if (from == 0) {
      return true;
    }
    Point left = history.get(from - 1);
    Point right = history.get(to);
    boolean delta =
        left.series().kind() == MetricKind.DELTA_COUNTER
            || left.series().kind() == MetricKind.DELTA_LEVEL;
    if (delta && right.start() > 0 && right.start() < right.time()) {
      long missing = right.start() - left.time();
      return missing > right.time() - right.start();
    }
    return right.time() - left.time() > gap;
  }

  private void holdBack(int from, int to, List<Arrival> live) {
    long oldest = history.get(from).time();
    List<Arrival> possible =
        live.stream()
            .filter(a -> a.key() >= history.get(to).time() + reorder / 3)
            .filter(a -> a.key() < oldest + horizon)
            .toList();
    long key =
        possible.isEmpty()
            ? history.get(to).time() + reorder / 3
            : possible.get(random.nextInt(possible.size())).key();
    long spread = reorder / 4;
    if (newestAt(key + spread, live) - newestAt(key - 1, live) > reorder) {
      spread = 1;
    }
    boolean single = newestAt(key, live) - newestAt(key - 1, live) > reorder;
    for (int i = from; i < to; i++) {
      long at = single ? key : key + random.nextLong(spread);
      int tie = single ? history.size() + i : random.nextInt();
      arrivals.add(new Arrival(history.get(i), at, tie));
    }
  }

  private static long newestAt(long key, List<Arrival> live) {
    return live.stream()
        .filter(a -> a.key() <= key)
        .mapToLong(a -> a.point().time())
        .max()
        .orElse(0);
  }
}
