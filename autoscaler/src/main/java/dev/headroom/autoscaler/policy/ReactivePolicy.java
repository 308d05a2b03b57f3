package dev.headroom.autoscaler.policy;

import dev.headroom.autoscaler.config.Range;
import dev.headroom.autoscaler.config.ReactiveSettings;
import dev.headroom.autoscaler.config.WorkloadSettings;
import dev.headroom.autoscaler.decision.Rule;
import dev.headroom.autoscaler.demand.Demand;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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

  public ReactivePolicy(WorkloadSettings workload) {
    this.workload = workload;
    this.settings = workload.policy();
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
    Range range = workload.replicas();
    if (range.clamp(replicas) != replicas) {
      int nearest = range.clamp(replicas);
      String bound = replicas < nearest ? "min-replicas" : "max-replicas";
      return new Advice(nearest, Rule.OUT_OF_BOUNDS, List.of(bound));
    }
    if (!(demand instanceof Demand.Known known)) {
      return new Advice(replicas, Rule.STALE_METRICS, List.of());
    }
    if (!settings.scaleDownCooldown().isZero()) {
      memory.startWith(now, replicas);
    }
    int need = need(known.cores(), replicas);
    memory.need(now, need, settings.scaleDownCooldown());
    if (need > replicas) {
      return up(now, replicas, need, memory);
    }
    if (need < replicas) {
      return down(replicas, known, memory);
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
  private int need(BigDecimal cores, int replicas) {
    if (isInBand(cores, replicas)) {
      return replicas;
    }
    BigDecimal need =
        cores.divide(workload.cpuPerReplica().multiply(settings.target()), 0, RoundingMode.CEILING);
    return need.min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValue();
  }

  private Advice up(Instant now, int replicas, int need, ScalingMemory memory) {
    if (replicas == workload.replicas().max()) {
      return new Advice(replicas, Rule.ABOVE_TARGET, List.of("max-replicas"));
    }
    if (memory.scaledUpWithin(settings.scaleUpCooldown(), now)) {
      return new Advice(replicas, Rule.COOLING_DOWN, List.of("scale-up-cooldown"));
    }
    List<String> bounds = new ArrayList<>();
    BigDecimal furthest =
        BigDecimal.valueOf(replicas)
            .multiply(settings.maxUpFactor())
            .setScale(0, RoundingMode.CEILING);
    int to = need;
    if (furthest.compareTo(BigDecimal.valueOf(need)) < 0) {
      to = furthest.intValue();
      bounds.add("max-up-factor");
    }
    return new Advice(clamp(to, bounds), Rule.ABOVE_TARGET, bounds);
  }

  private Advice down(int replicas, Demand.Known known, ScalingMemory memory) {
    if (known.missingReporters() > 0) {
      return new Advice(replicas, Rule.MISSING_REPORTERS, List.of());
    }
    if (replicas == workload.replicas().min()) {
      return asFewAsPossible(replicas);
    }
    int highest = memory.highest();
    if (highest >= replicas) {
      return new Advice(replicas, Rule.COOLING_DOWN, List.of("scale-down-cooldown"));
    }
    List<String> bounds = new ArrayList<>();
    int nearest =
        BigDecimal.valueOf(replicas)
            .divide(settings.maxDownFactor(), 0, RoundingMode.FLOOR)
            .intValue();
    int to = highest;
    if (highest < nearest) {
      to = nearest;
      bounds.add("max-down-factor");
    }
    return new Advice(clamp(to, bounds), Rule.BELOW_TARGET, bounds);
  }

  private int clamp(int replicas, List<String> bounds) {
    int clamped = workload.replicas().clamp(replicas);
    if (clamped < replicas) {
      bounds.add("max-replicas");
    } else if (clamped > replicas) {
      bounds.add("min-replicas");
    }
    return clamped;
  }
}
