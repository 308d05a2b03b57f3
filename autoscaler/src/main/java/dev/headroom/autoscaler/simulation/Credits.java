package dev.headroom.autoscaler.simulation;

import dev.headroom.autoscaler.sizing.Workload;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is credited to tenants, month by month: of what they used at its price, the share that the
 * {@link ServiceLevel} says for the share of their workload-steps with demand that were met at
 * once. A month is 730 hours, and the last one as long as it is.
 */
final class Credits {
  private static final Duration MONTH = Duration.ofHours(730);

  private record Bill(String tenant, long month) {}

  private static final class Sums {
    private long active;
    private long violated;
    private double used;
  }

  private final ServiceLevel level;
  private final double price;
  private final List<Workload> workloads;
  private final long ticksPerMonth;
  private final Map<Bill, Sums> bills = new HashMap<>();

  /**
   * @param price of a unit that is used for an hour
   */
  Credits(ServiceLevel level, double price, List<Workload> workloads, Duration tick) {
    this.level = level;
    this.price = price;
    this.workloads = workloads;
    this.ticksPerMonth = Math.max(1, MONTH.toMillis() / tick.toMillis());
  }

  /**
   * A workload-step with demand.
   *
   * @param tick since counting began
   * @param used unit-hours that were served
   */
  void count(long tick, int workload, boolean isViolated, double used) {
    if (level.tiers().isEmpty()) {
      return;
    }
    Sums sums =
        bills.computeIfAbsent(
            new Bill(workloads.get(workload).tenant(), tick / ticksPerMonth), bill -> new Sums());
    sums.active++;
    sums.violated += isViolated ? 1 : 0;
    sums.used += used;
  }

  /** Of all tenants and months. */
  double total() {
    return bills.values().stream()
        .mapToDouble(
            sums -> sums.used * price * level.credit(1 - (double) sums.violated / sums.active))
        .sum();
  }
}
