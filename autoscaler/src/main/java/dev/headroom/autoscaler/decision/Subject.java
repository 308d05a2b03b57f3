package dev.headroom.autoscaler.decision;

import dev.headroom.autoscaler.demand.WorkloadId;
import org.jspecify.annotations.Nullable;

/**
 * What a decision is about.
 *
 * @param workload null for the pool as a whole
 */
public record Subject(String pool, @Nullable WorkloadId workload) {

  /** Key of the decision's record: the tenant, or the pool. */
  public String key() {
    return workload == null ? pool : workload.tenant();
  }

  /** As in a sentence. */
  @Override
  public String toString() {
    return workload == null ? "pool " + pool : workload.toString();
  }
}
