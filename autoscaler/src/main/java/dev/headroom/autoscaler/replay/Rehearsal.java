package dev.headroom.autoscaler.replay;

import dev.headroom.autoscaler.cluster.ClusterState;
import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.config.PoolSettings;
import dev.headroom.autoscaler.config.WorkloadSettings;
import dev.headroom.autoscaler.decision.Decision;
import dev.headroom.autoscaler.decision.Kind;
import dev.headroom.autoscaler.demand.Demand;
import dev.headroom.autoscaler.demand.WorkloadId;
import dev.headroom.autoscaler.engine.Engine;
import dev.headroom.autoscaler.engine.Evaluation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What an autoscaler would have decided on recorded usage, in a cluster of its own, and what that
 * would have cost.
 *
 * <p>The cluster starts with the least of everything. Less capacity is gone at once; more is paid
 * at once, and takes load after its time to start. At each evaluation of a pool, for the time since
 * the evaluation interval before it:
 *
 * <pre>
 *   held    = machines, as paid
 *   missing = max(Σ max(0, used − ready replicas × cores of a replica), Σ used − ready machines × cores of a machine, 0)
 *   cost    = held × cost of a machine + missing × penalty of a core
 * </pre>
 *
 * <p>What was used is what was recorded, so it is never more than what there was at the time: usage
 * that lacked capacity shows less than was wanted, to every autoscaler that is rehearsed with it.
 */
public final class Rehearsal implements UsageListener {
  private static final int SCALE = 9;

  /** Sums of one pool. */
  private static final class Sums {
    private Duration seen = Duration.ZERO;
    private BigDecimal machineSeconds = BigDecimal.ZERO;
    private BigDecimal missingCoreSeconds = BigDecimal.ZERO;
    private long workloadTicks;
    private long violated;
    private long changes;
  }

  private final AutoscalerConfig config;
  private final Duration replicaStart;
  private final Duration machineStart;
  private final Instant from;
  private final Instant to;
  private final Engine engine;
  private final Map<WorkloadId, Capacity> replicas = new HashMap<>();
  private final Map<String, Capacity> machines = new HashMap<>();
  private final Map<String, Integer> placeholders = new HashMap<>();
  private final Map<String, Integer> sellable = new HashMap<>();
  private final Map<String, Sums> sums = new LinkedHashMap<>();

  /**
   * @param replicaStart from a decision until a replica takes load
   * @param machineStart from a decision until a machine does
   * @param from what was before it teaches the policies, and is not counted
   * @param to what is at it or later is not counted either
   */
  public Rehearsal(
      AutoscalerConfig config,
      Duration replicaStart,
      Duration machineStart,
      Instant from,
      Instant to) {
    this.config = config;
    this.replicaStart = replicaStart;
    this.machineStart = machineStart;
    this.from = from;
    this.to = to;
    this.engine = new Engine(config);
    for (PoolSettings pool : config.pools()) {
      sums.put(pool.name(), new Sums());
      int least = pool.machines().min();
      machines.put(pool.name(), Capacity.of(least));
    }
    for (WorkloadSettings workload : config.workloads()) {
      int least = workload.replicas().min();
      replicas.put(workload.id(), Capacity.of(least));
    }
  }

  @Override
  public void observe(int partition, long offset, String tenant, byte[] request, Instant appended) {
    engine.observe(partition, offset, tenant, request, appended);
  }

  @Override
  public void evaluate(Set<Integer> lagging) {
    for (Evaluation evaluation : engine.due(lagging)) {
      evaluate(evaluation);
    }
  }

