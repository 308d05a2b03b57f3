package dev.headroom.autoscaler.engine;

import dev.headroom.autoscaler.config.WorkloadSettings;
import dev.headroom.autoscaler.decision.Decision;
import dev.headroom.autoscaler.demand.Demand;
import dev.headroom.autoscaler.overbooking.PoolLoad;
import dev.headroom.autoscaler.overbooking.Spread;
import java.math.BigDecimal;

/** The workloads of a pool at one evaluation, added up. */
final class PoolTally {
  private final boolean acting;
  private BigDecimal reserved = BigDecimal.ZERO;
  private BigDecimal used = BigDecimal.ZERO;
  private BigDecimal lacking = BigDecimal.ZERO;
  private BigDecimal unknownReserved = BigDecimal.ZERO;
  private BigDecimal taken = BigDecimal.ZERO;
  private int unknown;
  private final Spread spread = new Spread();

  /**
   * @param acting whether what is decided will be carried out
   */
  PoolTally(boolean acting) {
    this.acting = acting;
  }

  /**
   * One workload.
   *
   * @param started cores of the replicas that the decision starts
   */
  void add(WorkloadSettings settings, Decision decision, Demand demand, BigDecimal started) {
    BigDecimal before = cores(settings, decision.from());
    BigDecimal own = acting ? cores(settings, decision.to()) : before;
    reserved = reserved.add(own);
    taken = taken.add(started);
    if (demand instanceof Demand.Known known) {
      used = used.add(known.cores());
      spread.add(known.byMachine());
      lacking = lacking.add(known.cores().subtract(before).max(BigDecimal.ZERO));
    }
    if (!(demand instanceof Demand.Known known) || known.missingReporters() > 0) {
      unknownReserved = unknownReserved.add(own);
      unknown++;
    }
  }

  private static BigDecimal cores(WorkloadSettings settings, int replicas) {
    return settings.cpuPerReplica().multiply(BigDecimal.valueOf(replicas));
  }

  /**
   * For the policy over the machines.
   *
   * @param machines that there are
   * @param size cores of a machine
   */
  PoolLoad load(BigDecimal warmCores, int machines, BigDecimal size) {
    return new PoolLoad(
        reserved,
        used,
        unknownReserved,
        unknown,
        warmCores,
        spread.unevenness(used, machines, size));
  }

  /** Whether the load of all of them is known. */
  boolean isKnown() {
    return unknown == 0;
  }

  /** What they are known to use. */
  BigDecimal used() {
    return used;
  }

  /** What they used beyond what they had of their own. */
  BigDecimal lacking() {
    return lacking;
  }

  /** What those take that are started now. */
  BigDecimal taken() {
    return taken;
  }
}
