package dev.headroom.benchmarks;

import dev.headroom.aggregation.config.StateBackend;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The job beside ClickHouse's own Kafka engine, which reads the same topic into rows, one a point,
 * by a materialized view.
 */
final class KafkaEngine {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MILLION = 1e6;

  private final Workload workload;
  private final Duration checkpoint;
  private final int rounds;
  private final PrintStream out;

  /** What both of a round took. */
  private record Pair(KafkaEngineRun.Result peer, JobRun.Result job) {}

  /**
   * @param checkpoint of the job; also how long ClickHouse may keep what it read before it writes
   */
  KafkaEngine(Workload workload, Duration checkpoint, int rounds, PrintStream out) {
    this.workload = workload;
    this.checkpoint = checkpoint;
    this.rounds = rounds;
    this.out = out;
  }

  /**
   * Measures and prints.
   *
   * @throws DisagreementException if one of the two did not come to the sums of plain addition
   */
  void run() throws DisagreementException, InterruptedException, IOException {
    head();
    try (Servers servers = Servers.start()) {
      UsageSums expected = servers.send(workload);
      List<Pair> measured = new ArrayList<>();
      for (int round = 0; round <= rounds; round++) {
        Pair pair = round(servers, round, expected);
        print(round == 0 ? "warm-up" : Integer.toString(round), pair);
        if (round > 0) {
          measured.add(pair);
        }
      }
      summary(measured, expected.size());
    }
  }

  private Pair round(Servers servers, int round, UsageSums expected)
      throws DisagreementException, InterruptedException, IOException {
    System.gc();
    KafkaEngineRun.Result peer =
        new KafkaEngineRun(servers, workload, checkpoint, round).run(expected);
    System.gc();
    JobRun.Result job =
        new JobRun(servers, workload, StateBackend.HASHMAP, checkpoint, round).run(expected);
    return new Pair(peer, job);
  }

  private void head() {
    Machine.current().print(out);
    line(
        "workload   %,d points of %,d series; Kafka's broker in this process",
        workload.points(), workload.series());
    line("");
    line(
        "peer  ClickHouse's Kafka engine (%d consumers, ProtobufSingle, blocks of %d requests or"
            + " %d ms) and a",
        JobRun.PARALLELISM, KafkaEngineRun.REQUESTS_PER_BLOCK, checkpoint.toMillis());
    line("      materialized view that stores a row a point; at least once");
    line("sums  what that leaves to a query: usage by tenant and metric out of the peer's rows");
    line(
        "job   the aggregation job, parallelism %d, state on the heap, checkpoint %d ms",
        JobRun.PARALLELISM, checkpoint.toMillis());
    line("");
    line("          points/s               CPU s per million points");
    line("              peer         job      peer   sums    job    peer / job");
  }

  private void print(String name, Pair pair) {
    line(
        "%-8s%,10.0f %,11.0f %9.2f %6.2f %6.2f %13.2f",
        name,
        pair.peer().reading().perSecond(workload.points()),
        pair.job().counting().perSecond(workload.points()),
        peerCpu(pair),
        sumsCpu(pair),
        jobCpu(pair),
        peerCpu(pair) / jobCpu(pair));
  }

  private void summary(List<Pair> pairs, int sums) {
    line("");
    line("                                          median        min … max");
    line(
        "points/s of a core, peer             %s",
        text(pairs, p -> MILLION / peerCpu(p), "%,10.0f"));
    line(
        "points/s of a core, job              %s",
        text(pairs, p -> MILLION / jobCpu(p), "%,10.0f"));
    line(
        "ratio of a core, job / peer          %s",
        text(pairs, p -> peerCpu(p) / jobCpu(p), "%10.2f"));
    line(
        "ratio of a core, job / peer with sums%s",
        text(pairs, p -> (peerCpu(p) + sumsCpu(p)) / jobCpu(p), "%10.2f"));
    line("");
    line("In every round all %d sums (tenant, meter) of both agreed with plain addition.", sums);
  }

  private double peerCpu(Pair pair) {
    return perMillion(pair.peer().reading().cpuNanos() + pair.peer().readingCpu().toNanos());
  }

  private double sumsCpu(Pair pair) {
    return perMillion(pair.peer().summingCpu().toNanos());
  }

  private double jobCpu(Pair pair) {
    return perMillion(pair.job().counting().cpuNanos() + pair.job().clickHouseCpu().toNanos());
  }

  private double perMillion(long cpuNanos) {
    return cpuNanos / NANOS_PER_SECOND * MILLION / workload.points();
  }

  private static String text(List<Pair> pairs, ToDoubleFunction<Pair> value, String format) {
    return new Samples(pairs.stream().map(value::applyAsDouble).toList()).text(format);
  }

  private void line(String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
  }
}
