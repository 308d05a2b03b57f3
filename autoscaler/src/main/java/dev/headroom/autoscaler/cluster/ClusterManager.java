package dev.headroom.autoscaler.cluster;

import dev.headroom.autoscaler.demand.WorkloadId;

/**
 * What runs the vendor's workloads. Every change sets an absolute number, so repeating it changes
 * nothing. Safe for use by several threads.
 */
public interface ClusterManager {
  /** What there is now. */
  ClusterState state() throws ClusterException;

  /** Sets the replicas of a workload. */
  void scale(WorkloadId workload, int replicas) throws ClusterException;

  /** Sets the machines of a pool. */
  void resize(String pool, int machines) throws ClusterException;
}
