package dev.headroom.collectors.node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the machine and keeps the sums. */
final class Sampler {
  private final Workloads workloads;
  private final String host;
  private final Optional<CgroupReader> cgroups;
  private final ProcessReader processes;
  private final MachineReader machine;
  private final Ledger ledger = new Ledger();
  private final long freshNanos;
  private long sampledNanos;
  private Map<Series, Long> latest;

  /**
   * Takes the first sample, which is what increases count from.
   *
   * @param freshNanos for how long a sample serves, so that one is enough for several exporters
   */
  Sampler(Workloads workloads, Path proc, Path sys, String passwd, long freshNanos) {
    this.workloads = workloads;
    this.freshNanos = freshNanos;
    host = KernelFiles.read(proc.resolve("sys/kernel/hostname")).orElse("unknown").strip();
    cgroups = workloads.wantCgroups() ? CgroupReader.open(proc) : Optional.empty();
    processes = new ProcessReader(proc, passwd);
    machine = new MachineReader(proc, sys);
    sampledNanos = System.nanoTime();
    latest = ledger.add(readings());
  }

  String host() {
    return host;
  }

  synchronized Map<Series, Long> sample() {
    if (System.nanoTime() - sampledNanos > freshNanos) {
      latest = ledger.add(readings());
      sampledNanos = System.nanoTime();
    }
    return latest;
  }

  private List<Reading> readings() {
    List<Reading> readings = new ArrayList<>();
    List<String> claimed = new ArrayList<>();
    cgroups.ifPresent(reader -> readings.addAll(reader.read(workloads, claimed)));
    if (workloads.wantProcesses()) {
      boolean byCgroup = workloads.wantCgroups() && cgroups.isEmpty();
      readings.addAll(processes.read(workloads, byCgroup ? null : claimed));
    }
    workloads.ofMachine(host).ifPresent(claim -> readings.addAll(machine.read(claim)));
    return readings;
  }
}
