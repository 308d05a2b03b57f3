package dev.headroom.cli.command;

import dev.headroom.aggregation.config.AggregationJobConfig;
import dev.headroom.cli.CommandException;
import dev.headroom.cli.ExitCode;
import dev.headroom.cli.billing.PublishedPrices;
import dev.headroom.cli.quickstart.QuickstartSources;
import dev.headroom.cli.reconcile.Reconciliation;
import dev.headroom.cli.reconcile.ReconciliationReport;
import dev.headroom.cli.reconcile.Sources;
import dev.headroom.cli.store.Store;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "reconcile",
    description =
        "Proves, link by link, that what producers sent is what is charged, or names every gap.",
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing differs; what is not proven is listed",
      "1:something failed: a server cannot be reached",
      "2:a flag, a file or a value cannot be used",
      "3:something is not equal"
    })
public final class ReconcileCommand implements Callable<Integer> {
  /** How a report is printed. */
  enum ReportFormat {
    TABLE,
    JSON
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private PeriodOption period = new PeriodOption();

  @Option(names = "--tenant", paramLabel = "T", description = "One tenant (default: all).")
  private String tenant = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "table or json (default: table).")
  private ReportFormat format = ReportFormat.TABLE;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Also write the report into a directory, in both formats.")
  private @Nullable Path out;

  @Option(
      names = "--seal",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Keep the hashes of days that are over (default: --seal).")
  private boolean seal = true;

  @Mixin private JobOption job = new JobOption();

  @Override
  public Integer call() throws IOException {
    Optional<YearMonth> month = period.period();
    Optional<AggregationJobConfig> config = job.config();
    ReconciliationReport report =
        config.isPresent() ? ofServers(config.get(), month) : ofQuickstart(month);
    if (out != null) {
      write(out, report);
    }
    PrintWriter printer = spec.commandLine().getOut();
    printer.print(format == ReportFormat.JSON ? report.json() : report.text());
    printer.flush();
    return report.isEqual() ? ExitCode.OK : ExitCode.NOT_EQUAL;
  }

  private ReconciliationReport ofQuickstart(Optional<YearMonth> month) throws IOException {
    try (QuickstartSources quickstart = QuickstartSources.open(job.directory())) {
      return reconcile(quickstart.sources(), month);
    }
  }

  private ReconciliationReport ofServers(AggregationJobConfig config, Optional<YearMonth> month) {
    try (Store store = JobStore.open(config)) {
      return reconcile(
          new Sources(store, config.kafka(), PublishedPrices.of(store, config.prices()), true),
          month);
    }
  }

  private ReconciliationReport reconcile(Sources sources, Optional<YearMonth> month) {
    Optional<String> only = tenant.isEmpty() ? Optional.empty() : Optional.of(tenant);
    return new Reconciliation(sources, month, only, seal, Instant.now()).run();
  }

  private static void write(Path directory, ReconciliationReport report) {
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve(report.name() + ".txt"), report.text());
      Files.writeString(directory.resolve(report.name() + ".json"), report.json());
    } catch (IOException e) {
      throw CommandException.failed("--out " + directory + " cannot be written: " + e, e);
    }
  }
}
