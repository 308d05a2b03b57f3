package dev.headroom.collectors.node;

import dev.headroom.collectors.node.Workloads.Claim;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The machine as a whole, from {@code /proc} and {@code /sys/block}. */
final class MachineReader {
  private static final String SOURCE = "machine";
  private static final AttributeKey<String> CPU_MODE = AttributeKey.stringKey("cpu.mode");
  private static final AttributeKey<String> STATE = AttributeKey.stringKey("system.memory.state");
  private static final AttributeKey<String> DEVICE = AttributeKey.stringKey("system.device");
  private static final AttributeKey<String> INTERFACE =
      AttributeKey.stringKey("network.interface.name");
  private static final AttributeKey<String> NETWORK_DIRECTION =
      AttributeKey.stringKey("network.io.direction");

  private final Path proc;
  private final Path sys;

  MachineReader(Path proc, Path sys) {
    this.proc = proc;
    this.sys = sys;
  }

  List<Reading> read(Claim claim) {
    List<Reading> readings = new ArrayList<>();
    String stat = KernelFiles.read(proc.resolve("stat")).orElse("");
    CpuModes.parse(stat)
        .forEach(
            (mode, ticks) ->
                readings.add(
                    reading(
                        NodeMetric.SYSTEM_CPU_TIME,
                        claim,
                        Attributes.of(CPU_MODE, mode),
                        ticks * ProcessReader.TICK_NANOS)));
    long cpus = stat.lines().filter(line -> line.matches("cpu[0-9]+ .*")).count();
    if (cpus > 0) {
      readings.add(reading(NodeMetric.SYSTEM_CPU_LOGICAL_COUNT, claim, Attributes.empty(), cpus));
    }
    memory(claim, readings);
    network(claim, readings);
    disks(claim, readings);
    return readings;
  }

  /** Used as free(1) shows it: without what is free, buffered or cached. */
  private void memory(Claim claim, List<Reading> readings) {
    Map<String, Long> kib =
        KeyedNumbers.parse(KernelFiles.read(proc.resolve("meminfo")).orElse(""));
    long used = kib.getOrDefault("MemTotal", 0L);
    for (String part : List.of("MemFree", "Buffers", "Cached", "SReclaimable")) {
      used -= kib.getOrDefault(part, 0L);
    }
    if (used > 0) {
      readings.add(
          reading(
              NodeMetric.SYSTEM_MEMORY_USAGE, claim, Attributes.of(STATE, "used"), used * 1024));
    }
  }

  private void network(Claim claim, List<Reading> readings) {
    // Not proc/net, which leads to the name space of the process that reads.
    String text = KernelFiles.read(proc.resolve("1/net/dev")).orElse("");
    String readable = text.isEmpty() ? KernelFiles.read(proc.resolve("net/dev")).orElse("") : text;
    for (CounterTable.Device device : CounterTable.network(readable)) {
      Attributes in = Attributes.of(INTERFACE, device.name(), NETWORK_DIRECTION, "receive");
      Attributes out = Attributes.of(INTERFACE, device.name(), NETWORK_DIRECTION, "transmit");
      readings.add(reading(NodeMetric.SYSTEM_NETWORK_IO, claim, in, device.in()));
      readings.add(reading(NodeMetric.SYSTEM_NETWORK_IO, claim, out, device.out()));
    }
  }

  private void disks(Claim claim, List<Reading> readings) {
    String text = KernelFiles.read(proc.resolve("diskstats")).orElse("");
    for (CounterTable.Device device : CounterTable.disks(text, wholeDisks())) {
      Attributes in = Attributes.of(DEVICE, device.name(), CgroupReader.DIRECTION, "read");
      Attributes out = Attributes.of(DEVICE, device.name(), CgroupReader.DIRECTION, "write");
      readings.add(reading(NodeMetric.SYSTEM_DISK_IO, claim, in, device.in()));
      readings.add(reading(NodeMetric.SYSTEM_DISK_IO, claim, out, device.out()));
    }
  }

  /**
   * Without those that lie on others or in memory, whose bytes would count twice or not be disk.
   */
  private Set<String> wholeDisks() {
    Set<String> names = new TreeSet<>();
    for (Path entry : KernelFiles.list(sys.resolve("block"), "*")) {
      String name = String.valueOf(entry.getFileName());
      if (!name.matches("(loop|ram|zram|dm-|md).*")) {
        names.add(name);
      }
    }
    return names;
  }

  private static Reading reading(
      NodeMetric metric, Claim claim, Attributes attributes, long value) {
    Series series = claim.series(metric, attributes);
    return new Reading(SOURCE, metric, attributes.toString(), value, series);
  }
}
