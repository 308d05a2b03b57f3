package dev.headroom.autoscaler.engine;

import dev.headroom.autoscaler.cluster.ClusterState;
import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.config.PoolSettings;
import dev.headroom.autoscaler.config.WorkloadSettings;
import dev.headroom.autoscaler.decision.Decision;
import dev.headroom.autoscaler.decision.Kind;
import dev.headroom.autoscaler.demand.Demand;
import dev.headroom.autoscaler.demand.UsagePoint;
import dev.headroom.autoscaler.demand.WorkloadId;
import dev.headroom.autoscaler.forecast.Calibration;
import dev.headroom.autoscaler.overbooking.PoolLoad;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** One pool: its clock, its workloads, what it keeps warm, its machines. */
final class PoolEngine {
  private final PoolSettings pool;
  private final PoolClock clock;
  private final Rewind rewind = new Rewind();
  private final Duration lookBack;
  private final PoolSizing sizing;
  private final PoolOutcome outcome;
  private final @Nullable WarmSizing warm;
  private final @Nullable Selling selling;
  private final @Nullable Calibration calibration;
  private final Map<WorkloadId, WorkloadScaling> workloads = new LinkedHashMap<>();

  PoolEngine(PoolSettings pool, AutoscalerConfig config) {
    this.pool = pool;
    this.clock = new PoolClock(config.evaluateEvery());
    // A rate needs the point before the averaging time, and that may be nearly stale itself.
    this.lookBack = config.staleAfter().multipliedBy(2).plus(config.evaluateEvery());
    List<WorkloadSettings> all = config.workloadsOf(pool);
    BigDecimal most =
        all.stream()
            .map(WorkloadSettings::mostCores)
            .reduce(BigDecimal.ZERO, BigDecimal::add)
            .max(pool.machine().cpu());
    this.sizing = new PoolSizing(pool, config, most);
    this.outcome = new PoolOutcome(pool, config.evaluateEvery());
    this.warm = pool.warm() == null ? null : new WarmSizing(pool, pool.warm(), config, most);
    this.selling = pool.sellAtMost() == null ? null : new Selling(pool, pool.sellAtMost(), config);
    this.calibration = calibration(all);
    for (WorkloadSettings workload : all) {
      workloads.put(workload.id(), new WorkloadScaling(workload, config, calibration));
    }
  }

  /** The coverage is the same for all that are forecast, being the pool's. */
  private static @Nullable Calibration calibration(List<WorkloadSettings> workloads) {
    return workloads.stream()
        .map(WorkloadSettings::forecast)
        .filter(Objects::nonNull)
        .findFirst()
        .map(forecast -> new Calibration(forecast.coverage()))
        .orElse(null);
  }

  /** Null if none of the workloads is scaled by a forecast. */
  @Nullable Calibration calibration() {
    return calibration;
  }

  PoolSettings pool() {
    return pool;
  }

  PoolClock clock() {
    return clock;
  }

  Rewind rewind() {
    return rewind;
  }

  PoolSizing sizing() {
    return sizing;
  }

  PoolOutcome outcome() {
    return outcome;
  }

  /** Null if nothing is kept free for replicas that start. */
  @Nullable WarmSizing warm() {
    return warm;
  }

  /** Null if what may be reserved is not limited. */
  @Nullable Selling selling() {
    return selling;
  }

  Map<WorkloadId, WorkloadScaling> workloads() {
    return workloads;
  }

  /** A point of a workload, from a record. */
  void add(UsagePoint point, Position position) {
    WorkloadScaling workload = workloads.get(point.workload());
    if (workload != null) {
      workload.add(point);
      clock.saw(point.time(), position);
      rewind.saw(position.partition(), position.offset(), point.time());
    }
  }

  /** The forecasts learn of what each is known to want. */
  private void observe(Instant now) {
    workloads.values().forEach(workload -> workload.observe(now));
    if (calibration != null) {
      calibration.refresh();
    }
  }

