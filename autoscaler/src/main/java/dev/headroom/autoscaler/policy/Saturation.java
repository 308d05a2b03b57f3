package dev.headroom.autoscaler.policy;

import dev.headroom.autoscaler.config.WorkloadSettings;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Whether replicas use so much of what they have that they may want more: a container that is at
 * its limit shows the limit, not the demand.
 */
final class Saturation {
  /** Share of its cores. */
  static final double SHARE = 0.9;

  private static final BigDecimal LEAST = BigDecimal.valueOf(SHARE);

  private Saturation() {}

  static boolean of(WorkloadSettings workload, BigDecimal cores, int replicas) {
    BigDecimal reserved = workload.cpuPerReplica().multiply(BigDecimal.valueOf(replicas));
    return cores.compareTo(reserved.multiply(LEAST)) >= 0;
  }

  /** How many replicas there must be so that this is not the case. */
  static int leastReplicas(WorkloadSettings workload, BigDecimal cores) {
    BigDecimal most = workload.cpuPerReplica().multiply(LEAST);
    return cores
        .divide(most, 0, RoundingMode.FLOOR)
        .min(BigDecimal.valueOf(Integer.MAX_VALUE - 1))
        .add(BigDecimal.ONE)
        .intValue();
  }
}
