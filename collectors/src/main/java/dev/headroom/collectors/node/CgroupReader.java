package dev.headroom.collectors.node;

import static java.util.concurrent.TimeUnit.MICROSECONDS;

import dev.headroom.collectors.node.Workloads.Claim;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Control groups of version 2. The kernel's figures of a group contain those of its children. */
final class CgroupReader {
  static final AttributeKey<String> DIRECTION = AttributeKey.stringKey("disk.io.direction");

  private static final AttributeKey<String> DEVICE = AttributeKey.stringKey("system.device");

  private final Path mount;
  private final Path proc;
  private Map<String, String> devices = Map.of();

  private CgroupReader(Path mount, Path proc) {
    this.mount = mount;
    this.proc = proc;
  }

  /** Empty if this machine accounts CPU and memory elsewhere, as in a hybrid of both versions. */
  static Optional<CgroupReader> open(Path proc) {
    return KernelFiles.read(proc.resolve("self/mountinfo"))
        .flatMap(CgroupMount::find)
        .filter(CgroupReader::accounts)
        .map(mount -> new CgroupReader(mount, proc));
  }

  private static boolean accounts(Path mount) {
    String controllers = KernelFiles.read(mount.resolve("cgroup.controllers")).orElse("");
    List<String> words = List.of(controllers.strip().split(" ", -1));
    return words.contains("cpu") && words.contains("memory");
  }

  /**
   * Reads every group that a rule takes.
   *
   * @param claimed receives the paths of these groups
   */
  List<Reading> read(Workloads workloads, List<String> claimed) {
    List<Reading> readings = new ArrayList<>();
    devices = CounterTable.devices(KernelFiles.read(proc.resolve("diskstats")).orElse(""));
    walk(mount, "", workloads, claimed, readings);
    return readings;
  }

  private void walk(
      Path directory,
      String path,
      Workloads workloads,
      List<String> claimed,
      List<Reading> readings) {
    for (Path child : KernelFiles.list(directory, "*")) {
      if (!Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
        continue;
      }
      String childPath = path + "/" + child.getFileName();
      Optional<Claim> claim = workloads.ofCgroup(childPath);
      if (claim.isPresent()) {
        claimed.add(childPath);
        readGroup(child, childPath, claim.get(), readings);
      } else {
        walk(child, childPath, workloads, claimed, readings);
      }
    }
  }

  private void readGroup(Path group, String path, Claim claim, List<Reading> readings) {
    Optional<String> inode = inode(group);
    if (inode.isEmpty()) {
      return;
    }
    String source = path + " " + inode.get();
    Map<String, Long> cpu =
        KeyedNumbers.parse(KernelFiles.read(group.resolve("cpu.stat")).orElse(""));
    time(source, NodeMetric.CONTAINER_CPU_TIME, cpu.get("usage_usec"), claim, readings);
    time(source, NodeMetric.CONTAINER_CPU_THROTTLED, cpu.get("throttled_usec"), claim, readings);
    Recorder recorder = new Recorder(source, claim, readings);
    workingSet(group)
        .ifPresent(bytes -> recorder.add(NodeMetric.CONTAINER_MEMORY_WORKING_SET, bytes));
    Long kills =
        KeyedNumbers.parse(KernelFiles.read(group.resolve("memory.events")).orElse(""))
            .get("oom_kill");
    if (kills != null) {
      recorder.add(NodeMetric.CONTAINER_MEMORY_OOM_KILLS, kills);
    }
    reserved(group, recorder);
    String io = KernelFiles.read(group.resolve("io.stat")).orElse("");
    for (CounterTable.Device device : CounterTable.cgroupIo(io)) {
      readings.add(disk(source, device.name(), claim, "read", device.in()));
      readings.add(disk(source, device.name(), claim, "write", device.out()));
    }
  }

  private record Recorder(String source, Claim claim, List<Reading> readings) {
    void add(NodeMetric metric, long value) {
      readings.add(new Reading(source, metric, "", value, claim.series(metric)));
    }
  }

  /** Of the group itself, whatever the limits of those around it; none is not reported. */
  private static void reserved(Path group, Recorder recorder) {
    KernelFiles.read(group.resolve("cpu.max"))
        .flatMap(CpuMax::billionths)
        .ifPresent(cpus -> recorder.add(NodeMetric.CONTAINER_CPU_LIMIT, cpus));
    number(group.resolve("cpu.weight"))
        .ifPresent(weight -> recorder.add(NodeMetric.CONTAINER_CPU_WEIGHT, weight));
    number(group.resolve("memory.max"))
        .ifPresent(bytes -> recorder.add(NodeMetric.CONTAINER_MEMORY_LIMIT, bytes));
    number(group.resolve("memory.high"))
        .ifPresent(bytes -> recorder.add(NodeMetric.CONTAINER_MEMORY_HIGH, bytes));
  }

  /** Empty for {@code max}. */
  private static Optional<Long> number(Path file) {
    return KernelFiles.read(file)
        .map(String::strip)
        .filter(text -> text.matches("[0-9]{1,18}"))
        .map(Long::parseLong);
  }

  private static void time(
      String source,
      NodeMetric metric,
      @Nullable Long micros,
      Claim claim,
      List<Reading> readings) {
    if (micros != null) {
      long nanos = MICROSECONDS.toNanos(micros);
      readings.add(new Reading(source, metric, "", nanos, claim.series(metric)));
    }
  }

  private Reading disk(String source, String device, Claim claim, String direction, long bytes) {
    NodeMetric metric = NodeMetric.CONTAINER_DISK_IO;
    String name = devices.getOrDefault(device, device);
    Series series = claim.series(metric, Attributes.of(DEVICE, name, DIRECTION, direction));
    return new Reading(source, metric, device + " " + direction, bytes, series);
  }

  /** What cannot be reclaimed at once: memory.current less the inactive file cache. */
  private static Optional<Long> workingSet(Path group) {
    Optional<Long> current = number(group.resolve("memory.current"));
    Map<String, Long> stat =
        KeyedNumbers.parse(KernelFiles.read(group.resolve("memory.stat")).orElse(""));
    return current.map(bytes -> Math.max(0, bytes - stat.getOrDefault("inactive_file", 0L)));
  }

  /** A group that is made anew has another inode, and counts from zero; empty if it is gone. */
  private static Optional<String> inode(Path group) {
    try {
      return Optional.of(String.valueOf(Files.getAttribute(group, "unix:ino")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
