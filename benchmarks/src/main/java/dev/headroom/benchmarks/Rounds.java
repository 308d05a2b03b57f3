package dev.headroom.benchmarks;

import dev.headroom.aggregation.config.StateBackend;
import dev.headroom.usage.otlp.MalformedOtlpException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Runs the three contestants over the same bytes and compares their results. */
final class Rounds {
  private final Workload workload;
  private final Duration checkpoint;
  private final List<Request> requests;
  private final Servers servers;
  private int number;

  /**
   * @param requests those of the workload
   * @param servers whose topic holds the same requests
   */
  Rounds(Workload workload, Duration checkpoint, List<Request> requests, Servers servers) {
    this.workload = workload;
    this.checkpoint = checkpoint;
    this.requests = requests;
    this.servers = servers;
  }

  /**
   * Measures everything once.
   *
   * @throws DisagreementException if the results differ
   */
  Round measure()
      throws DisagreementException, MalformedOtlpException, InterruptedException, IOException {
    DecodeAndSum reference = new DecodeAndSum();
    final Timing before = decodeAndSum(reference);
    UsageSums expected = reference.sums();
    final Timing metering = meter(expected);
    final JobRun.Result job =
        new JobRun(servers, workload, StateBackend.HASHMAP, checkpoint, number++).run(expected);
    final Timing after = decodeAndSum(new DecodeAndSum());
    return new Round(before, metering, job, after, expected.size());
  }

  private Timing decodeAndSum(DecodeAndSum reference) {
    collectGarbage();
    Timing.Start start = Timing.start();
    for (Request request : requests) {
      reference.add(request);
    }
    return start.stop();
  }

  private Timing meter(UsageSums expected) throws DisagreementException, MalformedOtlpException {
    collectGarbage();
    MeteringAlone metering = new MeteringAlone();
    Timing.Start start = Timing.start();
    Instant now = Instant.now();
    for (Request request : requests) {
      metering.add(request, now);
    }
    UsageSums sums = metering.drain();
    Timing timing = start.stop();
    if (metering.counted() != workload.points()) {
      throw new DisagreementException(
          "metering counted %d points of %d".formatted(metering.counted(), workload.points()));
    }
    Optional<String> difference = expected.difference("the reference", sums, "metering");
    if (difference.isPresent()) {
      throw new DisagreementException(difference.get());
    }
    return timing;
  }

  /** So that nobody pays for what the one before has left. */
  private static void collectGarbage() {
    System.gc();
  }
}
