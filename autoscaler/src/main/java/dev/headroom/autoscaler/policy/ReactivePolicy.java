package dev.headroom.autoscaler.policy;

import dev.headroom.autoscaler.config.ReactiveSettings;
import dev.headroom.autoscaler.config.WorkloadSettings;
import dev.headroom.autoscaler.decision.Rule;
import dev.headroom.autoscaler.demand.Demand;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Target tracking with hysteresis, with the semantics of the Kubernetes HorizontalPodAutoscaler
 * (its documentation, "Algorithm details" and "Stabilization window"):
 *
 * <pre>
 *   ratio = used cores / (replicas × cores per replica × target)
 *   need  = replicas                 if |ratio − 1| ≤ tolerance
 *         = ceil(replicas × ratio)   otherwise
 * </pre>
 *
 * <p>A scale-down goes to the highest need of the last {@code scaleDownCooldown}, so a short dip
 * changes nothing; what there is when it is first looked at counts as such a need. One decision
 * changes the number by at most a factor. What is not known never scales down: without a fresh
 * metric the number stays, and with some reporters silent it may only grow.
 */
public final class ReactivePolicy {
  /** Name in the decision log. */
  public static final String NAME = "reactive";

  private final WorkloadSettings workload;
  private final ReactiveSettings settings;
  private final ScalingGuards guards;

  public ReactivePolicy(WorkloadSettings workload) {
    this.workload = workload;
    this.settings = workload.policy();
    this.guards = new ScalingGuards(workload);
  }

  /**
   * Share of the target that is used: 1 is on target.
   *
   * @param replicas at least 1
   */
  public BigDecimal ratio(BigDecimal cores, int replicas) {
    BigDecimal carried =
        workload
            .cpuPerReplica()
            .multiply(settings.target())
            .multiply(BigDecimal.valueOf(Math.max(1, replicas)));
    return cores.divide(carried, MathContext.DECIMAL64);
  }

  /** Advice as of {@code now}; remembers the need. */
  public Advice advise(Instant now, int replicas, Demand demand, ScalingMemory memory) {
    Optional<Advice> first = guards.first(replicas, demand);
    if (first.isPresent() || !(demand instanceof Demand.Known known)) {
      return first.orElseThrow();
    }
    int need = need(known.cores(), replicas);
    guards.remember(now, replicas, need, memory);
    if (need > replicas) {
      return guards.up(now, replicas, need, memory, Rule.ABOVE_TARGET);
    }
    if (need < replicas) {
      return guards.down(now, replicas, known, memory, Rule.BELOW_TARGET);
    }
    return isInBand(known.cores(), replicas)
        ? new Advice(replicas, Rule.WITHIN_BAND, List.of())
        : asFewAsPossible(replicas);
  }

  /** Below the target, but rounding up or the range leaves no smaller number. */
  private Advice asFewAsPossible(int replicas) {
    boolean least = replicas == workload.replicas().min();
    return new Advice(replicas, Rule.BELOW_TARGET, least ? List.of("min-replicas") : List.of());
  }

  private boolean isInBand(BigDecimal cores, int replicas) {
    BigDecimal distance = ratio(cores, replicas).subtract(BigDecimal.ONE).abs();
    return distance.compareTo(settings.tolerance()) <= 0;
  }

  /** Before any bound; at least 0. */
  int need(BigDecimal cores, int replicas) {
    if (isInBand(cores, replicas)) {
      return replicas;
    }
    BigDecimal need =
        cores.divide(workload.cpuPerReplica().multiply(settings.target()), 0, RoundingMode.CEILING);
    return need.min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValue();
  }
}