  private void evaluate(Evaluation evaluation) {
    Instant now = evaluation.time();
    Instant begin = now.minus(config.evaluateEvery());
    Map<WorkloadId, Integer> wantedReplicas = new HashMap<>();
    replicas.replaceAll((id, capacity) -> capacity.at(begin));
    replicas.forEach((id, capacity) -> wantedReplicas.put(id, capacity.wanted()));
    Map<String, Integer> wantedMachines = new HashMap<>();
    machines.replaceAll((name, capacity) -> capacity.at(begin));
    machines.forEach((name, capacity) -> wantedMachines.put(name, capacity.wanted()));
    List<Decision> decided =
        engine.evaluate(
            evaluation,
            ClusterState.of(wantedReplicas, wantedMachines, placeholders, sellable),
            true);
    Sums sum = Objects.requireNonNull(sums.get(evaluation.pool()));
    boolean counts = !now.isBefore(from) && now.isBefore(to);
    if (counts) {
      account(evaluation.pool(), sum);
    }
    for (Decision decision : decided) {
      engine.completed(decision);
      if (decision.changes()) {
        sum.changes += counts ? 1 : 0;
        apply(decision);
      }
    }
  }

  private void apply(Decision decision) {
    WorkloadId workload = decision.subject().workload();
    Instant now = decision.time();
    if (decision.kind() == Kind.WARM) {
      placeholders.put(decision.subject().pool(), decision.to());
    } else if (decision.kind() == Kind.SELL) {
      sellable.put(decision.subject().pool(), decision.to());
    } else if (workload != null) {
      replicas.computeIfPresent(workload, (id, c) -> c.to(decision.to(), now, replicaStart));
    } else {
      machines.computeIfPresent(
          decision.subject().pool(), (name, c) -> c.to(decision.to(), now, machineStart));
    }
  }

  /** For the interval that has just ended, with the capacity that was ready when it began. */
  private void account(String name, Sums sum) {
    BigDecimal seconds = BigDecimal.valueOf(config.evaluateEvery().toSeconds());
    BigDecimal used = BigDecimal.ZERO;
    BigDecimal lacking = BigDecimal.ZERO;
    PoolSettings pool = pool(name);
    for (WorkloadSettings workload : config.workloadsOf(pool)) {
      if (!(engine.demand(workload.id()) instanceof Demand.Known known)) {
        continue;
      }
      used = used.add(known.cores());
      BigDecimal own =
          workload
              .cpuPerReplica()
              .multiply(BigDecimal.valueOf(capacity(replicas, workload.id()).ready()));
      BigDecimal missing = known.cores().subtract(own).max(BigDecimal.ZERO);
      lacking = lacking.add(missing);
      sum.workloadTicks++;
      sum.violated += missing.signum() > 0 ? 1 : 0;
    }
    BigDecimal there =
        pool.machine().cpu().multiply(BigDecimal.valueOf(capacity(machines, name).ready()));
    BigDecimal missing = lacking.max(used.subtract(there)).max(BigDecimal.ZERO);
    sum.seen = sum.seen.plus(config.evaluateEvery());
    sum.machineSeconds =
        sum.machineSeconds.add(
            seconds.multiply(BigDecimal.valueOf(capacity(machines, name).wanted())));
    sum.missingCoreSeconds = sum.missingCoreSeconds.add(seconds.multiply(missing));
  }

  private static <K> Capacity capacity(Map<K, Capacity> capacities, K key) {
    return Objects.requireNonNull(capacities.get(key));
  }

  private PoolSettings pool(String name) {
    return config.pools().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
  }

  /** Of each pool, in the order of the configuration. */
  public Map<String, RehearsalCost> costs() {
    Map<String, RehearsalCost> costs = new LinkedHashMap<>();
    sums.forEach((name, sum) -> costs.put(name, cost(pool(name), sum)));
    return costs;
  }

  private static RehearsalCost cost(PoolSettings pool, Sums sum) {
    BigDecimal machineHours = hours(sum.machineSeconds);
    BigDecimal missing = hours(sum.missingCoreSeconds);
    return new RehearsalCost(
        sum.seen,
        machineHours,
        missing,
        sum.workloadTicks,
        sum.violated,
        sum.changes,
        machineHours.multiply(pool.machine().costPerHour()),
        missing.multiply(pool.penaltyPerCoreHour()),
        pool.machine().currency());
  }

  private static BigDecimal hours(BigDecimal seconds) {
    return seconds.divide(BigDecimal.valueOf(3600), SCALE, RoundingMode.HALF_EVEN);
  }
}
