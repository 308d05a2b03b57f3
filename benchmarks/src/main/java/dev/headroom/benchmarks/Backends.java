package dev.headroom.benchmarks;

import dev.headroom.aggregation.config.StateBackend;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The job with its state in RocksDB, beside the same job with its state on the heap. */
final class Backends {
  private final Workload workload;
  private final Duration checkpoint;
  private final int rounds;
  private final PrintStream out;

  Backends(Workload workload, Duration checkpoint, int rounds, PrintStream out) {
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
    List<Request> requests = workload.requests();
    DecodeAndSum reference = new DecodeAndSum();
    for (Request request : requests) {
      reference.add(request);
    }
    head();
    List<Double> heap = new ArrayList<>();
    List<Double> rocksDb = new ArrayList<>();
    try (Servers servers = Servers.start()) {
      servers.send(requests);
      int number = 0;
      for (int round = 0; round <= rounds; round++) {
        double onHeap = perSecond(servers, StateBackend.HASHMAP, number++, reference.sums());
        double inRocksDb = perSecond(servers, StateBackend.ROCKSDB, number++, reference.sums());
        String name = round == 0 ? "warm-up" : Integer.toString(round);
        line("%-8s%,12.0f %,12.0f %11.3f", name, onHeap, inRocksDb, inRocksDb / onHeap);
        if (round > 0) {
          heap.add(onHeap);
          rocksDb.add(inRocksDb);
        }
      }
    }
    summary(heap, rocksDb);
  }

  private double perSecond(Servers servers, StateBackend backend, int number, UsageSums expected)
      throws DisagreementException, InterruptedException, IOException {
    System.gc();
    return new JobRun(servers, workload, backend, checkpoint, number)
        .run(expected)
        .counting()
        .perSecond(workload.points());
  }

  private void head() {
    Machine.current().print(out);
    line(
        "workload   %,d points of %,d series; parallelism %d, checkpoint %d ms",
        workload.points(), workload.series(), JobRun.PARALLELISM, checkpoint.toMillis());
    line("");
    line("points/s        heap      RocksDB       ratio");
  }

  private void summary(List<Double> heap, List<Double> rocksDb) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < heap.size(); i++) {
      ratios.add(rocksDb.get(i) / heap.get(i));
    }
    line("");
    line("                            median           min … max");
    line("heap points/s      %s", new Samples(heap).text("%,11.0f"));
    line("RocksDB points/s   %s", new Samples(rocksDb).text("%,11.0f"));
    line("ratio RocksDB/heap %s", new Samples(ratios).text("%11.3f"));
    line("In every round all sums (tenant, meter) of both agreed with plain addition.");
  }

  private void line(String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
  }
}
