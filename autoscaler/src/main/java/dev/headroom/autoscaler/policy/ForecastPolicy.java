package dev.headroom.autoscaler.policy;

import dev.headroom.autoscaler.config.WorkloadSettings;
import dev.headroom.autoscaler.decision.Rule;
import dev.headroom.autoscaler.demand.Demand;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Replicas for what the workload will want when they are there:
 *
 * <pre>
 *   need = ceil(bound of the demand ÷ cores per replica)
 *        = the greatest of that, of what leaves less than {@value Saturation#SHARE} of the cores in use,
 *          and of the reactive need   if the replicas that there are use as much or more
 * </pre>
 *
 * <p>The bound holds with the probability that is worth its cost ({@link
 * dev.headroom.autoscaler.config.MachineSettings#coverage}), so it needs no target. But replicas
 * that use all they have may want more than is seen; then what is measured is no demand, and the
 * reactive rule grows them.
 *
 * <p>A forecast that is not calibrated, yet or any more, is not used at all: the reactive rule
 * decides alone. The same guards hold for both.
 */
public final class ForecastPolicy {
  /** Name in the decision log. */
  public static final String NAME = "forecast";

  private final WorkloadSettings workload;
  private final ReactivePolicy reactive;
  private final ScalingGuards guards;

  public ForecastPolicy(WorkloadSettings workload, ReactivePolicy reactive) {
    this.workload = workload;
    this.reactive = reactive;
    this.guards = new ScalingGuards(workload);
  }

  /** Advice as of {@code now}; remembers the need. */
  public Advice advise(
      Instant now, int replicas, Demand demand, ScalingMemory memory, DemandForecast.Bound bound) {
    if (!bound.isCalibrated()) {
      return reactive.advise(now, replicas, demand, memory);
    }
    Optional<Advice> first = guards.first(replicas, demand);
    if (first.isPresent() || !(demand instanceof Demand.Known known)) {
      return first.orElseThrow();
    }
    int need = need(known.cores(), replicas, bound);
    guards.remember(now, replicas, need, memory);
    if (need > replicas) {
      return guards.up(now, replicas, need, memory, Rule.FORECAST);
    }
    return need < replicas
        ? guards.down(now, replicas, known, memory, Rule.FORECAST)
        : new Advice(replicas, Rule.FORECAST, List.of());
  }

  private int need(BigDecimal cores, int replicas, DemandForecast.Bound bound) {
    BigDecimal wanted = bound.cores().divide(workload.cpuPerReplica(), 0, RoundingMode.CEILING);
    int need = wanted.min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValue();
    int least = Math.max(need, Saturation.leastReplicas(workload, cores));
    return Saturation.of(workload, cores, replicas)
        ? Math.max(least, reactive.need(cores, replicas))
        : least;
  }
}
