package dev.headroom.autoscaler.policy;

import dev.headroom.autoscaler.config.WorkloadSettings;
import dev.headroom.autoscaler.decision.Rule;
import dev.headroom.autoscaler.demand.Demand;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Takes back a scale-down that made things worse: if within {@code rollbackWithin} of it the
 * replicas that are left use {@value Saturation#SHARE} of their cores or more, there are as many as
 * before at once, whatever the cooldown and the greatest step; and for six times as long nothing is
 * scaled down. What the policy that is wrong about this workload says meanwhile holds upwards
 * alone.
 */
public final class Rollback {
  private static final int HOLD = 6;

  private final WorkloadSettings workload;

  public Rollback(WorkloadSettings workload) {
    this.workload = workload;
  }

  /** Advice before any policy's; empty if the last scale-down was none or is well. */
  public Optional<Advice> advise(Instant now, int replicas, Demand demand, ScalingMemory memory) {
    ScalingMemory.ScaleDown last = memory.lastScaleDown();
    if (last == null
        || replicas != last.to()
        || last.from() > workload.replicas().max()
        || now.isAfter(last.time().plus(workload.policy().rollbackWithin()))
        || !(demand instanceof Demand.Known known)
        || !Saturation.of(workload, known.cores(), replicas)) {
      return Optional.empty();
    }
    return Optional.of(new Advice(last.from(), Rule.ROLLBACK, List.of()));
  }

  /** Until when nothing is scaled down after it has been carried out. */
  public Instant holdUntil(Instant now) {
    return now.plus(workload.policy().rollbackWithin().multipliedBy(HOLD));
  }
}
