package dev.headroom.autoscaler.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.autoscaler.cluster.ClusterState;
import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.config.PoolSettings;
import dev.headroom.autoscaler.config.WorkloadSettings;
import dev.headroom.autoscaler.decision.Decision;
import dev.headroom.autoscaler.demand.Demand;
import dev.headroom.autoscaler.demand.UsagePoint;
import dev.headroom.autoscaler.demand.UsagePoints;
import dev.headroom.autoscaler.demand.WorkloadId;
import dev.headroom.autoscaler.policy.MemoryFloor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Observes usage, and says when to decide and what. Pure: no clock, no I/O, not thread-safe.
 *
 * <p>Each pool lives on the clock of its own usage, so a pool that replays last month disturbs no
 * pool of today. The same records give the same decisions, whatever the speed they arrive with.
 *
 * <p>Over a restart: {@link #memory} holds what cannot be read again (cooldowns, the joint use),
 * {@link #rewindTo} from where the stream has to be read again for the rest. With both restored,
 * evaluation goes on after the last one that was done.
 */
public final class Engine {
  /** Points further in the future than this are not believed, as in the metering. */
  private static final Duration FUTURE_LIMIT = Duration.ofMinutes(5);

  private final Map<String, PoolEngine> pools = new LinkedHashMap<>();
  private final Map<WorkloadId, PoolEngine> poolOf = new HashMap<>();
  private final boolean withMemory;

  public Engine(AutoscalerConfig config) {
    withMemory = config.workloads().stream().anyMatch(w -> MemoryFloor.of(w) != null);
    for (PoolSettings pool : config.pools()) {
      pools.put(pool.name(), new PoolEngine(pool, config));
    }
    for (WorkloadSettings workload : config.workloads()) {
      poolOf.put(workload.id(), Objects.requireNonNull(pools.get(workload.pool())));
    }
  }

  /**
   * One record of the usage topic.
   *
   * @param appended when it was appended to the topic
   */
  public void observe(int partition, long offset, String tenant, byte[] request, Instant appended) {
    pools.values().forEach(pool -> pool.clock().read(partition, appended));
    Instant latest = appended.plus(FUTURE_LIMIT);
    for (UsagePoint point : UsagePoints.read(tenant, request, withMemory)) {
      PoolEngine pool = poolOf.get(point.workload());
      if (pool != null && !point.time().isAfter(latest)) {
        pool.add(point, new Position(partition, offset, appended));
      }
    }
  }

  /**
   * Evaluations that are due, for each pool the oldest first.
   *
   * @param lagging partitions that hold records which have not been observed yet
   */
  public List<Evaluation> due(Set<Integer> lagging) {
    List<Evaluation> due = new ArrayList<>();
    pools.forEach(
        (name, pool) ->
            pool.clock()
                .due(lagging)
                .forEach(d -> due.add(new Evaluation(name, d.time(), d.witness()))));
    return due;
  }

  /**
   * Decides for every workload of the pool, then for its machines. Those decisions that are worth a
   * record are told; what they change has the result {@code applied}, as if it were done.
   *
   * @param acting whether they will be carried out
   */
  public List<Decision> evaluate(Evaluation evaluation, ClusterState state, boolean acting) {
    return pool(evaluation.pool()).evaluate(evaluation, state, acting);
  }

  /**
   * What a workload was known to use at the last evaluation of its pool: missing before the first,
   * null for a workload that is not configured.
   */
  public @Nullable Demand demand(WorkloadId workload) {
    PoolEngine pool = poolOf.get(workload);
    return pool == null ? null : pool.demand(workload);
  }

  /** The replicas of each workload of a pool that its last evaluation came to. */
  public Map<WorkloadId, Integer> wanted(String pool) {
    return pool(pool).wanted();
  }

  /** What became of a decision. */
  public void completed(Decision decision) {
    pool(decision.subject().pool()).completed(decision);
  }

  /** For each partition with points of a configured workload, the offset to read again from. */
  public Map<Integer, Long> rewindTo() {
    Map<Integer, Long> offsets = new HashMap<>();
    for (PoolEngine pool : pools.values()) {
      pool.rewind()
          .offsets()
          .forEach((partition, offset) -> offsets.merge(partition, offset, Math::min));
    }
    return offsets;
  }

  /** What has to be remembered over a restart. */
  public ObjectNode memory() {
    return EngineMemory.write(pools.values());
  }

  /** Takes back what {@link #memory} gave; pools and workloads that are no more are left out. */
  public void remember(JsonNode memory) {
    EngineMemory.read(memory, pools);
  }

  private PoolEngine pool(String name) {
    return Objects.requireNonNull(pools.get(name), name);
  }
}
