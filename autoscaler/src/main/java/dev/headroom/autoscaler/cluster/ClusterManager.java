package dev.headroom.autoscaler.cluster;

import dev.headroom.autoscaler.demand.WorkloadId;

/**
 * What runs the vendor's workloads. Every change is from one absolute number to another, so
 * repeating it changes nothing, and what somebody else has changed meanwhile is not overwritten:
 * that is a {@link ClusterException.Conflict}. Safe for use by several threads.
 */
public interface ClusterManager {
  /** What there is now; a workload or pool that the cluster does not have is left out. */
  ClusterState state() throws ClusterException;

  /** Sets the replicas of a workload, or its units. */
  void scale(WorkloadId workload, int from, int to) throws ClusterException;

  /** Sets the machines of a pool. */
  void resize(String pool, int from, int to) throws ClusterException;

  /** Sets the placeholders of a pool, which give way to replicas that start. */
  void keepWarm(String pool, int from, int to) throws ClusterException;

  /** Sets how many cores may be reserved in a pool. */
  void sell(String pool, int from, int to) throws ClusterException;
}
