package dev.headroom.autoscaler.policy;

import dev.headroom.autoscaler.config.ReactiveSettings;
import dev.headroom.autoscaler.config.WorkloadSettings;
import dev.headroom.autoscaler.decision.Rule;
import dev.headroom.autoscaler.demand.Demand;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What limits a change of replicas, whatever says how many are needed: the range, a cooldown, a
 * factor for one step, and that a load which is only known in part never scales down.
 */
final class ScalingGuards {
  private final WorkloadSettings workload;
  private final ReactiveSettings settings;

  ScalingGuards(WorkloadSettings workload) {
    this.workload = workload;
    this.settings = workload.policy();
  }

  /** What goes before every policy: a number outside of the range, or nothing known of the load. */
  Optional<Advice> first(int replicas, Demand demand) {
    int nearest = workload.replicas().clamp(replicas);
    if (nearest != replicas) {
      String bound = replicas < nearest ? "min-replicas" : "max-replicas";
      return Optional.of(new Advice(nearest, Rule.OUT_OF_BOUNDS, List.of(bound)));
    }
    return demand instanceof Demand.Known
        ? Optional.empty()
        : Optional.of(new Advice(replicas, Rule.STALE_METRICS, List.of()));
  }

  /** Remembers a need; what there is when a workload is first looked at counts as one. */
  void remember(Instant now, int replicas, int need, ScalingMemory memory) {
    if (!settings.scaleDownCooldown().isZero()) {
      memory.startWith(now, replicas);
    }
    memory.need(now, need, settings.scaleDownCooldown());
  }

  /**
   * More are needed.
   *
   * @param rule that says so
   */
  Advice up(Instant now, int replicas, int need, ScalingMemory memory, Rule rule) {
    if (replicas == workload.replicas().max()) {
      return new Advice(replicas, rule, List.of("max-replicas"));
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
    return new Advice(clamp(to, bounds), rule, bounds);
  }

  /**
   * Fewer are needed.
   *
   * @param rule that says so
   */
  Advice down(Instant now, int replicas, Demand.Known known, ScalingMemory memory, Rule rule) {
    if (known.missingReporters() > 0) {
      return new Advice(replicas, Rule.MISSING_REPORTERS, List.of());
    }
    if (replicas == workload.replicas().min()) {
      return new Advice(replicas, rule, List.of("min-replicas"));
    }
    if (memory.mayNotGoDown(now)) {
      return new Advice(replicas, Rule.COOLING_DOWN, List.of("rolled-back"));
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
    return new Advice(clamp(to, bounds), rule, bounds);
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
