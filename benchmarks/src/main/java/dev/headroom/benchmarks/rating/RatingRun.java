package dev.headroom.benchmarks.rating;

import dev.headroom.benchmarks.DisagreementException;
import dev.headroom.benchmarks.Machine;
import dev.headroom.benchmarks.Samples;
import dev.headroom.pricing.Charge;
import dev.headroom.pricing.Invoice;
import dev.headroom.pricing.InvoiceLine;
import dev.headroom.pricing.PriceBook;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Rating on one core, beside a plain loop that prices each window at a flat price. */
public final class RatingRun {
  private static final double MICROS_PER_SECOND = 1e6;
  private static final String[] JVM = {
    "-Xms1g", "-Xmx1g", "-XX:+UseSerialGC", "-Duser.timezone=UTC"
  };

  private final int rounds;
  private final int tenants;
  private final Effort effort;
  private final PrintStream out;

  /** How much is done for a figure. */
  enum Effort {
    /** In a JVM of its own, warmed up. */
    MEASURE(1, 5, Duration.ofSeconds(2), 30),
    /** In this one, only to see that it works. */
    TRY(0, 0, Duration.ofMillis(10), 1);

    private final int forks;
    private final int warmUps;
    private final Duration iteration;

    /** How often a book is rated to find the slowest. */
    private final int looks;

    Effort(int forks, int warmUps, Duration iteration, int looks) {
      this.forks = forks;
      this.warmUps = warmUps;
      this.iteration = iteration;
      this.looks = looks;
    }
  }

  /**
   * @param rounds how often each is measured, after it has been warmed up
   */
  public RatingRun(int rounds, PrintStream out) {
    this(rounds, 1000, Effort.MEASURE, out);
  }

  RatingRun(int rounds, int tenants, Effort effort, PrintStream out) {
    this.rounds = rounds;
    this.tenants = tenants;
    this.effort = effort;
    this.out = out;
  }

  /**
   * Measures and prints.
   *
   * @throws DisagreementException if charges did not add up to the lines of their invoice
   */
  public void run() throws DisagreementException, RunnerException {
    Machine.current().print(out);
    line("one thread in a JVM with the serial collector and 1 GiB of heap");
    line("");
    line("a month of 744 hours       median           min … max");
    for (MonthKind kind : MonthKind.values()) {
      RatedMonth month = kind.month();
      month(kind.toString(), month, RatingSpeed.class, "kind", kind.name());
    }
    PriceBook slowest = slowest();
    month(
        "the slowest book of a vendor, " + slowest.id(),
        CatalogueMonth.of(slowest),
        CatalogueSpeed.class,
        "book",
        slowest.id());
    backtest();
    line("In every month the charges added up to the lines of the invoice to the last digit.");
  }

  /** Of the vendors' books, the one by which a charge takes longest, by a short look at each. */
  private PriceBook slowest() {
    Map<PriceBook, Double> nanos = new LinkedHashMap<>();
    for (PriceBook book : CatalogueMonth.books().values()) {
      RatedMonth month = CatalogueMonth.of(book);
      int charges = 0;
      long began = System.nanoTime();
      for (int i = 0; i < effort.looks; i++) {
        charges += month.rated().charges().size();
      }
      nanos.put(book, (double) (System.nanoTime() - began) / Math.max(1, charges));
    }
    return Collections.max(nanos.entrySet(), Map.Entry.comparingByValue()).getKey();
  }

  private void month(
      String name, RatedMonth month, Class<?> benchmark, String parameter, String value)
      throws DisagreementException, RunnerException {
    Invoice invoice = month.rated();
    check(name, invoice);
    Samples rated = samples(benchmark, "rated", parameter, value);
    Samples flat = samples(benchmark, "flat", parameter, value);
    int charges = invoice.charges().size();
    line("%s, %,d charges of %,d windows", name, charges, month.usage().size());
    line("  bill, microseconds %s", rated.text("%,11.1f"));
    line("  flat, microseconds %s", flat.text("%,11.1f"));
    line("  charges/s          %s", charges(rated, charges).text("%,11.0f"));
    line("  ratio bill / flat  %11.1f", rated.median() / flat.median());
  }

  private void backtest() throws RunnerException {
    String count = Integer.toString(tenants);
    Samples backtest = samples(BacktestSpeed.class, "backtest", "tenants", count);
    Samples flat = samples(BacktestSpeed.class, "flat", "tenants", count);
    line("backtest of %,d tenants with five meters", tenants);
    line("  milliseconds       %s", backtest.text("%,11.1f"));
    line("  flat, milliseconds %s", flat.text("%,11.1f"));
    line("  ratio              %11.1f", backtest.median() / flat.median());
  }

  private static Samples charges(Samples micros, int charges) {
    return new Samples(
        micros.sorted().stream().map(each -> charges * MICROS_PER_SECOND / each).toList());
  }

  /** The charges of each line add up to it. */
  private static void check(String name, Invoice invoice) throws DisagreementException {
    for (InvoiceLine line : invoice.lines()) {
      BigDecimal sum =
          invoice.charges().stream()
              .filter(charge -> charge.skuId().equals(line.skuId()))
              .map(Charge::billedCost)
              .reduce(BigDecimal.ZERO, BigDecimal::add);
      if (sum.compareTo(line.billedCost()) != 0) {
        throw new DisagreementException(
            "%s: the charges of line %s come to %s, the invoice says %s"
                .formatted(name, line.skuId(), sum, line.billedCost()));
      }
    }
  }

  /** One figure an iteration, in the unit of the benchmark. */
  private Samples samples(Class<?> benchmark, String method, String parameter, String value)
      throws RunnerException {
    RunResult result =
        new Runner(
                new OptionsBuilder()
                    .include("^" + Pattern.quote(benchmark.getName() + "." + method) + "$")
                    .param(parameter, value)
                    .verbosity(VerboseMode.SILENT)
                    .threads(1)
                    .forks(effort.forks)
                    .jvmArgs(JVM)
                    .warmupIterations(effort.warmUps)
                    .warmupTime(TimeValue.milliseconds(effort.iteration.toMillis()))
                    .measurementIterations(rounds)
                    .measurementTime(TimeValue.milliseconds(effort.iteration.toMillis()))
                    .build())
            .runSingle();
    List<Double> figures = new ArrayList<>();
    result
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
