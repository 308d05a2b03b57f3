package dev.headroom.benchmarks;

import dev.headroom.usage.otlp.MalformedOtlpException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How many points a second go from Kafka to ClickHouse, beside a plain program that decodes and
 * sums the same bytes on one thread, in one run.
 */
final class EndToEnd {
  private final Workload workload;
  private final Duration checkpoint;
  private final int rounds;
  private final PrintStream out;

  /**
   * @param rounds how often everything is measured after one round that warms up; at least 1
   * @param out where the figures go
   */
  EndToEnd(Workload workload, Duration checkpoint, int rounds, PrintStream out) {
    this.workload = workload;
    this.checkpoint = checkpoint;
    this.rounds = rounds;
    this.out = out;
  }

  /**
   * Measures and prints.
   *
   * @throws DisagreementException if what was measured did not give the same sums
   */
  void run()
      throws DisagreementException, MalformedOtlpException, InterruptedException, IOException {
    List<Request> requests = workload.requests();
    EndToEndReport report = new EndToEndReport(workload, checkpoint, out);
    report.head(requests);
    try (Servers servers = Servers.start()) {
      servers.send(requests);
      Rounds measurements = new Rounds(workload, checkpoint, requests, servers);
      report.round("warm-up", measurements.measure());
      List<Round> measured = new ArrayList<>();
      for (int number = 1; number <= rounds; number++) {
        Round round = measurements.measure();
        report.round(Integer.toString(number), round);
        measured.add(round);
      }
      report.summary(measured);
    }
  }
}
