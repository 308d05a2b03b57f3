package dev.headroom.autoscaler.demand;

import java.util.Optional;

/**
 * What is read of memory. A workload that reports several of the levels is measured by the first
 * alone: a pod's memory contains its containers'.
 */
public enum MemoryMetric {
  CONTAINER("container.memory.working_set", "By"),
  POD("k8s.pod.memory.working_set", "By"),
  PROCESS("process.memory.usage", "By"),
  /** Counter of processes that were killed since there was no memory left. */
  OOM_KILLS("container.memory.oom_kills", "{kill}");

  private final String metric;
  private final String unit;

  MemoryMetric(String metric, String unit) {
    this.metric = metric;
    this.unit = unit;
  }

  /** The metric of that name and unit, if it is one of memory. */
  static Optional<MemoryMetric> named(String metric, String unit) {
    for (MemoryMetric candidate : values()) {
      if (candidate.metric.equals(metric)) {
        return candidate.unit.equals(unit) ? Optional.of(candidate) : Optional.empty();
      }
    }
    return Optional.empty();
  }
}
