package dev.headroom.autoscaler.config;

import dev.headroom.autoscaler.demand.WorkloadId;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A workload that is scaled.
 *
 * @param replicas how many there may be; units of one that is resized in place
 * @param cpuPerReplica cores that each of them reserves, above 0
 * @param policy the reactive rule, and what limits every change
 * @param paused whether it is left as it is
 * @param forecast if not null, a forecast of its demand decides where it can be trusted
 * @param unit what is resized in place; null if replicas are added and removed
 */
public record WorkloadSettings(
    WorkloadId id,
    String pool,
    Range replicas,
    BigDecimal cpuPerReplica,
    ReactiveSettings policy,
    boolean paused,
    @Nullable ForecastSettings forecast,
    @Nullable UnitSettings unit) {
  public WorkloadSettings {
    if (cpuPerReplica.signum() <= 0) {
      throw new IllegalArgumentException(
          "cpuPerReplica is " + cpuPerReplica + ", expected more than 0");
    }
  }

  WorkloadSettings by(@Nullable ForecastSettings other) {
    return new WorkloadSettings(id, pool, replicas, cpuPerReplica, policy, paused, other, unit);
  }

  /** What its replicas reserve when there are as many as there may be. */
  public BigDecimal mostCores() {
    return cpuPerReplica.multiply(BigDecimal.valueOf(replicas.max()));
  }
}
