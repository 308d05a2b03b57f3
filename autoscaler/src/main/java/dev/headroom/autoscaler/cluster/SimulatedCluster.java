package dev.headroom.autoscaler.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.config.PoolSettings;
import dev.headroom.autoscaler.config.SimulatedSettings;
import dev.headroom.autoscaler.config.WorkloadSettings;
import dev.headroom.autoscaler.demand.WorkloadId;
import dev.headroom.autoscaler.overbooking.SellablePolicy;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A cluster that does as it is told, at once, and keeps its state in a file. It starts with the
 * least replicas of every workload, and in each pool with machines for what those reserve and the
 * least placeholders, and sells no core twice. It can be told to fail every n-th change once.
 */
public final class SimulatedCluster implements ClusterManager {
  private final JsonFile file;
  private final int failEvery;
  private final SortedMap<WorkloadId, Integer> replicas = new TreeMap<>();
  private final SortedMap<String, Integer> machines = new TreeMap<>();
  private final SortedMap<String, Integer> placeholders = new TreeMap<>();
  private final SortedMap<String, Integer> sellable = new TreeMap<>();
  private int changes;

  private SimulatedCluster(JsonFile file, int failEvery) {
    this.file = file;
    this.failEvery = failEvery;
  }

  /**
   * The cluster of the configuration, in the state that its file says.
   *
   * @throws IOException if the file cannot be read or is damaged; the message names it
   */
  public static SimulatedCluster open(AutoscalerConfig config) throws IOException {
    if (!(config.cluster() instanceof SimulatedSettings settings)) {
      throw new IllegalArgumentException("the configuration is of another cluster");
    }
    JsonFile file = new JsonFile(settings.state());
    SimulatedCluster cluster = new SimulatedCluster(file, settings.failEvery());
    for (PoolSettings pool : config.pools()) {
      BigDecimal reserved = BigDecimal.ZERO;
      for (WorkloadSettings workload : config.workloadsOf(pool)) {
        int least = workload.replicas().min();
        cluster.replicas.put(workload.id(), least);
        reserved = reserved.add(workload.cpuPerReplica().multiply(BigDecimal.valueOf(least)));
      }
      int needed = reserved.divide(pool.machine().cpu(), 0, RoundingMode.CEILING).intValue();
      cluster.machines.put(pool.name(), pool.machines().clamp(needed));
      if (pool.warm() != null) {
        cluster.placeholders.put(pool.name(), pool.warm().min());
      }
      if (pool.sellAtMost() != null) {
        cluster.sellable.put(
            pool.name(), new SellablePolicy(pool, pool.sellAtMost()).carried(BigDecimal.ZERO));
      }
    }
    Optional<JsonNode> state = file.read();
    if (state.isPresent()) {
      cluster.restore(state.get());
    }
    return cluster;
  }

  private void restore(JsonNode state) throws IOException {
    for (Map.Entry<WorkloadId, Integer> entry : replicas.entrySet()) {
      String name = entry.getKey().toString();
      entry.setValue(number(state.path("replicas").path(name), name, entry.getValue()));
    }
    restore(machines, state.path("machines"));
    restore(placeholders, state.path("placeholders"));
    restore(sellable, state.path("sellable"));
  }

  private void restore(SortedMap<String, Integer> numbers, JsonNode state) throws IOException {
    for (Map.Entry<String, Integer> entry : numbers.entrySet()) {
      String name = entry.getKey();
      entry.setValue(number(state.path(name), name, entry.getValue()));
    }
  }

  private int number(JsonNode written, String name, int otherwise) throws IOException {
    if (written.isMissingNode()) {
      return otherwise;
    }
    if (!written.canConvertToInt() || !written.isIntegralNumber() || written.asInt() < 0) {
      throw new IOException(
          "%s is damaged: '%s' is %s, expected a whole number"
              .formatted(file.path(), name, written));
    }
    return written.asInt();
  }

  @Override
  public synchronized ClusterState state() {
    return new ClusterState(replicas, machines, placeholders, sellable);
  }

  @Override
  public synchronized void scale(WorkloadId workload, int from, int to) throws ClusterException {
    set(replicas, workload, from, to);
  }

  @Override
  public synchronized void resize(String pool, int from, int to) throws ClusterException {
    set(machines, pool, from, to);
  }

  @Override
  public synchronized void keepWarm(String pool, int from, int to) throws ClusterException {
    set(placeholders, pool, from, to);
  }

  @Override
  public synchronized void sell(String pool, int from, int to) throws ClusterException {
    set(sellable, pool, from, to);
  }

  private <K> void set(SortedMap<K, Integer> numbers, K name, int from, int number)
      throws ClusterException {
    Integer before = numbers.get(name);
    if (before == null) {
      throw new ClusterException("the simulated cluster has no " + name);
    }
    if (number < 0) {
      throw new ClusterException(name + " cannot have " + number);
    }
    if (before != from && before != number) {
      throw new ClusterException.Conflict(
          "somebody else changed it: it has %d, where %d were seen".formatted(before, from));
    }
    changes++;
    if (failEvery > 0 && changes % failEvery == 0) {
      throw new ClusterException.Transient("the simulated cluster fails, as it was told to");
    }
    numbers.put(name, number);
    try {
      file.write(json());
    } catch (IOException e) {
      numbers.put(name, before);
      throw new ClusterException.Transient(String.valueOf(e.getMessage()));
    }
  }

  private ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode workloads = json.putObject("replicas");
    replicas.forEach((id, number) -> workloads.put(id.toString(), number));
    ObjectNode pools = json.putObject("machines");
    machines.forEach(pools::put);
    ObjectNode warm = json.putObject("placeholders");
    placeholders.forEach(warm::put);
    ObjectNode sold = json.putObject("sellable");
    sellable.forEach(sold::put);
    return json;
  }
}
