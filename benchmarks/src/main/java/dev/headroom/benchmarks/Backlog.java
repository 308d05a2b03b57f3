package dev.headroom.benchmarks;

import dev.headroom.aggregation.config.StateBackend;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether the job is as fast at the end of a long backlog as at its beginning. */
final class Backlog {
  private static final double MEBIBYTE = 1 << 20;

  private final Workload workload;
  private final Duration checkpoint;
  private final int rounds;
  private final PrintStream out;

  Backlog(Workload workload, Duration checkpoint, int rounds, PrintStream out) {
    this.workload = workload;
    this.checkpoint = checkpoint;
    this.rounds = rounds;
    this.out = out;
  }

  /**
   * Measures and prints.
   *
   * @throws DisagreementException if the job did not come to the sums of plain addition
   */
  void run() throws DisagreementException, InterruptedException, IOException {
    Machine.current().print(out);
    line(
        "backlog    %,d points of %,d series in Kafka before the job starts; checkpoint %d ms",
        workload.points(), workload.series(), checkpoint.toMillis());
    line("");
    line(
        "              points/s, by thirds of the backlog    last/first   heap MiB, least by thirds");
    List<Double> all = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    List<Double> growth = new ArrayList<>();
    try (Servers servers = Servers.start()) {
      UsageSums expected = servers.send(workload);
      for (int round = 1; round <= rounds; round++) {
        System.gc();
        Drain drain = new Drain(workload.points());
        JobRun job = new JobRun(servers, workload, StateBackend.HASHMAP, checkpoint, round);
        JobRun.Result result = job.tellProgress(drain).run(expected);
        double ratio = drain.perSecond(2) / drain.perSecond(0);
        line(
            "%-8s%,14.0f %,11.0f %,11.0f %13.3f %,12.0f %,8.0f %,8.0f",
            round,
            drain.perSecond(0),
            drain.perSecond(1),
            drain.perSecond(2),
            ratio,
            drain.leastHeap(0) / MEBIBYTE,
            drain.leastHeap(1) / MEBIBYTE,
            drain.leastHeap(2) / MEBIBYTE);
        all.add(result.counting().perSecond(workload.points()));
        ratios.add(ratio);
        growth.add((double) drain.leastHeap(2) / drain.leastHeap(1));
      }
    }
    line("");
    line("                                     median           min … max");
    line("points/s, the whole backlog %s", new Samples(all).text("%,11.0f"));
    line("rate, last third / first    %s", new Samples(ratios).text("%11.3f"));
    line("heap, last third / second   %s", new Samples(growth).text("%11.3f"));
    line("In every round all sums (tenant, meter) agreed with plain addition.");
  }

  private void line(String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
  }
}
