package dev.headroom.benchmarks;

import dev.headroom.aggregation.config.StateBackend;
import dev.headroom.aggregation.runner.JobRunner;
import dev.headroom.aggregation.runner.RunningJob;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;

/** How long it takes from Kafka's acknowledgement until the view {@code usage} shows a point. */
final class Freshness {
  private static final double MILLION = 1e6;

  private final Workload workload;
  private final Duration checkpoint;
  private final int rounds;
  private final PrintStream out;

  /**
   * @param workload what is sent meanwhile, evenly over {@link #LOAD_SECONDS}
   */
  Freshness(Workload workload, Duration checkpoint, int rounds, PrintStream out) {
    this.workload = workload;
    this.checkpoint = checkpoint;
    this.rounds = rounds;
    this.out = out;
  }

  /** For how long the load of a round is sent. */
  static final int LOAD_SECONDS = 15;

  /**
   * Measures and prints.
   *
   * @throws DisagreementException if a marker does not appear
   */
  void run() throws DisagreementException, InterruptedException, IOException {
    List<Request> requests = workload.requests();
    Machine.current().print(out);
    line(
        "load       %,d points in %d s; checkpoint %d ms, flush %d ms; a marker every %d ms",
        workload.points(),
        LOAD_SECONDS,
        checkpoint.toMillis(),
        JobRun.FLUSH.toMillis(),
        Markers.INTERVAL.toMillis());
    line("");
    line("ms            markers   median      p99      max");
    List<Double> medians = new ArrayList<>();
    List<Double> p99s = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      List<Double> ages = round(requests);
      String name = round == 0 ? "warm-up" : Integer.toString(round);
      Samples samples = new Samples(ages);
      line(
          "%-8s%13d %8.0f %8.0f %8.0f",
          name, ages.size(), samples.median(), samples.percentile(99), samples.max());
      if (round > 0) {
        medians.add(samples.median());
        p99s.add(samples.percentile(99));
      }
    }
    line("");
    line("                         median        min … max over rounds");
    line("median of a round, ms %s", new Samples(medians).text("%8.0f"));
    line("p99 of a round, ms    %s", new Samples(p99s).text("%8.0f"));
    double interval = checkpoint.toMillis();
    line("p99 / checkpoint      %8.2f", new Samples(p99s).median() / interval);
  }

  private List<Double> round(List<Request> requests)
      throws DisagreementException, InterruptedException, IOException {
    System.gc();
    try (Servers servers = Servers.start()) {
      JobRun tables = new JobRun(servers, workload, StateBackend.HASHMAP, checkpoint, 0);
      tables.createTables();
      try (RunningJob job = JobRunner.start(tables.config());
          Markers markers = new Markers(servers, tables.database())) {
        markers.awaitFirst(job);
        CompletableFuture<Void> load = CompletableFuture.runAsync(() -> send(servers, requests));
        while (!load.isDone()) {
          markers.step();
        }
        load.join();
        markers.awaitAll(job);
        return markers.ages().stream().map(nanos -> nanos / MILLION).toList();
      }
    }
  }

  private static void send(Servers servers, List<Request> requests) {
    long begin = System.nanoTime();
    double pause = LOAD_SECONDS * 1e9 / requests.size();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer = servers.producer()) {
      for (int i = 0; i < requests.size(); i++) {
        long wait = begin + (long) (i * pause) - System.nanoTime();
        if (wait > 0) {
          LockSupport.parkNanos(wait);
        }
        sent.add(producer.send(Servers.record(requests.get(i), "load", i)));
      }
      for (Future<RecordMetadata> one : sent) {
        one.get();
      }
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException("Kafka did not take the load: " + e, e);
    }
  }

  private void line(String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
  }
}
