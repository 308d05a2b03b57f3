package dev.headroom.autoscaler.overbooking;

import dev.headroom.autoscaler.config.PoolSettings;
import dev.headroom.autoscaler.decision.Rule;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Machines for cores, whatever says how many those are: never more than what is reserved needs, nor
 * fewer than what is used needs, with what is kept warm on top, within the range, and not fewer
 * than there are while something of the use is not known.
 *
 * <pre>
 *   machines = ceil((max(min(joint cores + reserved by workloads without fresh metrics, reserved), used × unevenness) + warm) / cores of a machine)
 * </pre>
 */
final class MachineCount {
  private final PoolSettings pool;

  MachineCount(PoolSettings pool) {
    this.pool = pool;
  }

  /**
   * Advice for a pool that has so many machines.
   *
   * @param rule that says what the joint cores are
   */
  PoolAdvice advise(int machines, PoolLoad load, BigDecimal jointCores, Rule rule) {
    BigDecimal needed = jointCores.add(load.unknownReservedCores()).min(load.reservedCores());
    List<String> bounds = new ArrayList<>();
    int wanted = clamp(machinesFor(needed.max(load.neededCores()).add(load.warmCores())), bounds);
    return wanted < machines && load.unknownWorkloads() > 0
        ? new PoolAdvice(machines, Rule.STALE_METRICS, List.of(), jointCores)
        : new PoolAdvice(wanted, rule, bounds, jointCores);
  }

  private int machinesFor(BigDecimal cores) {
    return cores
        .divide(pool.machine().cpu(), 0, RoundingMode.CEILING)
        .min(BigDecimal.valueOf(Integer.MAX_VALUE))
        .intValue();
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
