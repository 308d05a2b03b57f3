package dev.headroom.cli.otelcol;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What reported points come to, computed the plain way. */
final class ReportedUsage {
  private static final Duration HORIZON = Duration.ofDays(2);
  private static final Duration STALENESS = Duration.ofMinutes(5);

  private ReportedUsage() {}

  /** Increase of all series together: since the start of each, if that is known well enough. */
  static BigDecimal increase(List<ReportedPoint> points, Predicate<ReportedPoint> which) {
    BigDecimal sum = BigDecimal.ZERO;
    for (NavigableMap<?, ReportedPoint> series : series(points, which)) {
      ReportedPoint first = series.firstEntry().getValue();
      boolean known = first.start().plus(HORIZON).isAfter(first.time());
      BigDecimal before = known ? BigDecimal.ZERO : first.value();
      sum = sum.add(series.lastEntry().getValue().value()).subtract(before);
    }
    return sum.setScale(9);
  }

  /** Each value times the seconds until the next one of its series. */
  static BigDecimal overTime(List<ReportedPoint> points, Predicate<ReportedPoint> which) {
    BigDecimal sum = BigDecimal.ZERO;
    for (NavigableMap<?, ReportedPoint> series : series(points, which)) {
      ReportedPoint last = null;
      for (ReportedPoint point : series.values()) {
        if (last != null) {
          Duration held = Duration.between(last.time(), point.time());
          Duration counted = held.compareTo(STALENESS) > 0 ? STALENESS : held;
          sum = sum.add(last.value().multiply(BigDecimal.valueOf(counted.toNanos(), 9)));
        }
        last = point;
      }
    }
    return sum.setScale(9);
  }

  /** By series and time, so that a point that was sent again is one. */
  private static Iterable<NavigableMap<java.time.Instant, ReportedPoint>> series(
      List<ReportedPoint> points, Predicate<ReportedPoint> which) {
    Map<String, NavigableMap<java.time.Instant, ReportedPoint>> all = new HashMap<>();
    points.stream()
        .filter(which)
        .forEach(
            point ->
                all.computeIfAbsent(point.series(), key -> new TreeMap<>())
                    .put(point.time(), point));
    return all.values();
  }
}
