package dev.headroom.autoscaler.demand;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The recent points of one counter, in the order of their own time whatever the order they came in;
 * a point that comes again changes nothing.
 */
final class CpuSeries {
  private final NavigableMap<Instant, CpuPoint> points = new TreeMap<>();

  void add(CpuPoint point) {
    points.putIfAbsent(point.time(), point);
  }

  /** Time of the newest point at or before {@code now}. */
  @Nullable Instant newest(Instant now) {
    return points.floorKey(now);
  }

  /** Drops what no question about {@code oldest} or later can need. */
  void forgetBefore(Instant oldest) {
    Instant keep = points.floorKey(oldest);
    if (keep != null) {
      points.headMap(keep, false).clear();
    }
  }

  /**
   * Mean cores over the last {@code average} before the newest point that is not after {@code now}.
   * A counter that has started again counts from zero; a counter that fell without a new start says
   * nothing about that stretch.
   *
   * @return null if there are not yet two points to compare
   */
  @Nullable BigDecimal cores(Instant now, Duration average) {
    NavigableMap<Instant, CpuPoint> known = points.headMap(now, true);
    if (known.isEmpty()) {
      return null;
    }
    Instant from = known.lastKey().minus(average);
    BigDecimal usedSeconds = BigDecimal.ZERO;
    BigDecimal coveredSeconds = BigDecimal.ZERO;
    Map.Entry<Instant, CpuPoint> entry = known.lastEntry();
    while (entry != null && entry.getKey().isAfter(from)) {
      Map.Entry<Instant, CpuPoint> before = known.lowerEntry(entry.getKey());
      Stretch stretch =
          Stretch.between(before == null ? null : before.getValue(), entry.getValue(), average);
      if (stretch != null) {
        BigDecimal inside = stretch.secondsAfter(from);
        usedSeconds = usedSeconds.add(stretch.rate().multiply(inside));
        coveredSeconds = coveredSeconds.add(inside);
      }
      entry = before;
    }
    return coveredSeconds.signum() == 0
        ? null
        : usedSeconds.divide(coveredSeconds, MathContext.DECIMAL64);
  }

  /** Use of {@code used} CPU seconds, evenly between two times. */
  private record Stretch(Instant from, Instant to, BigDecimal used) {

    static @Nullable Stretch between(
        @Nullable CpuPoint before, CpuPoint point, Duration longestFirst) {
      Instant start = point.start();
      if (point.delta()) {
        Instant from = start != null ? start : before == null ? null : before.time();
        return of(from, point.time(), point.seconds());
      }
      if (before == null) {
        // A young counter's total is its use so far; an old counter's says nothing about now.
        boolean young = start != null && !start.plus(longestFirst).isBefore(point.time());
        return young ? of(start, point.time(), point.seconds()) : null;
      }
      if (start != null && !start.equals(before.start())) {
        Instant from = start.isAfter(before.time()) ? start : before.time();
        return of(from, point.time(), point.seconds());
      }
      return of(before.time(), point.time(), point.seconds().subtract(before.seconds()));
    }

    private static @Nullable Stretch of(@Nullable Instant from, Instant to, BigDecimal used) {
      return from != null && from.isBefore(to) && used.signum() >= 0
          ? new Stretch(from, to, used)
          : null;
    }

    BigDecimal rate() {
      return used.divide(seconds(Duration.between(from, to)), MathContext.DECIMAL64);
    }

    BigDecimal secondsAfter(Instant edge) {
      return seconds(Duration.between(edge.isAfter(from) ? edge : from, to));
    }

    private static BigDecimal seconds(Duration duration) {
      return new BigDecimal(BigInteger.valueOf(duration.toNanos()), 9);
    }
  }
}
