package dev.headroom.benchmarks;

import dev.headroom.usage.metering.ResourceUsage;
import dev.headroom.usage.otlp.MalformedOtlpException;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How many bytes the job keeps of a series, beside the bytes of the points it stands for. */
final class StateSize {
  private final Workload workload;
  private final PrintStream out;

  StateSize(Workload workload, PrintStream out) {
    this.workload = workload;
    this.out = out;
  }

  /** Measures and prints. */
  void run() throws MalformedOtlpException, IOException {
    List<Request> requests = workload.requests();
    MeteringAlone metering = new MeteringAlone();
    Instant now = Instant.now();
    long pointBytes = 0;
    for (Request request : requests) {
      metering.add(request, now);
      pointBytes += request.bytes().length;
    }
    metering.drain();
    Samples state = bytesPerSeries(metering);
    Machine.current().print(out);
    line(
        "workload   %,d points of %,d series, %d of each, once a minute",
        workload.points(), workload.series(), workload.steps());
    line("");
    line("bytes a series                 median           min … max over resources");
    line("its points, as received%10.1f", (double) pointBytes / workload.series());
    line("its state, as stored   %s", state.text("%10.1f"));
    line("ratio state / points   %10.4f", state.median() * workload.series() / (double) pointBytes);
  }

  private static Samples bytesPerSeries(MeteringAlone metering) throws IOException {
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
