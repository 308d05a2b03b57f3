package dev.headroom.usage.metering;

import dev.headroom.usage.JsonText;
import dev.headroom.usage.meter.Aggregation;
import dev.headroom.usage.meter.Meter;
import dev.headroom.usage.meter.MeterSet;
import dev.headroom.usage.meter.PointSelector;
import dev.headroom.usage.metering.TestSeries.Point;
import dev.headroom.usage.otlp.MetricKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rules of metering in their plainest form: all points of a series at once, sorted, each time
 * once, in decimals. No state, no order of arrival.
 */
final class NaiveMetering {

  private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000L);

  private final MeterSet meters;
  private final long horizon;
  private final Totals totals = new Totals();

  NaiveMetering(MeterSet meters, MeteringLimits limits) {
    this.meters = meters;
    this.horizon = limits.horizon().toNanos();
  }

  /** The totals of these points; of several at one time, the first counts. */
  Map<String, BigInteger> totals(Collection<Point> points) {
    Map<TestSeries, TreeMap<Long, Point>> sorted = new LinkedHashMap<>();
    for (Point point : points) {
      sorted
          .computeIfAbsent(point.series(), series -> new TreeMap<>())
          .putIfAbsent(point.time(), point);
    }
    for (Meter meter : meters.meters()) {
      sorted.forEach((series, line) -> series(meter, series, List.copyOf(line.values())));
    }
    return totals.shown();
  }

  private void series(Meter meter, TestSeries series, List<Point> points) {
    if (meter.from().stream().noneMatch(selector -> takes(selector, series))) {
      return;
    }
    boolean timed =
        meters.meters().stream()
            .anyMatch(
                m ->
                    m.aggregation() == Aggregation.TIME_WEIGHTED
                        && m.from().stream().anyMatch(selector -> takes(selector, series)));
    List<Point> relevant =
        timed ? points : points.stream().filter(point -> point.value() != null).toList();
    Point before = null;
    for (Point point : relevant) {
      switch (meter.aggregation()) {
        case TIME_WEIGHTED -> held(meter, before, point);
        case MAX -> maximum(meter, point);
        case SUM -> added(meter, before, point);
      }
      before = point;
    }
  }

  private static boolean takes(PointSelector selector, TestSeries series) {
    return selector.metric().equals(series.metric())
        && selector.unit().equals(series.unit())
        && series.attributes().entrySet().containsAll(selector.where().entrySet());
  }

  private void held(Meter meter, @Nullable Point before, Point point) {
    if (before == null || before.value() == null) {
      return;
    }
    long end = Math.min(point.time(), before.time() + meter.staleness().toNanos());
    long window = meter.window().toNanos();
    for (long at = before.time(); at < end; at = at / window * window + window) {
      long nanos = Math.min(at / window * window + window, end) - at;
      tell(meter, at / window, before, quantised(before).multiply(BigDecimal.valueOf(nanos)));
    }
  }

  private void maximum(Meter meter, Point point) {
    if (point.value() != null) {
      tell(meter, point.time() / meter.window().toNanos(), point, quantised(point));
    }
  }

  private void added(Meter meter, @Nullable Point before, Point point) {
    if (point.value() == null) {
      return;
    }
    MetricKind kind = point.series().kind();
    if (kind == MetricKind.DELTA_COUNTER || kind == MetricKind.DELTA_LEVEL) {
      if (point.start() > 0 && point.start() < point.time()) {
        spread(meter, point, quantised(point), point.start());
      } else {
        tell(meter, point.time() / meter.window().toNanos(), point, quantised(point));
      }
    } else if (before == null) {
      if (point.start() > point.time() - horizon
          && point.start() > 0
          && point.start() < point.time()) {
        spread(meter, point, quantised(point), point.start());
      }
    } else if (before.value() != null) {
      increase(meter, before, point);
    }
  }

  private void increase(Meter meter, Point before, Point point) {
    long start = knownStart(point);
    long startBefore = knownStart(before);
    boolean sameRun =
        start == 0
            || start == startBefore
            || (startBefore == 0 && start < before.time() && start != point.time());
    if (sameRun) {
      BigDecimal difference = quantised(point).subtract(quantised(before));
      if (difference.signum() > 0 || point.series().kind() == MetricKind.CUMULATIVE_LEVEL) {
        spread(meter, point, difference, before.time());
      }
    } else if (start > startBefore && start != point.time()) {
      spread(meter, point, quantised(point), Math.max(start, before.time()));
    }
  }

  /** The wire's start time is unsigned; one after the point's time is as good as none. */
  private static long knownStart(Point point) {
    return point.start() < 0 || point.start() > point.time() ? 0 : point.start();
  }

  /** Evenly over (from, time of the point]: at every edge, what was used so far, rounded down. */
  private void spread(Meter meter, Point point, BigDecimal quantity, long start) {
    long from = Math.max(start, point.time() - horizon);
    BigDecimal length = BigDecimal.valueOf(point.time() - from);
    long window = meter.window().toNanos();
    BigDecimal told = BigDecimal.ZERO;
    for (long w = from / window; w * window < point.time(); w++) {
      long edge = Math.min((w + 1) * window, point.time());
      BigDecimal soFar =
          quantity.multiply(BigDecimal.valueOf(edge - from)).divide(length, 9, RoundingMode.FLOOR);
      tell(meter, w, point, soFar.subtract(told));
      told = soFar;
    }
  }

  private void tell(Meter meter, long window, Point point, BigDecimal amount) {
    long seconds = meter.window().toSeconds();
    TreeMap<String, String> dimensions = new TreeMap<>(point.series().attributes());
    dimensions.keySet().retainAll(meter.dimensions());
    totals.contribution(
        meter,
        window * seconds,
        window * seconds + seconds,
        JsonText.object(dimensions),
        amount.multiply(NANOS_PER_SECOND).toBigIntegerExact());
  }

  private static BigDecimal quantised(Point point) {
    BigDecimal value = point.value();
    if (value == null) {
      throw new IllegalArgumentException("no value");
    }
    BigDecimal read = point.series().floating() ? new BigDecimal(value.doubleValue()) : value;
    return read.setScale(9, RoundingMode.HALF_EVEN);
  }
}
