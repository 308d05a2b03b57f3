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
  private final Duration average;
  private final Duration staleAfter;
  private final SeriesTable series = new SeriesTable();
  private final ExpectedReporters expected = new ExpectedReporters();

  /**
   * @param average time over which cores are averaged
   * @param staleAfter age from which a point says nothing about now
   */
  public WorkloadDemand(Duration average, Duration staleAfter) {
    this.average = average;
    this.staleAfter = staleAfter;
  }

  public void add(CpuPoint point) {
    series.of(point).add(point);
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
    for (CpuSeries one : series) {
      Instant newestOfSeries = one.newest(now);
      if (one.metric() != metric || newestOfSeries == null || newestOfSeries.isBefore(oldest)) {
        continue;
      }
      BigDecimal rate = one.cores(now, average);
      if (rate != null) {
        cores = cores.add(rate);
        reporters.add(one.reporter());
        byMachine = with(byMachine, one.machine(), rate);
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
    for (CpuSeries one : series) {
      Instant candidate = one.newest(now);
      if (candidate != null && (result == null || candidate.isAfter(result))) {
        result = candidate;
      }
    }
    return result;
  }

  private void forget(Instant now) {
    for (CpuSeries one : series) {
      one.forget(now, average);
    }
    Instant gone = now.minus(staleAfter.multipliedBy(10)).minus(average);
    series.removeIf(one -> isGone(one, gone));
  }

  private static boolean isGone(CpuSeries one, Instant gone) {
    Instant last = one.newest(Instant.MAX);
    return last == null || last.isBefore(gone);
  }
}
