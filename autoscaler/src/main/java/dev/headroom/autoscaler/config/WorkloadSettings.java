package dev.headroom.autoscaler.config;

import dev.headroom.autoscaler.demand.WorkloadId;
import java.math.BigDecimal;

/**
 * A workload that is scaled.
 *
 * @param replicas how many there may be
 * @param cpuPerReplica cores that each of them reserves, above 0
 */
public record WorkloadSettings(
    WorkloadId id, String pool, Range replicas, BigDecimal cpuPerReplica, ReactiveSettings policy) {
  public WorkloadSettings {
    if (cpuPerReplica.signum() <= 0) {
      throw new IllegalArgumentException(
          "cpuPerReplica is " + cpuPerReplica + ", expected more than 0");
    }
  }
}
