package dev.headroom.autoscaler.cluster;

import dev.headroom.autoscaler.demand.WorkloadId;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a cluster has.
 *
 * @param replicas of each workload, or its units
 * @param machines of each pool
 * @param placeholders of each pool that keeps some
 * @param sellable cores that may be reserved in each pool that limits them
 */
public record ClusterState(
    SortedMap<WorkloadId, Integer> replicas,
    SortedMap<String, Integer> machines,
    SortedMap<String, Integer> placeholders,
    SortedMap<String, Integer> sellable) {
  public ClusterState {
    replicas = Collections.unmodifiableSortedMap(new TreeMap<>(replicas));
    machines = Collections.unmodifiableSortedMap(new TreeMap<>(machines));
    placeholders = Collections.unmodifiableSortedMap(new TreeMap<>(placeholders));
    sellable = Collections.unmodifiableSortedMap(new TreeMap<>(sellable));
  }

  /** Of maps in any order. */
  public static ClusterState of(
      Map<WorkloadId, Integer> replicas,
      Map<String, Integer> machines,
      Map<String, Integer> placeholders,
      Map<String, Integer> sellable) {
    return new ClusterState(
        new TreeMap<>(replicas),
        new TreeMap<>(machines),
        new TreeMap<>(placeholders),
        new TreeMap<>(sellable));
  }
}
