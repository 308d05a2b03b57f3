package dev.headroom.autoscaler.engine;

import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.config.WorkloadSettings;
import dev.headroom.autoscaler.decision.Decision;
import dev.headroom.autoscaler.decision.Kind;
import dev.headroom.autoscaler.decision.Result;
import dev.headroom.autoscaler.decision.Rule;
import dev.headroom.autoscaler.decision.Subject;
import dev.headroom.autoscaler.demand.CpuPoint;
import dev.headroom.autoscaler.demand.Demand;
import dev.headroom.autoscaler.demand.MemoryDemand;
import dev.headroom.autoscaler.demand.MemoryPoint;
import dev.headroom.autoscaler.demand.UsagePoint;
import dev.headroom.autoscaler.demand.WorkloadDemand;
import dev.headroom.autoscaler.forecast.Calibration;
import dev.headroom.autoscaler.policy.Advice;
import dev.headroom.autoscaler.policy.DemandForecast;
import dev.headroom.autoscaler.policy.ForecastPolicy;
import dev.headroom.autoscaler.policy.MemoryFloor;
import dev.headroom.autoscaler.policy.ReactivePolicy;
import dev.headroom.autoscaler.policy.Rollback;
import dev.headroom.autoscaler.policy.ScalingMemory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One workload: its demand, its policy, and what both remember. There may be hundreds of thousands,
 * so what follows from the settings alone is made when it is asked.
 */
final class WorkloadScaling {
  private final WorkloadSettings settings;
  private final AutoscalerConfig config;
  private final @Nullable DemandForecast forecast;
  private final Kind kind;
  private final WorkloadDemand demand;
  private final @Nullable MemoryFloor floor;
  private final @Nullable MemoryDemand memoryDemand;
  private final Recording recording = new Recording();
  private final WorkloadOutcome outcome = new WorkloadOutcome();
  private Demand known = new Demand.Missing(null);
  private ScalingMemory memory = new ScalingMemory();
  private @Nullable Integer decided;

  /**
   * @param calibration shared by the workloads of the pool that are scaled by a forecast; null if
   *     none is
   */
  WorkloadScaling(
      WorkloadSettings settings, AutoscalerConfig config, @Nullable Calibration calibration) {
    this.settings = settings;
    this.config = config;
    this.kind = settings.unit() == null ? Kind.SCALE : Kind.RESIZE;
    this.forecast =
        settings.forecast() == null || calibration == null
            ? null
            : new DemandForecast(
                calibration, settings.forecast(), config.evaluateEvery(), settings.mostCores());
    this.floor = MemoryFloor.of(settings);
    this.memoryDemand = floor == null ? null : new MemoryDemand(config.staleAfter());
    this.demand = new WorkloadDemand(config.evaluateEvery(), config.staleAfter());
  }

  WorkloadSettings settings() {
    return settings;
  }

  Recording recording() {
    return recording;
  }

  WorkloadOutcome outcome() {
    return outcome;
  }

  ScalingMemory memory() {
    return memory;
  }

  /** Null for one that is only scaled reactively. */
  @Nullable DemandForecast forecast() {
    return forecast;
  }

  int expectedReporters() {
    return demand.expectedReporters();
  }

  void remember(ScalingMemory remembered, int reporters) {
    memory = remembered;
    demand.expectReporters(reporters);
  }

  void add(UsagePoint point) {
    if (point instanceof CpuPoint cpu) {
      demand.add(cpu);
    } else if (point instanceof MemoryPoint used && memoryDemand != null) {
      memoryDemand.add(used);
    }
  }

  /** Null if its memory is not looked at. */
  @Nullable MemoryFloor floor() {
    return floor;
  }

  /** Null if its memory is not looked at. */
  @Nullable MemoryDemand memoryDemand() {
    return memoryDemand;
  }

  /** The demand as of {@code now}, which its forecast learns of if all of it is known. */
  void observe(Instant now) {
    known = demand.at(now);
    if (forecast != null && known instanceof Demand.Known all && all.missingReporters() == 0) {
      forecast.observe(now, all.cores());
    }
  }

  /** The demand as of the last evaluation. */
  Demand observed() {
    return known;
  }

