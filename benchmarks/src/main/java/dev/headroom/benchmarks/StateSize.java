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
  private final PrintStream out;

  /**
   * @param points of each kind of series, at least
   */
  StateSize(long points, PrintStream out) {
    this.points = points;
    this.out = out;
  }

  /** Measures and prints. */
  void run() throws MalformedOtlpException, IOException {
    Machine.current().print(out);
    line("");
    line("bytes a series, after half an hour      points  in memory  as stored      min … max");
    for (boolean counters : new boolean[] {true, false}) {
      for (Duration interval : INTERVALS) {
        measure(counters, interval);
      }
    }
  }

  private void measure(boolean counters, Duration interval)
      throws MalformedOtlpException, IOException {
    Workload workload = Workload.halfHour(points, counters, interval);
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
    Samples state = stored(metering);
    line(
        "%-7s every %d s, %,7d series %14.1f %10.1f %10.1f %8.1f … %.1f",
        counters ? "counter" : "gauge",
        interval.toSeconds(),
        workload.series(),
        (double) received[0] / workload.series(),
        (double) inMemory(metering) / workload.series(),
        state.median(),
        state.min(),
        state.max());
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
