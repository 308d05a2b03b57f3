package dev.headroom.autoscaler.account;

import dev.headroom.autoscaler.config.PoolSettings;
import dev.headroom.autoscaler.config.WorkloadSettings;
import dev.headroom.autoscaler.demand.WorkloadId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Machine hours of one pool, from the decisions about it. Between two decisions capacity is what
 * the earlier one left. Three figures over the same time, from the first decision to the last:
 *
 * <ul>
 *   <li><b>used</b>: the machines there were;
 *   <li><b>without overbooking</b>: the machines that what was reserved at each moment would have
 *       needed, ⌈Σ replicas × cores per replica ÷ cores of a machine⌉;
 *   <li><b>without autoscaling</b>: every workload at the highest number of replicas it had, all
 *       the time, and nothing overbooked; what someone would provision who knew the peaks
 *       beforehand.
 * </ul>
 *
 * <p>The bounds of the pool's machines are not applied to the last two: they say what would be
 * needed, not what would be allowed.
 */
public final class CapacityAccount {
  private static final BigDecimal NANOS_PER_HOUR = BigDecimal.valueOf(3_600_000_000_000L);
  private static final int HOURS_SCALE = 3;

  /**
   * What a decision left.
   *
   * @param workload null for the machines of the pool
   * @param before capacity before the decision
   * @param after capacity after it: {@code before} if it was not carried out
   */
  public record Step(Instant time, @Nullable WorkloadId workload, int before, int after) {}

  /**
   * Machine hours, scale 3, half-even.
   *
   * @param from first decision, null if there was none
   * @param to last decision, null if there was none
   */
  public record Hours(
      @Nullable Instant from,
      @Nullable Instant to,
      BigDecimal used,
      BigDecimal withoutOverbooking,
      BigDecimal withoutAutoscaling) {}

  private final PoolSettings pool;
  private final Map<WorkloadId, BigDecimal> coresPerReplica = new HashMap<>();

  public CapacityAccount(PoolSettings pool, List<WorkloadSettings> workloads) {
    this.pool = pool;
    workloads.forEach(w -> coresPerReplica.put(w.id(), w.cpuPerReplica()));
  }

  /** Machine hours from the decisions about the pool and its workloads, in any order. */
  public Hours of(List<Step> decisions) {
    List<Step> steps = new ArrayList<>(decisions);
    steps.removeIf(s -> s.workload() != null && !coresPerReplica.containsKey(s.workload()));
    steps.sort(Comparator.comparing(Step::time));
    if (steps.isEmpty()) {
      return new Hours(null, null, hours(0), hours(0), hours(0));
    }
    Map<WorkloadId, Integer> replicas = new HashMap<>();
    int machines = start(steps, replicas);
    Map<WorkloadId, Integer> highest = new HashMap<>(replicas);

    Instant at = steps.get(0).time();
    BigDecimal used = BigDecimal.ZERO;
    BigDecimal reserved = BigDecimal.ZERO;
    for (Step step : steps) {
      BigDecimal nanos = BigDecimal.valueOf(Duration.between(at, step.time()).toNanos());
      used = used.add(nanos.multiply(BigDecimal.valueOf(machines)));
      reserved = reserved.add(nanos.multiply(machinesFor(replicas)));
      at = step.time();
      WorkloadId workload = step.workload();
      if (workload == null) {
        machines = step.after();
      } else {
        replicas.put(workload, step.after());
        highest.merge(workload, step.after(), Math::max);
      }
    }
    Instant from = steps.get(0).time();
    BigDecimal whole = BigDecimal.valueOf(Duration.between(from, at).toNanos());
    return new Hours(
        from, at, hours(used), hours(reserved), hours(whole.multiply(machinesFor(highest))));
  }

  /** What there was before the first decision about each. */
  private static int start(List<Step> steps, Map<WorkloadId, Integer> replicas) {
    Set<WorkloadId> seen = new HashSet<>();
    int machines = -1;
    for (Step step : steps) {
      WorkloadId workload = step.workload();
      if (workload == null) {
        machines = machines < 0 ? step.before() : machines;
      } else if (seen.add(workload)) {
        replicas.put(workload, step.before());
      }
    }
    return Math.max(0, machines);
  }

  private BigDecimal machinesFor(Map<WorkloadId, Integer> replicas) {
    BigDecimal cores = BigDecimal.ZERO;
    for (Map.Entry<WorkloadId, Integer> entry : replicas.entrySet()) {
      BigDecimal each = coresPerReplica.getOrDefault(entry.getKey(), BigDecimal.ZERO);
      cores = cores.add(each.multiply(BigDecimal.valueOf(entry.getValue())));
    }
    return cores.divide(pool.machine().cpu(), 0, RoundingMode.CEILING);
  }

  /** Cost of machine hours in the pool's currency, exact. */
  public BigDecimal cost(BigDecimal machineHours) {
    return machineHours.multiply(pool.machine().costPerHour());
  }

  private static BigDecimal hours(long nanos) {
    return hours(BigDecimal.valueOf(nanos));
  }

  private static BigDecimal hours(BigDecimal machineNanos) {
    return machineNanos.divide(NANOS_PER_HOUR, HOURS_SCALE, RoundingMode.HALF_EVEN);
  }
}