  /** After every workload of the pool was observed. */
  Decision decide(Instant now, int replicas) {
    outcome.add(known, settings.cpuPerReplica().multiply(BigDecimal.valueOf(replicas)));
    ReactivePolicy reactive = new ReactivePolicy(settings);
    Hold hold = new Hold(settings.paused(), config);
    ScalingReason reason =
        new ScalingReason(settings, kind, config.staleAfter(), reactive, forecast);
    Advice byCpu =
        new Rollback(settings)
            .advise(now, replicas, known, memory)
            .orElse(policy(now, replicas, reactive));
    Advice wanted =
        floor == null || memoryDemand == null
            ? byCpu
            : floor.advise(now, replicas, memoryDemand.at(now), byCpu);
    Advice advice = hold.of(now, replicas, wanted);
    decided = advice.replicas();
    return Decision.made(
        now,
        new Subject(settings.pool(), settings.id()),
        kind,
        forecast == null ? ReactivePolicy.NAME : ForecastPolicy.NAME,
        advice.rule(),
        replicas,
        advice.replicas(),
        inputs(now),
        advice.bounds(),
        hold.reason(now, advice.rule()) + because(reason, now, replicas, wanted),
        reason.expected(advice, known));
  }

  private String because(ScalingReason reason, Instant now, int replicas, Advice wanted) {
    if (floor != null && wanted.rule() == Rule.MEMORY) {
      return floor.reason() + reason.limits(wanted);
    }
    return floor != null && wanted.rule() == Rule.STALE_METRICS && known instanceof Demand.Known
        ? "nothing fresh is known of its memory, so it does not get fewer"
        : reason.of(now, replicas, wanted, known);
  }

  /**
   * Cores of the replicas that a decision starts, and that were not wanted before; to be asked
   * before it is recorded.
   */
  BigDecimal taken(Decision decision) {
    int started = decision.to() - Math.max(decision.from(), recording.advised());
    return kind == Kind.SCALE && started > 0
        ? settings.cpuPerReplica().multiply(BigDecimal.valueOf(started))
        : BigDecimal.ZERO;
  }

  /** By the last decision, whatever became of it; null before the first. */
  @Nullable Integer wanted() {
    return decided;
  }

  private Advice policy(Instant now, int replicas, ReactivePolicy reactive) {
    DemandForecast.Bound bound = forecast == null ? null : forecast.bound();
    return bound == null
        ? reactive.advise(now, replicas, known, memory)
        : new ForecastPolicy(settings, reactive).advise(now, replicas, known, memory, bound);
  }

  void completed(Decision decision) {
    recording.completed(decision);
    if (decision.result() == Result.APPLIED && decision.changes()) {
      if (kind == Kind.SCALE) {
        demand.scaled(decision.from(), decision.to()); // which takes reporters away
      }
      if (decision.rule() == Rule.ROLLBACK) {
        memory.rolledBack(new Rollback(settings).holdUntil(decision.time()));
      }
      if (decision.to() > decision.from()) {
        memory.scaledUp(decision.time());
      } else {
        memory.scaledDown(
            new ScalingMemory.ScaleDown(decision.time(), decision.from(), decision.to()));
      }
    }
  }

  private SortedMap<String, BigDecimal> inputs(Instant now) {
    SortedMap<String, BigDecimal> inputs = new TreeMap<>();
    inputs.put(
        kind == Kind.SCALE ? "cpuPerReplicaCores" : "cpuPerUnitCores", settings.cpuPerReplica());
    inputs.put("targetRatio", settings.policy().target());
    inputs.put("toleranceRatio", settings.policy().tolerance());
    if (known instanceof Demand.Known all) {
      inputs.put("usedCores", all.cores().setScale(3, RoundingMode.HALF_EVEN));
      inputs.put("newestPointAgeSeconds", seconds(Duration.between(all.newest(), now)));
      inputs.put("missingReporters", BigDecimal.valueOf(all.missingReporters()));
    } else if (known instanceof Demand.Missing missing && missing.newest() != null) {
      inputs.put("newestPointAgeSeconds", seconds(missing.age(now)));
    }
    if (forecast != null) {
      inputs.putAll(forecast.figures());
    }
    if (floor != null) {
      inputs.putAll(floor.figures());
    }
    return inputs;
  }

  private static BigDecimal seconds(Duration duration) {
    return BigDecimal.valueOf(Math.max(0, duration.toSeconds()));
  }
}
