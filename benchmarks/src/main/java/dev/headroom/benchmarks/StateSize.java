package dev.headroom.benchmarks;

import dev.headroom.usage.metering.ResourceUsage;
import dev.headroom.usage.otlp.MalformedOtlpException;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How many bytes the job keeps of a series, beside the bytes of the points it stands for. */
final class StateSize {
  private static final List<Duration> INTERVALS =
      List.of(Duration.ofSeconds(60), Duration.ofSeconds(10));

  private final long points;
  private final int rounds;
  private final PrintStream out;

  /** What the series of one workload take; the bytes are divided by the number of series. */
  private record Size(double received, double inMemory, Samples stored) {}

  /**
   * @param points of each kind of series, at least
   * @param rounds how often each is measured: what is stored is always the same, memory is not
   */
  StateSize(long points, int rounds, PrintStream out) {
    this.points = points;
    this.rounds = rounds;
    this.out = out;
  }

  /** Measures and prints. */
  void run() throws MalformedOtlpException, IOException {
    Machine.current().print(out);
    line("");
    line(
        "bytes a series, after half an hour      points  in memory      min … max       as stored      min … max");
    for (boolean counters : new boolean[] {true, false}) {
      for (Duration interval : INTERVALS) {
        Workload workload = Workload.halfHour(points, counters, interval);
        List<Size> sizes = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
          sizes.add(measure(workload));
        }
        print(counters ? "counter" : "gauge", workload, sizes);
      }
    }
  }

  private void print(String kind, Workload workload, List<Size> sizes) {
    line(
        "%-7s every %d s, %,7d series %14.1f %s    %s",
        kind,
        workload.interval().toSeconds(),
        workload.series(),
        sizes.get(0).received(),
        new Samples(sizes.stream().map(Size::inMemory).toList()).text("%8.1f"),
        sizes.get(0).stored().text("%8.1f"));
  }

  private static Size measure(Workload workload) throws MalformedOtlpException, IOException {
    MeteringAlone metering = new MeteringAlone();
    List<MalformedOtlpException> malformed = new ArrayList<>();
    long[] received = {0};
    Instant now = Instant.now();
    for (int step = 0; step < workload.steps(); step++) {
      workload.forEach(
          step,
          request -> {
            received[0] += request.bytes().length;
            try {
              metering.add(request, now);
            } catch (MalformedOtlpException e) {
              malformed.add(e);
            }
          });
    }
    for (MalformedOtlpException e : malformed) {
      throw e;
    }
    metering.drain();
    Samples stored = stored(metering);
    double series = workload.series();
    return new Size(received[0] / series, inMemory(metering) / series, stored);
  }

  /** What the heap loses when the resources are forgotten. */
  private static long inMemory(MeteringAlone metering) {
    long with = usedHeap();
    metering.forget();
    return with - usedHeap();
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  private static Samples stored(MeteringAlone metering) throws IOException {
    List<Double> bytes = new ArrayList<>();
    for (ResourceUsage resource : metering.resources()) {
      DataOutputStream counting = new DataOutputStream(OutputStream.nullOutputStream());
      resource.write(counting);
      bytes.add((double) counting.size() / resource.seriesCount());
    }
    return new Samples(bytes);
  }

  private void line(String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
  }
}
