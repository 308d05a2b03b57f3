package dev.headroom.cli.command;

import dev.headroom.aggregation.config.AggregationJobConfig;
import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.cli.CommandException;
import dev.headroom.cli.ExitCode;
import dev.headroom.cli.billing.Backtest;
import dev.headroom.cli.billing.BacktestPlot;
import dev.headroom.cli.billing.BacktestReport;
import dev.headroom.cli.billing.PublishedPrices;
import dev.headroom.cli.billing.UsageQuery;
import dev.headroom.cli.output.Format;
import dev.headroom.cli.output.Progress;
import dev.headroom.cli.store.QuickstartStore;
import dev.headroom.cli.store.Store;
import dev.headroom.pricing.PriceBooks;
import dev.headroom.pricing.Tenants;
import dev.headroom.usage.meter.MeterSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "backtest",
    description =
        "Rates real past usage by another book and prints who would have paid more, and who less.",
    sortOptions = false)
public final class PricesBacktestCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--book",
      required = true,
      paramLabel = "FILE",
      description = "A price book in the place of the one with its id; several.")
  private List<String> books = List.of();

  @Option(
      names = "--instead-of",
      paramLabel = "ID",
      description = "The book that the one --book stands for, if it has another id.")
  private String insteadOf = "";

  @Option(
      names = "--cost",
      paramLabel = "FILE",
      description =
          "A price book in which the prices are what the vendor pays: also print cost and margin.")
  private String cost = "";

  @Option(
      names = "--from",
      paramLabel = "YYYY-MM",
      description = "The first month (default: the first there is).")
  private String from = "";

  @Option(
      names = "--to",
      paramLabel = "YYYY-MM",
      description = "The last month, inclusive (default: the last there is).")
  private String to = "";

  @Option(names = "--tenant", paramLabel = "T", description = "A tenant; several (default: all).")
  private List<String> only = List.of();

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "Also draw the change of each tenant into a PNG file.")
  private @Nullable Path plot;

  @Mixin private FormatOption format = new FormatOption();

  @Mixin private JobOption job = new JobOption();

  @Override
  public Integer call() throws IOException {
    YearMonth first = month("--from", from, YearMonth.of(1, 1));
    YearMonth last = month("--to", to, YearMonth.of(9999, 12));
    if (first.isAfter(last)) {
      throw CommandException.badInput("--from " + first + " is after --to " + last);
    }
    Optional<AggregationJobConfig> config = job.config();
    PriceFiles files = job.files(config);
    Map<String, String> meters =
        MeterSet.parse(files.meters().name(), files.meters().text()).units();
    List<Backtest.Row> rows;
    try (Store store = open(config)) {
      PriceFiles.Prices prices = PublishedPrices.of(store, files);
      Backtest backtest = backtest(new PriceBooks(prices.books()), meters);
      rows = run(backtest, tenants(prices.tenants()), store, first, last);
    }
    print(new BacktestReport(rows, !cost.isEmpty()));
    return ExitCode.OK;
  }

  private static List<Backtest.Row> run(
      Backtest backtest, Tenants tenants, Store store, YearMonth first, YearMonth last) {
    try (Progress progress = Progress.of("rating", "tenants", tenants.tenants().size())) {
      return backtest.run(
          tenants,
          UsageQuery.begun(store),
          id -> new UsageQuery(id, Optional.empty(), Optional.empty()).read(store),
          month -> !month.isBefore(first) && !month.isAfter(last),
          progress::step);
    }
  }

  private Backtest backtest(PriceBooks current, Map<String, String> meters) {
    PriceBooks replacements = PriceBooks.parse(InputFile.readAll(books), meters);
    Backtest backtest = Backtest.of(current, replacements, insteadOf);
    if (cost.isEmpty()) {
      return backtest;
    }
    PriceBooks costs = PriceBooks.parse(InputFile.readAll(List.of(cost)), meters);
    return backtest.withCosts(costs.byId().values().iterator().next());
  }

  private void print(BacktestReport report) {
    PrintWriter out = spec.commandLine().getOut();
    format.print(report.table(), "no usage to rate", out);
    if (format.format() == Format.TABLE && !report.rows().isEmpty()) {
      out.print("\n" + report.summary());
      out.flush();
    }
    if (plot == null || report.rows().isEmpty()) {
      return;
    }
    try {
      BacktestPlot.write(report.rows(), plot);
    } catch (IOException e) {
      throw CommandException.failed("--plot " + plot + " cannot be written: " + e, e);
    }
  }

  private Store open(Optional<AggregationJobConfig> config) {
    return config.map(JobStore::open).orElseGet(() -> QuickstartStore.open(job.directory()));
  }

  private Tenants tenants(Tenants all) {
    for (String tenant : only) {
      if (all.find(tenant).isEmpty()) {
        throw CommandException.badInput("--tenant " + tenant + ": no such tenant");
      }
    }
    return only.isEmpty()
        ? all
        : new Tenants(
            all.apiVersion(),
            all.kind(),
            all.vendor(),
            all.tenants().stream().filter(tenant -> only.contains(tenant.id())).toList());
  }

  private static YearMonth month(String option, String text, YearMonth otherwise) {
    return text.isEmpty() ? otherwise : PeriodOption.parse(option, text);
  }
}
