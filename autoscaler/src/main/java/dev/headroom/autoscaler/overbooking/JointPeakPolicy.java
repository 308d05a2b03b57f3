package dev.headroom.autoscaler.overbooking;

import dev.headroom.autoscaler.config.PoolSettings;
import dev.headroom.autoscaler.decision.Rule;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sells the cores of a pool more than once, as far as its tenants do not peak together: machines
 * for the forecast of the joint peak instead of for the sum of what is reserved.
 *
 * <pre>
 *   joint peak = max(quantile of the joint use in the window, joint use now) × (1 + headroom)
 *   machines   = ceil(min(joint peak + reserved by workloads without fresh metrics, reserved) / cores of a machine)
 * </pre>
 *
 * <p>The first is what "Overcommit" policies call a peak predictor over a pool's total usage
 * (Bashir et al., "Take it to the Limit", EuroSys 2021, section 4); the quantile of a moving window
 * is the simplest of them. Until the window is full nothing is overbooked, and a pool with a silent
 * workload never shrinks.
 */
public final class JointPeakPolicy {
  /** Name in the decision log. */
  public static final String NAME = "joint-peak";

  private final PoolSettings pool;
  private final Duration evaluateEvery;

  public JointPeakPolicy(PoolSettings pool, Duration evaluateEvery) {
    this.pool = pool;
    this.evaluateEvery = evaluateEvery;
  }

  /**
   * What the policy would have.
   *
   * @param jointPeak forecast in cores, headroom included; what is reserved while there is no
   *     forecast
   */
  public record Advice(int machines, Rule rule, List<String> bounds, BigDecimal jointPeak) {
    public Advice {
      bounds = List.copyOf(bounds);
    }
  }

  /** Advice for a pool that has so many machines; {@code history} ends with {@code load}. */
  public Advice advise(int machines, PoolLoad load, JointUse history) {
    boolean forecast = history.isFull(evaluateEvery);
    BigDecimal peak = forecast ? peak(load, history) : load.reservedCores();
    BigDecimal needed = peak.add(load.unknownReservedCores()).min(load.reservedCores());
    List<String> bounds = new ArrayList<>();
    int wanted = clamp(machinesFor(needed.max(load.usedCores())), bounds);
    if (wanted < machines && load.unknownWorkloads() > 0) {
      return new Advice(machines, Rule.STALE_METRICS, List.of(), peak);
    }
    Rule rule = forecast ? Rule.JOINT_PEAK : Rule.NOT_ENOUGH_HISTORY;
    return new Advice(wanted, rule, bounds, peak);
  }

  private BigDecimal peak(PoolLoad load, JointUse history) {
    BigDecimal highest = history.quantile(pool.overbooking().quantile()).max(load.usedCores());
    return highest.multiply(BigDecimal.ONE.add(pool.overbooking().headroom()));
  }

  /** How many machines have at least so many cores. */
  public int machinesFor(BigDecimal cores) {
    return cores.divide(pool.machine().cpu(), 0, RoundingMode.CEILING).intValue();
  }

  private int clamp(int machines, List<String> bounds) {
    int clamped = pool.machines().clamp(machines);
    if (clamped < machines) {
      bounds.add("max-machines");
    } else if (clamped > machines) {
      bounds.add("min-machines");
    }
    return clamped;
  }
}
