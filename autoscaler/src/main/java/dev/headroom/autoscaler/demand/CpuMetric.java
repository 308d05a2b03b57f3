package dev.headroom.autoscaler.demand;

import java.util.Optional;

/**
 * The counters of CPU seconds that demand is read from, the most exact first. A workload that
 * reports several of them is measured by the first alone: a pod's time contains its containers'.
 */
public enum CpuMetric {
  CONTAINER("container.cpu.time"),
  POD("k8s.pod.cpu.time"),
  PROCESS("process.cpu.time");

  /** Unit that points must have: seconds. */
  static final String UNIT = "s";

  private final String metric;

  CpuMetric(String metric) {
    this.metric = metric;
  }

  /** The counter of that name, if it is one of CPU time. */
  public static Optional<CpuMetric> named(String metric) {
    for (CpuMetric candidate : values()) {
      if (candidate.metric.equals(metric)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
