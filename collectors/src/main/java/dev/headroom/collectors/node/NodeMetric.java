package dev.headroom.collectors.node;

/**
 * What is reported, by the names and units of OpenTelemetry's semantic conventions for containers,
 * processes and systems; throttled time, for which they have no name, by that of the Collector's
 * receiver for Docker.
 */
enum NodeMetric {
  CONTAINER_CPU_TIME("container.cpu.time", "s", Kind.CPU_NANOS),
  CONTAINER_CPU_THROTTLED("container.cpu.throttling_data.throttled_time", "ns", Kind.COUNTER),
  CONTAINER_MEMORY_WORKING_SET("container.memory.working_set", "By", Kind.LEVEL),
  CONTAINER_DISK_IO("container.disk.io", "By", Kind.COUNTER),
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
    LEVEL
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
