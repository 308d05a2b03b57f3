package dev.headroom.collectors.node;

/**
 * What is reported, by the names and units of OpenTelemetry's semantic conventions for containers,
 * processes and systems; throttled time and limits, for which they have no names, by those of the
 * Collector's receiver for Docker. OOM kills, weight and the mark of {@code memory.high} have a
 * name nowhere.
 */
enum NodeMetric {
  CONTAINER_CPU_TIME("container.cpu.time", "s", Kind.CPU_NANOS),
  CONTAINER_CPU_THROTTLED("container.cpu.throttling_data.throttled_time", "ns", Kind.COUNTER),
  CONTAINER_MEMORY_WORKING_SET("container.memory.working_set", "By", Kind.LEVEL),
  CONTAINER_CPU_LIMIT("container.cpu.limit", "{cpu}", Kind.CPUS),
  CONTAINER_CPU_WEIGHT("container.cpu.weight", "1", Kind.LEVEL),
  CONTAINER_MEMORY_LIMIT("container.memory.usage.limit", "By", Kind.LEVEL),
  CONTAINER_MEMORY_HIGH("container.memory.high", "By", Kind.LEVEL),
  CONTAINER_MEMORY_OOM_KILLS("container.memory.oom_kills", "{kill}", Kind.COUNTER),
  CONTAINER_DISK_IO("container.disk.io", "By", Kind.COUNTER),
  K8S_POD_CPU_TIME("k8s.pod.cpu.time", "s", Kind.CPU_NANOS),
  K8S_POD_MEMORY("k8s.pod.memory.working_set", "By", Kind.LEVEL),
  K8S_POD_NETWORK_IO("k8s.pod.network.io", "By", Kind.COUNTER),
  K8S_POD_FILESYSTEM("k8s.pod.filesystem.usage", "By", Kind.LEVEL),
  K8S_VOLUME_USED("k8s.pod.volume.usage", "By", Kind.LEVEL),
  K8S_VOLUME_CAPACITY("k8s.pod.volume.capacity", "By", Kind.LEVEL),
  K8S_CONTAINER_CPU_REQUEST("k8s.container.cpu.request", "{cpu}", Kind.CPUS),
  K8S_CONTAINER_CPU_LIMIT("k8s.container.cpu.limit", "{cpu}", Kind.CPUS),
  K8S_CONTAINER_MEMORY_REQUEST("k8s.container.memory.request", "By", Kind.LEVEL),
  K8S_CONTAINER_MEMORY_LIMIT("k8s.container.memory.limit", "By", Kind.LEVEL),
  K8S_CONTAINER_STORAGE_REQUEST("k8s.container.ephemeral_storage.request", "By", Kind.LEVEL),
  K8S_CONTAINER_STORAGE_LIMIT("k8s.container.ephemeral_storage.limit", "By", Kind.LEVEL),
  PROCESS_CPU_TIME("process.cpu.time", "s", Kind.CPU_NANOS),
  PROCESS_MEMORY_USAGE("process.memory.usage", "By", Kind.LEVEL),
  PROCESS_DISK_IO("process.disk.io", "By", Kind.COUNTER),
  SYSTEM_CPU_TIME("system.cpu.time", "s", Kind.CPU_NANOS),
  SYSTEM_CPU_LOGICAL_COUNT("system.cpu.logical.count", "{cpu}", Kind.LEVEL),
  SYSTEM_MEMORY_USAGE("system.memory.usage", "By", Kind.LEVEL),
  SYSTEM_NETWORK_IO("system.network.io", "By", Kind.COUNTER),
  SYSTEM_DISK_IO("system.disk.io", "By", Kind.COUNTER);

  /** How a value behaves. */
  enum Kind {
    /** Grows; kept in nanoseconds, sent in seconds. */
    CPU_NANOS,
    /** Grows. */
    COUNTER,
    /** Goes up and down; sums over sources. */
    LEVEL,
    /** Goes up and down; kept in billionths of a CPU, sent in CPUs. */
    CPUS;

    boolean grows() {
      return this == CPU_NANOS || this == COUNTER;
    }

    /** Whether it is kept in billionths of what is sent. */
    boolean inBillionths() {
      return this == CPU_NANOS || this == CPUS;
    }
  }

  private final String text;
  private final String unit;
  private final Kind kind;

  NodeMetric(String text, String unit, Kind kind) {
    this.text = text;
    this.unit = unit;
    this.kind = kind;
  }

  String text() {
    return text;
  }

  String unit() {
    return unit;
  }

  Kind kind() {
    return kind;
  }
}
