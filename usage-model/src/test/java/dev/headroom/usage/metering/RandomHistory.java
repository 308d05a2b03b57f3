package dev.headroom.usage.metering;

import dev.headroom.usage.metering.TestSeries.Point;
import dev.headroom.usage.otlp.MetricKind;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Random lives of series: steady scrapes, outages, restarts, missing values, odd start times. */
final class RandomHistory {

  static final long SECOND = 1_000_000_000L;

  static final List<TestSeries> SERIES =
      List.of(
          new TestSeries("requests", "{request}", MetricKind.CUMULATIVE_COUNTER, false, Map.of()),
          new TestSeries(
              "cpu", "s", MetricKind.CUMULATIVE_COUNTER, true, Map.of("mode", "user", "id", "1")),
          new TestSeries("cpu", "s", MetricKind.CUMULATIVE_COUNTER, true, Map.of("mode", "system")),
          new TestSeries("memory", "By", MetricKind.GAUGE, false, Map.of()),
          new TestSeries("memory", "By", MetricKind.GAUGE, true, Map.of("pod", "a")),
          new TestSeries("calls", "{call}", MetricKind.DELTA_COUNTER, false, Map.of()),
          new TestSeries("balance", "{unit}", MetricKind.DELTA_LEVEL, true, Map.of()),
          new TestSeries("disk", "GBy", MetricKind.CUMULATIVE_LEVEL, true, Map.of()),
          new TestSeries("workers", "{worker}", MetricKind.GAUGE, false, Map.of("kind", "spot")),
          new TestSeries("queue", "{item}", MetricKind.CUMULATIVE_LEVEL, false, Map.of()));

  private final SplittableRandom random;
  private final long begin;

  /**
   * @param begin when histories begin, or up to an hour later
   */
  RandomHistory(SplittableRandom random, Instant begin) {
    this.random = random;
    this.begin = begin.getEpochSecond() * SECOND;
  }

  /** The points of one series, by time; distances of {@code scrape} or outages. */
  List<Point> of(TestSeries series, int count) {
    long scrape = (5 + random.nextInt(26)) * SECOND;
    long time = begin + random.nextLong(3600 * SECOND);
    long start = random.nextInt(3) == 0 ? 0 : time - random.nextLong(6 * 3600 * SECOND);
    BigDecimal total = BigDecimal.ZERO;
    boolean delta =
        series.kind() == MetricKind.DELTA_COUNTER || series.kind() == MetricKind.DELTA_LEVEL;
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long before = time;
      time += step(scrape);
      if (delta) {
        start = deltaStart(before, time);
        total = value(series);
      } else if (random.nextInt(25) == 0) {
        start = restart(before, time, start);
        total = value(series);
      } else {
        total = next(series, total);
      }
      boolean missing = random.nextInt(20) == 0;
      points.add(new Point(series, time, start, missing ? null : total));
    }
    return points;
  }

  private long step(long scrape) {
    return switch (random.nextInt(30)) {
      case 0 -> 1 + random.nextLong(5);
      case 1 -> 120 * SECOND + random.nextLong(1800 * SECOND);
      case 2 -> scrape + random.nextLong(SECOND);
      default -> scrape;
    };
  }

  private long deltaStart(long before, long time) {
    return switch (random.nextInt(20)) {
      case 0 -> 0;
      case 1 -> time;
      case 2 -> before - random.nextLong(10 * SECOND);
      case 3 -> before + random.nextLong(time - before);
      default -> before;
    };
  }

  private long restart(long before, long time, long start) {
    return switch (random.nextInt(8)) {
      case 0 -> 0;
      case 1 -> time;
      case 2 -> start - 1 - random.nextLong(SECOND);
      case 3 -> before - random.nextLong(20 * SECOND);
      case 4 -> time + 1;
      default -> before + random.nextLong(time - before);
    };
  }

  private BigDecimal next(TestSeries series, BigDecimal total) {
    return switch (series.kind()) {
      case CUMULATIVE_COUNTER ->
          random.nextInt(30) == 0
              ? total.divideToIntegralValue(BigDecimal.valueOf(2))
              : total.add(value(series));
      default -> series.metric().equals("workers") ? workers(total) : value(series);
    };
  }

  /** Busy for a while, idle for a while. */
  private BigDecimal workers(BigDecimal now) {
    boolean stays = random.nextInt(6) != 0;
    return BigDecimal.valueOf((now.signum() > 0) == stays ? 1 + random.nextInt(4) : 0);
  }

  private BigDecimal value(TestSeries series) {
    boolean signed =
        series.kind() != MetricKind.CUMULATIVE_COUNTER && series.kind() != MetricKind.DELTA_COUNTER;
    if (random.nextInt(10) == 0) {
      return BigDecimal.ZERO;
    }
    if (series.floating()) {
      double value = random.nextDouble() * Math.pow(10, random.nextInt(-6, 9));
      return new BigDecimal(signed && random.nextInt(3) == 0 ? -value : value);
    }
    long value = random.nextLong(1L << (1 + random.nextInt(48)));
    return BigDecimal.valueOf(signed && random.nextInt(3) == 0 ? -value : value);
  }
}
