package dev.headroom.autoscaler.keda;

import dev.headroom.autoscaler.demand.WorkloadId;
import java.util.OptionalInt;
import java.util.SortedSet;

/** How many replicas each workload should have. Safe for use by several threads. */
public interface WantedReplicas {
  /** Those that are scaled, without those that are resized in place. */
  SortedSet<WorkloadId> workloads();

  /** By the newest decision from usage of now; empty before the first, and for a stranger. */
  OptionalInt of(WorkloadId workload);
}
