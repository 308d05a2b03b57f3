package dev.headroom.benchmarks.tenantmeter;

import dev.headroom.benchmarks.DisagreementException;
import dev.headroom.benchmarks.Machine;
import dev.headroom.benchmarks.Samples;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Records of usage, beside records of the OpenTelemetry SDK's own counter. */
public final class RecordRun {
  private static final int CHECKED = 100_000;

  private final int rounds;
  private final Effort effort;
  private final PrintStream out;

  /** How much is done for a figure. */
  enum Effort {
    /** In a JVM of its own, warmed up. */
    MEASURE(1, 3, Duration.ofSeconds(1)),
    /** In this one, only to see that it works. */
    TRY(0, 0, Duration.ofMillis(10));

    private final int forks;
    private final int warmUps;
    private final Duration iteration;

    Effort(int forks, int warmUps, Duration iteration) {
      this.forks = forks;
      this.warmUps = warmUps;
      this.iteration = iteration;
    }
  }

  /**
   * @param rounds how often each is measured, after it has been warmed up
   */
  public RecordRun(int rounds, PrintStream out) {
    this(rounds, Effort.MEASURE, out);
  }

  RecordRun(int rounds, Effort effort, PrintStream out) {
    this.rounds = rounds;
    this.effort = effort;
    this.out = out;
  }

  /**
   * Measures and prints.
   *
   * @throws DisagreementException if the sums are not the same
   */
  public void run() throws DisagreementException, RunnerException {
    check();
    Machine.current().print(out);
    for (int threads = 1; threads <= 2; threads++) {
      measure(threads);
    }
    line("After %,d records each, both had the same sum.", CHECKED);
  }

  private static void check() throws DisagreementException {
    RecordSpeed speed = new RecordSpeed();
    for (int i = 0; i < CHECKED; i++) {
      speed.counter();
      if (i % 2 == 0) {
        speed.handle();
      } else {
        speed.lookup();
      }
    }
    long[] sums = speed.sums();
    if (sums[0] != CHECKED || sums[1] != CHECKED) {
      throw new DisagreementException(
          "of %d records the SDK's counter has %d, the tenant meter %d"
              .formatted(CHECKED, sums[0], sums[1]));
    }
  }

  private void measure(int threads) throws RunnerException {
    line("");
    line("nanoseconds, %d threads of one tenant     median        min …      max", threads);
    Samples counter = samples("counter", threads);
    Samples handle = samples("handle", threads);
    Samples lookup = samples("lookup", threads);
    Samples request = samples("request", threads);
    line("  LongCounter.add with attributes    %s", counter.text("%8.1f"));
    line("  a record by the tenant's handle    %s", handle.text("%8.1f"));
    line("  a record by the tenant's name      %s", lookup.text("%8.1f"));
    line("  a request with all that it has     %s", request.text("%8.1f"));
    line("  ratio handle / counter   %8.2f", handle.median() / counter.median());
    line("  ratio name / counter     %8.2f", lookup.median() / counter.median());
  }

  private Samples samples(String method, int threads) throws RunnerException {
    List<Double> figures = new ArrayList<>();
    new Runner(
            new OptionsBuilder()
                .include("^" + Pattern.quote(RecordSpeed.class.getName() + "." + method) + "$")
                .verbosity(VerboseMode.SILENT)
                .threads(threads)
                .forks(effort.forks)
                .warmupIterations(effort.warmUps)
                .warmupTime(TimeValue.milliseconds(effort.iteration.toMillis()))
                .measurementIterations(rounds)
                .measurementTime(TimeValue.milliseconds(effort.iteration.toMillis()))
                .build())
        .runSingle()
        .getPrimaryResult()
        .getStatistics()
        .getRawData()
        .forEachRemaining(
            figure ->
                figures.addAll(Collections.nCopies(figure.getValue().intValue(), figure.getKey())));
    return new Samples(figures);
  }

  private void line(String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
  }
}
