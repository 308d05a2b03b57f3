package dev.headroom.autoscaler.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.headroom.autoscaler.cluster.ClusterState;
import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.config.Mode;
import dev.headroom.autoscaler.config.PoolSettings;
import dev.headroom.autoscaler.config.WorkloadSettings;
import dev.headroom.autoscaler.decision.Decision;
import dev.headroom.autoscaler.decision.DecisionJson;
import dev.headroom.autoscaler.decision.Kind;
import dev.headroom.autoscaler.decision.Result;
import dev.headroom.autoscaler.demand.WorkloadId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** An engine on records in memory, with a cluster that does as it is told. */
final class Replay {
  /** A record of the topic. */
  record Usage(String tenant, ByteString request, Instant appended) {}

  private final AutoscalerConfig config;
  private final Map<Integer, List<Usage>> topic;
  private final Map<Integer, Integer> positions = new HashMap<>();
  private final Map<WorkloadId, Integer> replicas = new HashMap<>();
  private final Map<String, Integer> machines = new HashMap<>();
  private final Map<String, Integer> placeholders = new HashMap<>();
  private final Map<String, Integer> sellable = new HashMap<>();
  private final Map<String, String> recorded = new TreeMap<>();
  private final List<Decision> decisions = new ArrayList<>();
  private Engine engine;

  Replay(AutoscalerConfig config, Map<Integer, List<Usage>> topic) {
    this.config = config;
    this.topic = topic;
    this.engine = new Engine(config);
    config.workloads().forEach(w -> replicas.put(w.id(), w.replicas().min()));
    config.pools().forEach(p -> machines.put(p.name(), p.machines().min()));
    topic.keySet().forEach(partition -> positions.put(partition, 0));
  }

  /** Everything there is, in batches as they come. */
  Replay run(RandomGenerator random) {
    while (step(random)) {}
    return this;
  }

  /** Reads some records of some partition, evaluates what is due; false if nothing is left. */
  boolean step(RandomGenerator random) {
    List<Integer> unread = List.copyOf(lagging());
    if (unread.isEmpty()) {
      return false;
    }
    int partition = unread.get(random.nextInt(unread.size()));
    List<Usage> usages = Objects.requireNonNull(topic.get(partition));
    for (int i = 1 + random.nextInt(20); i > 0 && position(partition) < usages.size(); i--) {
      Usage usage = usages.get(position(partition));
      engine.observe(
          partition,
          position(partition),
          usage.tenant(),
          usage.request().toByteArray(),
          usage.appended());
      positions.merge(partition, 1, Integer::sum);
    }
    for (Evaluation evaluation : engine.due(lagging())) {
      evaluate(evaluation);
    }
    return true;
  }

  private void evaluate(Evaluation evaluation) {
    boolean acting = config.mode() == Mode.ACT;
    finish(
        engine.evaluate(
            evaluation, ClusterState.of(replicas, machines, placeholders, sellable), acting));
  }

  private void finish(List<Decision> decided) {
    for (Decision decision : decided) {
      if (config.mode() == Mode.ACT && decision.result() == Result.APPLIED) {
        WorkloadId workload = decision.subject().workload();
        if (workload != null) {
          replicas.put(workload, decision.to());
        } else if (decision.kind() == Kind.WARM) {
          placeholders.put(decision.subject().pool(), decision.to());
        } else if (decision.kind() == Kind.SELL) {
          sellable.put(decision.subject().pool(), decision.to());
        } else {
          machines.put(decision.subject().pool(), decision.to());
        }
      }
      engine.completed(
          config.mode() == Mode.ACT || !decision.changes() ? decision : decision.recommended());
      decisions.add(decision);
      String before = recorded.put(decision.id(), DecisionJson.write(decision));
      if (before != null && !before.equals(DecisionJson.write(decision))) {
        throw new AssertionError("decided anew: " + before);
      }
    }
  }

  /** Ends as after a kill: all that is left is what the engine wants to be remembered. */
  void restart() {
    JsonNode memory = engine.memory();
    Map<Integer, Long> from = engine.rewindTo();
    engine = new Engine(config);
    engine.remember(memory);
    from.forEach((partition, offset) -> positions.put(partition, offset.intValue()));
  }

  private Set<Integer> lagging() {
    Set<Integer> lagging = new HashSet<>();
    topic.forEach(
        (partition, usages) -> {
          if (position(partition) < usages.size()) {
            lagging.add(partition);
          }
        });
    return lagging;
  }

  private int position(int partition) {
    return Objects.requireNonNull(positions.get(partition));
  }

  /** By id, as JSON. */
  Map<String, String> recorded() {
    return recorded;
  }

  /** About a workload, in their order. */
  List<Decision> about(WorkloadSettings workload) {
    return decisions.stream().filter(d -> workload.id().equals(d.subject().workload())).toList();
  }

  /** About the machines of a pool, in their order. */
  List<Decision> about(PoolSettings pool) {
    return about(pool, Kind.OVERBOOK);
  }

  /** About the placeholders of a pool, in their order. */
  List<Decision> aboutWarm(PoolSettings pool) {
    return about(pool, Kind.WARM);
  }

  /** About what may be sold of a pool, in their order. */
  List<Decision> aboutSelling(PoolSettings pool) {
    return about(pool, Kind.SELL);
  }

  private List<Decision> about(PoolSettings pool, Kind kind) {
    return decisions.stream()
        .filter(d -> d.kind() == kind && d.subject().pool().equals(pool.name()))
        .toList();
  }
}
