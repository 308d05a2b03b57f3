package dev.headroom.collectors.node;

import dev.headroom.collectors.node.Continuation.Kept;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the machine and keeps the sums. */
final class Sampler {
  private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final Workloads workloads;
  private final String host;
  private final Optional<CgroupReader> cgroups;
  private final ProcessReader processes;
  private final MachineReader machine;
  private final Optional<PodReader> pods;
  private final Optional<LedgerFile> file;
  private final Circumstances circumstances;
  private final Clock clock;
  private final Ledger ledger;
  private final long freshNanos;
  private final NodeMetrics metrics;
  private long sampledNanos;
  private Sample latest;

  /**
   * Where figures are read.
   *
   * @param proc where {@code /proc} is
   * @param sys where {@code /sys} is
   * @param passwd the text of {@code /etc/passwd}
   */
  record Machine(Path proc, Path sys, String passwd) {}

  /**
   * Takes the first sample, which is what increases count from.
   *
   * @param pods reads pods, if there are rules for them
   * @param file where the sums are kept for the next start
   * @param freshNanos for how long a sample serves, so that one is enough for several exporters
   * @param metrics told of each sample
   */
  Sampler(
      Workloads workloads,
      Machine read,
      Optional<PodReader> pods,
      Optional<LedgerFile> file,
      Clock clock,
      long freshNanos,
      NodeMetrics metrics) {
    this.metrics = metrics;
    this.workloads = workloads;
    this.pods = pods;
    this.file = file;
    this.clock = clock;
    this.freshNanos = freshNanos;
    Path proc = read.proc();
    host = KernelFiles.read(proc.resolve("sys/kernel/hostname")).orElse("unknown").strip();
    cgroups = workloads.wantCgroups() ? CgroupReader.open(proc) : Optional.empty();
    processes = new ProcessReader(proc, read.passwd());
    machine = new MachineReader(proc, read.sys());
    circumstances = Circumstances.of(proc, workloads.rules(), cgroups.isPresent());
    long boot =
        KeyedNumbers.parse(KernelFiles.read(proc.resolve("stat")).orElse(""))
            .getOrDefault("btime", 0L);
    Continuation continuation =
        Continuation.decide(
            file.flatMap(LedgerFile::read), circumstances, boot * NANOS_PER_SECOND, nowNanos());
    file.ifPresent(f -> LOG.info("counters {}", continuation.why()));
    ledger = new Ledger(continuation.ledger());
    sampledNanos = System.nanoTime();
    latest = take();
  }

  String host() {
    return host;
  }

  synchronized Sample sample() {
    if (System.nanoTime() - sampledNanos > freshNanos) {
      latest = take();
      sampledNanos = System.nanoTime();
    }
    return latest;
  }

  private Sample take() {
    long begun = System.nanoTime();
    List<Reading> readings = readings();
    Optional<List<Reading>> ofPods = pods.flatMap(reader -> reader.read(workloads));
    ofPods.ifPresent(readings::addAll);
    long now = nowNanos();
    Map<Series, Sum> sums = ledger.add(readings, ofPods.isPresent(), now);
    boolean sendable = file.map(f -> f.write(new Kept(circumstances, ledger.state()))).orElse(true);
    NodeMetrics.Outcome outcome =
        !sendable
            ? NodeMetrics.Outcome.NOT_KEPT
            : pods.isPresent() && ofPods.isEmpty()
                ? NodeMetrics.Outcome.WITHOUT_PODS
                : NodeMetrics.Outcome.OK;
    metrics.sampled(outcome, System.nanoTime() - begun, sums.size());
    return new Sample(now, sendable ? sums : Map.of());
  }

  private long nowNanos() {
    Instant now = clock.instant();
    return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
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