  /** At the last evaluation; missing before the first, null for a workload that is not here. */
  @Nullable Demand demand(WorkloadId id) {
    WorkloadScaling workload = workloads.get(id);
    return workload == null ? null : workload.observed();
  }

  /** The replicas of each workload that the last evaluation came to. */
  Map<WorkloadId, Integer> wanted() {
    Map<WorkloadId, Integer> wanted = new HashMap<>();
    workloads.forEach(
        (id, workload) -> {
          Integer replicas = workload.wanted();
          if (replicas != null) {
            wanted.put(id, replicas);
          }
        });
    return wanted;
  }

  /** Workloads first, then what they take: the machines are for both. */
  List<Decision> evaluate(Evaluation evaluation, ClusterState state, boolean acting) {
    Instant now = evaluation.time();
    List<Decision> worthRecording = new ArrayList<>();
    PoolTally tally = new PoolTally(acting);
    observe(now);
    for (WorkloadScaling workload : workloads.values()) {
      WorkloadSettings settings = workload.settings();
      int replicas = state.replicas().getOrDefault(settings.id(), settings.replicas().min());
      Decision decision = workload.decide(now, replicas);
      tally.add(settings, decision, workload.observed(), workload.taken(decision));
      if (workload.recording().wants(decision, acting)) {
        worthRecording.add(recorded(decision, evaluation, workload.outcome().figures()));
        workload.outcome().startAnew();
      }
    }
    BigDecimal keptWarm = keepWarm(evaluation, state, tally, acting, worthRecording);
    int machines = state.machines().getOrDefault(pool.name(), pool.machines().min());
    outcome.add(machines, tally);
    PoolLoad load = tally.load(keptWarm, machines, pool.machine().cpu());
    Decision sized = sizing.decide(now, machines, load, acting);
    if (sizing.recording().wants(sized, acting)) {
      worthRecording.add(recorded(sized, evaluation, outcome.figures()));
      outcome.startAnew();
    }
    if (selling != null) {
      int sellable = state.sellable().getOrDefault(pool.name(), selling.atFirst());
      Decision sold = selling.decide(now, sellable, load, sizing.advice(), acting);
      if (selling.recording().wants(sold, acting)) {
        worthRecording.add(sold.with(evaluation.figures()));
      }
    }
    clock.evaluated(now);
    rewind.forgetBefore(now.minus(lookBack));
    return worthRecording;
  }

  private static Decision recorded(
      Decision decision, Evaluation evaluation, SortedMap<String, BigDecimal> outcome) {
    return decision.with(evaluation.figures()).with(outcome);
  }

  /** Cores of the placeholders that there will be. */
  private BigDecimal keepWarm(
      Evaluation evaluation,
      ClusterState state,
      PoolTally tally,
      boolean acting,
      List<Decision> worthRecording) {
    if (warm == null) {
      return BigDecimal.ZERO;
    }
    int placeholders = state.placeholders().getOrDefault(pool.name(), warm.settings().min());
    Decision kept =
        warm.decide(evaluation.time(), placeholders, tally.taken(), tally.isKnown(), acting);
    if (warm.recording().wants(kept, acting)) {
      worthRecording.add(kept.with(evaluation.figures()));
    }
    return warm.settings().cores(acting ? kept.to() : placeholders);
  }

  void completed(Decision decision) {
    WorkloadId workload = decision.subject().workload();
    WorkloadScaling scaling = workload == null ? null : workloads.get(workload);
    if (decision.kind() == Kind.WARM) {
      Objects.requireNonNull(warm).recording().completed(decision);
    } else if (decision.kind() == Kind.SELL) {
      Objects.requireNonNull(selling).recording().completed(decision);
    } else if (workload == null) {
      sizing.recording().completed(decision);
    } else if (scaling != null) {
      scaling.completed(decision);
    }
  }
}
