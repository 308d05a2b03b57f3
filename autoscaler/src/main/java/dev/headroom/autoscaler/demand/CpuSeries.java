package dev.headroom.autoscaler.demand;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The recent points of one counter, in the order of their own time whatever the order they came in;
 * a point that comes again changes nothing. There are hundreds of thousands of these, so points are
 * kept as numbers.
 */
final class CpuSeries {
  private static final long NO_START = Long.MIN_VALUE;
  private static final long NANOS = 1_000_000_000;
  private static final int SCALE = 9;
  private static final int FIRST = 3;
  private static final int NOWHERE = -1;

  private final CpuMetric metric;
  private final long reporterHigh;
  private final long reporterLow;
  private final long seriesHigh;
  private final long seriesLow;
  private final @Nullable String machine;
  private int size;

  /** Nanoseconds since 1970, ascending. */
  private long[] times = new long[FIRST];

  /** Nanoseconds since 1970, or none. */
  private long[] starts = new long[FIRST];

  /** CPU seconds × 10⁹. */
  private long[] values = new long[FIRST];

  private boolean[] deltas = new boolean[FIRST];

  /** CPU seconds that are no {@code long}, null elsewhere; null as long as there is none. */
  private @Nullable BigDecimal @Nullable [] large;

  /** Of that point, which is not added. */
  CpuSeries(CpuPoint point) {
    this.metric = point.metric();
    this.reporterHigh = point.reporter().high();
    this.reporterLow = point.reporter().low();
    this.seriesHigh = point.series().high();
    this.seriesLow = point.series().low();
    this.machine = point.machine();
  }

  /** The order of this series and that of a point; 0 if the point is of this one. */
  int compareTo(CpuPoint point) {
    int order = Long.compare(seriesHigh, point.series().high());
    order = order != 0 ? order : Long.compare(seriesLow, point.series().low());
    order = order != 0 ? order : Long.compare(reporterHigh, point.reporter().high());
    order = order != 0 ? order : Long.compare(reporterLow, point.reporter().low());
    return order != 0 ? order : metric.compareTo(point.metric());
  }

  CpuMetric metric() {
    return metric;
  }

  Identity reporter() {
    return new Identity(reporterHigh, reporterLow);
  }

  /** Which its reporter is on; null if that is not known. */
  @Nullable String machine() {
    return machine;
  }

  void add(CpuPoint point) {
    long time = nanos(point.time());
    int found = Arrays.binarySearch(times, 0, size, time);
    if (found >= 0) {
      return;
    }
    int at = -found - 1;
    makeRoom(at);
    times[at] = time;
    starts[at] = point.start() == null ? NO_START : nanos(point.start());
    deltas[at] = point.delta();
    BigInteger units = point.seconds().setScale(SCALE).unscaledValue();
    boolean fits = units.bitLength() < Long.SIZE;
    values[at] = fits ? units.longValue() : 0;
    if (!fits && large == null) {
      large = new BigDecimal[times.length];
    }
    if (large != null) {
      large[at] = fits ? null : point.seconds();
    }
  }

  private void makeRoom(int at) {
    if (size == times.length) {
      int more = size + 1 + size / 2;
      times = Arrays.copyOf(times, more);
      starts = Arrays.copyOf(starts, more);
      values = Arrays.copyOf(values, more);
      deltas = Arrays.copyOf(deltas, more);
      large = large == null ? null : Arrays.copyOf(large, more);
    }
    move(at, at + 1, size - at);
    size++;
  }

  private void move(int from, int to, int count) {
    System.arraycopy(times, from, times, to, count);
    System.arraycopy(starts, from, starts, to, count);
    System.arraycopy(values, from, values, to, count);
    System.arraycopy(deltas, from, deltas, to, count);
    if (large != null) {
      System.arraycopy(large, from, large, to, count);
    }
  }

  /** Time of the newest point at or before {@code now}. */
  @Nullable Instant newest(Instant now) {
    int at = floor(nanos(now));
    return at == NOWHERE ? null : Instant.ofEpochSecond(0, times[at]);
  }

  /** The last point at or before a time. */
  private int floor(long time) {
    int found = Arrays.binarySearch(times, 0, size, time);
    return found >= 0 ? found : -found - 2;
  }

  /**
   * Drops what no question about {@code now} or later can need: all before the averaging time of
   * the newest point, but for the one that the first stretch begins with.
   */
  void forget(Instant now, Duration average) {
    int last = floor(nanos(now));
    if (last == NOWHERE) {
      return;
    }
    int keep = floor(times[last] - average.toNanos());
    if (keep > 0) {
      move(keep, 0, size - keep);
      size -= keep;
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
    int last = floor(nanos(now));
    if (last == NOWHERE) {
      return null;
    }
    long from = times[last] - average.toNanos();
    BigDecimal usedSeconds = BigDecimal.ZERO;
    BigDecimal coveredSeconds = BigDecimal.ZERO;
    for (int at = last; at >= 0 && times[at] > from; at--) {
      Stretch stretch = stretch(at, average.toNanos());
      if (stretch != null) {
        BigDecimal inside = stretch.secondsAfter(from);
        usedSeconds = usedSeconds.add(stretch.rate().multiply(inside));
        coveredSeconds = coveredSeconds.add(inside);
      }
    }
    return coveredSeconds.signum() == 0
        ? null
        : usedSeconds.divide(coveredSeconds, MathContext.DECIMAL64);
  }

  private BigDecimal seconds(int at) {
    BigDecimal found = large == null ? null : large[at];
    return found == null ? BigDecimal.valueOf(values[at], SCALE) : found;
  }

  /** What a point says of the time before it; null if it says nothing. */
  private @Nullable Stretch stretch(int at, long longestFirst) {
    long start = starts[at];
    if (deltas[at]) {
      long before = at == 0 ? NO_START : times[at - 1];
      return Stretch.of(start == NO_START ? before : start, times[at], seconds(at));
    }
    if (at == 0) {
      // A young counter's total is its use so far; an old counter's says nothing about now.
      boolean young = start != NO_START && start + longestFirst >= times[at];
      return young ? Stretch.of(start, times[at], seconds(at)) : null;
    }
    if (start != NO_START && start != starts[at - 1]) {
      return Stretch.of(Math.max(start, times[at - 1]), times[at], seconds(at));
    }
    return Stretch.of(times[at - 1], times[at], seconds(at).subtract(seconds(at - 1)));
  }

  /** Nanoseconds since 1970, the nearest there are. */
  private static long nanos(Instant time) {
    if (time.getEpochSecond() >= Long.MAX_VALUE / NANOS) {
      return Long.MAX_VALUE;
    }
    if (time.getEpochSecond() <= Long.MIN_VALUE / NANOS) {
      return Long.MIN_VALUE + 1;
    }
    return time.getEpochSecond() * NANOS + time.getNano();
  }

  /** Use of {@code used} CPU seconds, evenly between two times in nanoseconds. */
  private record Stretch(long from, long to, BigDecimal used) {

    static @Nullable Stretch of(long from, long to, BigDecimal used) {
      return from != NO_START && from < to && used.signum() >= 0
          ? new Stretch(from, to, used)
          : null;
    }

    BigDecimal rate() {
      return used.divide(BigDecimal.valueOf(to - from, SCALE), MathContext.DECIMAL64);
    }

    BigDecimal secondsAfter(long edge) {
      return BigDecimal.valueOf(to - Math.max(edge, from), SCALE);
    }
  }
}
