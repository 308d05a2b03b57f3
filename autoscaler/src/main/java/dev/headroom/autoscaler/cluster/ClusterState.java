package dev.headroom.autoscaler.cluster;

import dev.headroom.autoscaler.demand.WorkloadId;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a cluster has.
 *
 * @param replicas of each workload
 * @param machines of each pool
 */
public record ClusterState(
    SortedMap<WorkloadId, Integer> replicas, SortedMap<String, Integer> machines) {
  public ClusterState {
    replicas = Collections.unmodifiableSortedMap(new TreeMap<>(replicas));
    machines = Collections.unmodifiableSortedMap(new TreeMap<>(machines));
  }

  /** Of maps in any order. */
  public static ClusterState of(Map<WorkloadId, Integer> replicas, Map<String, Integer> machines) {
    return new ClusterState(new TreeMap<>(replicas), new TreeMap<>(machines));
  }
}
