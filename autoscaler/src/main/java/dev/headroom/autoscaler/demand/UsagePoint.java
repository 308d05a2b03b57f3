package dev.headroom.autoscaler.demand;

import java.time.Instant;

/** One point of usage. */
public sealed interface UsagePoint permits CpuPoint, MemoryPoint {
  /** Whose it is. */
  WorkloadId workload();

  /** Time of the point. */
  Instant time();
}
