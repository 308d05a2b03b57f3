package dev.headroom.autoscaler.demand;

import java.util.Comparator;

/**
 * A workload of a tenant.
 *
 * @param tenant tenant id, the key of the usage records
 * @param workload name inside the tenant
 */
public record WorkloadId(String tenant, String workload) implements Comparable<WorkloadId> {
  private static final Comparator<WorkloadId> ORDER =
      Comparator.comparing(WorkloadId::tenant).thenComparing(WorkloadId::workload);

  @Override
  public int compareTo(WorkloadId other) {
    return ORDER.compare(this, other);
  }

  /** {@code tenant/workload}, the form used in sentences and in the simulated cluster's file. */
  @Override
  public String toString() {
    return tenant + "/" + workload;
  }
}
