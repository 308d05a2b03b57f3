package dev.headroom.autoscaler.demand;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The recent CPU counters of one workload, and the demand they add up to. */
public final class WorkloadDemand {
  private record SeriesKey(CpuMetric metric, Identity reporter, Identity series) {}

  private final Duration average;
  private final Duration staleAfter;
  private final Map<SeriesKey, CpuSeries> series = new HashMap<>(1);
  private final ExpectedReporters expected = new ExpectedReporters();
  private @Nullable Instant newest;

  /**
   * @param average time over which cores are averaged
   * @param staleAfter age from which a point says nothing about now
   */
  public WorkloadDemand(Duration average, Duration staleAfter) {
    this.average = average;
    this.staleAfter = staleAfter;
  }

  public void add(CpuPoint point) {
    series
        .computeIfAbsent(
            new SeriesKey(point.metric(), point.reporter(), point.series()),
            k -> new CpuSeries(point.machine()))
        .add(point);
    if (newest == null || point.time().isAfter(newest)) {
      newest = point.time();
    }
  }

  /** Time of the newest point of all, also one after the time last asked about. */
  public @Nullable Instant newest() {
    return newest;
  }

  /** Tells that the workload was scaled, so that some reporters may rightly disappear. */
  public void scaled(int from, int to) {
    expected.scaled(from, to);
  }

  /** How many reporters are expected; to be remembered over a restart. */
  public int expectedReporters() {
    return expected.number();
  }

  /** Says how many reporters were expected before a restart. */
  public void expectReporters(int number) {
    expected.remember(number);
  }

  /**
   * Demand as of {@code now}, from points at or before it; {@code now} never goes back, older
   * points are forgotten.
   */
  public Demand at(Instant now) {
    forget(now);
    Instant last = newestAt(now);
    if (last == null || last.isBefore(now.minus(staleAfter))) {
      return new Demand.Missing(last);
    }
    for (CpuMetric metric : CpuMetric.values()) {
      Demand demand = at(now, metric, last);
      if (demand instanceof Demand.Known) {
        return demand;
      }
    }
    return new Demand.Missing(last);
  }

  private Demand at(Instant now, CpuMetric metric, Instant last) {
    Instant oldest = now.minus(staleAfter);
    BigDecimal cores = BigDecimal.ZERO;
    Set<Identity> reporters = new HashSet<>();
    Map<String, BigDecimal> byMachine = Map.of();
    for (Map.Entry<SeriesKey, CpuSeries> entry : series.entrySet()) {
      Instant newestOfSeries = entry.getValue().newest(now);
      if (entry.getKey().metric() != metric
          || newestOfSeries == null
          || newestOfSeries.isBefore(oldest)) {
        continue;
      }
      BigDecimal rate = entry.getValue().cores(now, average);
      if (rate != null) {
        cores = cores.add(rate);
        reporters.add(entry.getKey().reporter());
        byMachine = with(byMachine, entry.getValue().machine(), rate);
      }
    }
    if (reporters.isEmpty()) {
      return new Demand.Missing(last);
    }
    int missing = expected.missing(now, reporters.size());
    return new Demand.Known(cores.setScale(9, RoundingMode.HALF_EVEN), last, missing, byMachine);
  }

  private static Map<String, BigDecimal> with(
      Map<String, BigDecimal> byMachine, @Nullable String machine, BigDecimal cores) {
    if (machine == null) {
      return byMachine;
    }
    if (byMachine.isEmpty()) {
      return Map.of(machine, cores);
    }
    Map<String, BigDecimal> all = new HashMap<>(byMachine);
    all.merge(machine, cores, BigDecimal::add);
    return all;
  }

  private @Nullable Instant newestAt(Instant now) {
    Instant result = null;
    for (CpuSeries one : series.values()) {
      Instant candidate = one.newest(now);
      if (candidate != null && (result == null || candidate.isAfter(result))) {
        result = candidate;
      }
    }
    return result;
  }

  private void forget(Instant now) {
    for (CpuSeries one : series.values()) {
      one.forget(now, average);
    }
    Instant gone = now.minus(staleAfter.multipliedBy(10)).minus(average);
    series.values().removeIf(one -> isGone(one, gone));
  }

  private static boolean isGone(CpuSeries one, Instant gone) {
    Instant last = one.newest(Instant.MAX);
    return last == null || last.isBefore(gone);
  }
}
