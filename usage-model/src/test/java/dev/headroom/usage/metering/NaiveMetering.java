package dev.headroom.usage.metering;

import dev.headroom.usage.JsonText;
import dev.headroom.usage.meter.Aggregation;
import dev.headroom.usage.meter.LastValue;
import dev.headroom.usage.meter.Meter;
import dev.headroom.usage.meter.MeterSet;
import dev.headroom.usage.meter.PointSelector;
import dev.headroom.usage.meter.WindowLength;
import dev.headroom.usage.meter.WindowParts;
import dev.headroom.usage.metering.TestSeries.Point;
import dev.headroom.usage.otlp.MetricKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rules of metering in their plainest form: all points of a series at once, sorted, each time
 * once, in decimals. No state, no order of arrival.
 */
public final class NaiveMetering {

  private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000L);

  private final MeterSet meters;
  private final ZoneId zone;
  private final long horizon;
  private final Totals totals;

  /**
   * @param zone the tenant's
   */
  public NaiveMetering(MeterSet meters, ZoneId zone, MeteringLimits limits) {
    this.meters = meters;
    this.zone = zone;
    this.horizon = limits.horizon().toNanos();
    this.totals = new Totals(zone);
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

  /**
   * The quantities of these points that are not zero, as {@code meter start-end dimensions}, with
   * times in seconds since 1970.
   */
  public Map<String, BigDecimal> quantities(Collection<Point> points) {
    totals(points);
    return totals.quantities();
  }

  private void series(Meter meter, TestSeries series, List<Point> points) {
    if (selector(meter, series).isEmpty()) {
      return;
    }
    boolean timed =
        meters.meters().stream()
            .anyMatch(m -> isTimed(m, series) && selector(m, series).isPresent());
    List<Point> relevant =
        timed ? points : points.stream().filter(point -> point.value() != null).toList();
    if (meter.aggregation() == Aggregation.ACTIVATIONS) {
      activations(meter, relevant);
      return;
    }
    Point before = null;
    for (Point point : relevant) {
      if (meter.aggregation().isExtreme()) {
        single(meter, point);
      } else if (isLevel(meter, series)) {
        held(meter, before, point);
      } else {
        added(meter, before, point);
      }
      before = point;
    }
  }

  private static boolean isTimed(Meter meter, TestSeries series) {
    return meter.aggregation() == Aggregation.ACTIVATIONS || isLevel(meter, series);
  }

  private static boolean isLevel(Meter meter, TestSeries series) {
    boolean level =
        series.kind() == MetricKind.GAUGE || series.kind() == MetricKind.CUMULATIVE_LEVEL;
    return switch (meter.aggregation()) {
      case TIME_WEIGHTED -> true;
      case UNIQUE -> level;
      case PERCENTILE, HIGH_WATER -> !meter.unit().endsWith("/s");
      case SUM, MAX, MIN, LAST, ACTIVATIONS -> false;
    };
  }

  /** Every time above zero, those that touch being one; the last value of all holds no time. */
  private void activations(Meter meter, List<Point> points) {
    Point first = null;
    long end = 0;
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      if (point.value() == null || quantised(point).signum() <= 0) {
        continue;
      }
      if (first == null || end < point.time()) {
        activation(meter, first, end);
        first = point;
      }
      boolean last = i + 1 == points.size();
      long next = last ? point.time() : points.get(i + 1).time();
      end = Math.min(next, point.time() + meter.staleness().toNanos());
    }
    activation(meter, first, end);
  }

  private void activation(Meter meter, @Nullable Point first, long end) {
    if (first == null || !(meter.parts() instanceof WindowParts.Activations counted)) {
      return;
    }
    if (counted.give() == WindowParts.Activations.Give.NUMBER) {
      tell(meter, first.time(), first, BigInteger.ONE);
      return;
    }
    BigDecimal steps =
        BigDecimal.valueOf(end - first.time())
            .divide(BigDecimal.valueOf(counted.increment().toNanos()), 0, RoundingMode.CEILING);
    long rounded = steps.longValueExact() * counted.increment().toNanos();
    long until = first.time() + Math.max(counted.minimum().toNanos(), rounded);
    for (long at = first.time(); at < until; at = end(meter.step(), at)) {
      long part = Math.min(end(meter.step(), at), until) - at;
      tell(meter, at, first, BigInteger.valueOf(part));
    }
  }

  private static Optional<PointSelector> selector(Meter meter, TestSeries series) {
    boolean hasValue =
        !(meter.parts() instanceof WindowParts.Values values)
            || series.attributes().containsKey(values.attribute());
    return meter.from().stream()
        .filter(selector -> hasValue)
        .filter(selector -> selector.metric().equals(series.metric()))
        .filter(selector -> selector.unit().equals(series.unit()))
        .filter(selector -> series.attributes().entrySet().containsAll(selector.where().entrySet()))
        .findFirst();
  }

  private void held(Meter meter, @Nullable Point before, Point point) {
    if (before == null || before.value() == null) {
      return;
    }
    long end = Math.min(point.time(), before.time() + meter.staleness().toNanos());
    for (long at = before.time(); at < end; at = end(meter.step(), at)) {
      long nanos = Math.min(end(meter.step(), at), end) - at;
      BigDecimal value = measured(meter, before);
      tell(meter, at, before, value.multiply(BigDecimal.valueOf(nanos)));
    }
  }

  private void single(Meter meter, Point point) {
    if (point.value() == null) {
      return;
    }
    BigInteger value = nanos(measured(meter, point));
    tell(
        meter,
        point.time(),
        point,
        meter.aggregation() == Aggregation.LAST ? LastValue.of(point.time(), value) : value);
  }

  private void added(Meter meter, @Nullable Point before, Point point) {
    if (point.value() == null) {
      return;
    }
    MetricKind kind = point.series().kind();
    if (kind == MetricKind.DELTA_COUNTER || kind == MetricKind.DELTA_LEVEL) {
      if (point.start() > 0 && point.start() < point.time()) {
        spread(meter, point, measured(meter, point), point.start());
      } else {
        tell(meter, point.time(), point, measured(meter, point));
      }
    } else if (before == null) {
      if (point.start() > point.time() - horizon
          && point.start() > 0
          && point.start() < point.time()) {
        spread(meter, point, measured(meter, point), point.start());
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
      BigDecimal difference = measured(meter, point).subtract(measured(meter, before));
      if (difference.signum() > 0 || point.series().kind() == MetricKind.CUMULATIVE_LEVEL) {
        spread(meter, point, difference, before.time());
      }
    } else if (start > startBefore && start != point.time()) {
      spread(meter, point, measured(meter, point), Math.max(start, before.time()));
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
    BigDecimal told = BigDecimal.ZERO;
    for (long at = from; at < point.time(); at = end(meter.step(), at)) {
      long edge = Math.min(end(meter.step(), at), point.time());
      BigDecimal soFar =
          quantity.multiply(BigDecimal.valueOf(edge - from)).divide(length, 9, RoundingMode.FLOOR);
      tell(meter, at, point, soFar.subtract(told));
      told = soFar;
    }
  }

  /** Start of the window, in ns, counted by the clock on the tenant's wall. */
  private long start(WindowLength length, long time) {
    ZonedDateTime clock =
        Instant.ofEpochSecond(time / 1_000_000_000L, time % 1_000_000_000L).atZone(zone);
    ZonedDateTime midnight = clock.toLocalDate().atStartOfDay(zone);
    if (length instanceof WindowLength.Fixed fixed) {
      long number = Duration.between(midnight, clock).dividedBy(fixed.length());
      return nanos(midnight.plus(fixed.length().multipliedBy(number)));
    }
    return nanos(
        length == WindowLength.Calendar.DAY
            ? midnight
            : clock.toLocalDate().withDayOfMonth(1).atStartOfDay(zone));
  }

  /** End of the window that holds a time. */
  private long end(WindowLength length, long time) {
    long start = start(length, time);
    LocalDate day = LocalDate.ofInstant(Instant.ofEpochSecond(start / 1_000_000_000L), zone);
    long nextDay = nanos(day.plusDays(1).atStartOfDay(zone));
    if (length instanceof WindowLength.Fixed fixed) {
      return Math.min(start + fixed.length().toNanos(), nextDay);
    }
    return length == WindowLength.Calendar.DAY
        ? nextDay
        : nanos(day.plusMonths(1).atStartOfDay(zone));
  }

  private static long nanos(ZonedDateTime time) {
    return time.toEpochSecond() * 1_000_000_000L;
  }

  private void tell(Meter meter, long time, Point point, BigDecimal amount) {
    tell(meter, time, point, nanos(amount));
  }

  private void tell(Meter meter, long time, Point point, BigInteger amount) {
    long second = start(meter.step(), time) / 1_000_000_000L;
    long start = start(meter.window(), time) / 1_000_000_000L;
    long end = end(meter.window(), time) / 1_000_000_000L;
    Map<String, String> attributes = point.series().attributes();
    TreeMap<String, String> dimensions = new TreeMap<>(attributes);
    dimensions.keySet().retainAll(meter.dimensions());
    UsagePart part =
        meter.parts() instanceof WindowParts.Values values
            ? UsagePart.value(Objects.requireNonNull(attributes.get(values.attribute())))
            : UsagePart.sample(second - start);
    totals.contribution(
        meter, Attribution.OWN, start, end, JsonText.object(dimensions), part, amount);
  }

  private static BigInteger nanos(BigDecimal amount) {
    return amount.multiply(NANOS_PER_SECOND).toBigIntegerExact();
  }

  private static BigDecimal measured(Meter meter, Point point) {
    long factor = meter.factor(selector(meter, point.series()).orElseThrow());
    return quantised(point).multiply(BigDecimal.valueOf(factor));
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
