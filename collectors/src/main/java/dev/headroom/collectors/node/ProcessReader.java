package dev.headroom.collectors.node;

import dev.headroom.collectors.node.Workloads.Claim;
import dev.headroom.collectors.node.Workloads.ProcessFacts;
import io.opentelemetry.api.common.Attributes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Processes from {@code /proc}. What a process does after its last sample is not seen, nor one that
 * lives between two samples; control groups have no such gap.
 */
final class ProcessReader {
  static final long TICK_NANOS = 10_000_000;

  private final Path proc;
  private final Map<String, String> users;

  ProcessReader(Path proc, String passwd) {
    this.proc = proc;
    users = users(passwd);
  }

  private static Map<String, String> users(String passwd) {
    Map<String, String> users = new HashMap<>();
    for (String line : passwd.split("\n", -1)) {
      String[] fields = line.split(":", -1);
      if (fields.length > 2) {
        users.putIfAbsent(fields[2], fields[0]);
      }
    }
    return users;
  }

  /**
   * Reads every process, those of no rule too: one that starts another program may come under a
   * rule later, and takes nothing along then.
   *
   * @param claimed groups that are read as a whole; null if rules for groups apply to processes
   */
  List<Reading> read(Workloads workloads, @Nullable List<String> claimed) {
    List<Reading> readings = new ArrayList<>();
    for (Path process : KernelFiles.list(proc, "[0-9]*")) {
      KernelFiles.read(process.resolve("stat"))
          .flatMap(ProcessStat::parse)
          .ifPresent(stat -> read(process, stat, workloads, claimed, readings));
    }
    return readings;
  }

  private void read(
      Path process,
      ProcessStat stat,
      Workloads workloads,
      @Nullable List<String> claimed,
      List<Reading> readings) {
    Map<String, Long> status =
        KeyedNumbers.parse(KernelFiles.read(process.resolve("status")).orElse(""));
    ProcessFacts facts = facts(process, stat, status);
    Optional<Claim> claim =
        isInside(facts.cgroups(), claimed)
            ? Optional.empty()
            : workloads.ofProcess(facts, claimed == null);
    Recorder recorder = new Recorder(stat.source(), claim.orElse(null), readings);
    recorder.add(NodeMetric.PROCESS_CPU_TIME, Attributes.empty(), "", stat.cpuTicks() * TICK_NANOS);
    if (claim.isPresent()) {
      long resident = status.getOrDefault("VmRSS", 0L) * 1024;
      recorder.add(NodeMetric.PROCESS_MEMORY_USAGE, Attributes.empty(), "", resident);
    }
    // Forbidden for processes of other users unless this one is privileged.
    Map<String, Long> io = KeyedNumbers.parse(KernelFiles.read(process.resolve("io")).orElse(""));
    disk(recorder, "read", io.get("read_bytes"));
    disk(recorder, "write", io.get("write_bytes"));
  }

  private static void disk(Recorder recorder, String direction, @Nullable Long bytes) {
    if (bytes != null) {
      recorder.add(
          NodeMetric.PROCESS_DISK_IO,
          Attributes.of(CgroupReader.DIRECTION, direction),
          direction,
          bytes);
    }
  }

  private ProcessFacts facts(Path process, ProcessStat stat, Map<String, Long> status) {
    String uid = String.valueOf(status.getOrDefault("Uid", -1L));
    String cmdline = KernelFiles.read(process.resolve("cmdline")).orElse("");
    String program = cmdline.substring(0, (cmdline + "\0").indexOf('\0'));
    String command =
        program.isBlank() ? stat.name() : program.substring(program.lastIndexOf('/') + 1);
    return new ProcessFacts(command, users.getOrDefault(uid, uid), uid, cgroups(process));
  }

  /** The paths in all hierarchies. */
  private static List<String> cgroups(Path process) {
    List<String> paths = new ArrayList<>();
    for (String line : KernelFiles.read(process.resolve("cgroup")).orElse("").split("\n", -1)) {
      String[] fields = line.split(":", 3);
      if (fields.length == 3 && !paths.contains(fields[2])) {
        paths.add(fields[2]);
      }
    }
    return paths;
  }

  private static boolean isInside(List<String> paths, @Nullable List<String> claimed) {
    if (claimed == null) {
      return false;
    }
    for (String path : paths) {
      for (String outer : claimed) {
        if (path.equals(outer) || path.startsWith(outer + "/")) {
          return true;
        }
      }
    }
    return false;
  }

  private record Recorder(String source, @Nullable Claim claim, List<Reading> readings) {
    void add(NodeMetric metric, Attributes attributes, String label, long value) {
      Series series = claim == null ? null : claim.series(metric, attributes);
      readings.add(new Reading(source, metric, label, value, series));
    }
  }
}
