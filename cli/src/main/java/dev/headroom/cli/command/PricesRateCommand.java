package dev.headroom.cli.command;

import dev.headroom.cli.CommandException;
import dev.headroom.cli.ExitCode;
import dev.headroom.cli.billing.InvoiceReport;
import dev.headroom.cli.billing.Rater;
import dev.headroom.pricing.PriceBooks;
import dev.headroom.pricing.Tenants;
import dev.headroom.pricing.UsageCsv;
import dev.headroom.pricing.UsageQuantity;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "rate",
    description = "Rates usage and prints the invoices, without any server.",
    sortOptions = false)
public final class PricesRateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--book",
      required = true,
      paramLabel = "FILE",
      description = "A price book; several with --tenants.")
  private List<String> books = List.of();

  @Option(
      names = "--tenants",
      paramLabel = "FILE",
      description =
          "File of kind Tenants: who buys by which book, and when (default: everybody by"
              + " the one book, always).")
  private String tenants = "";

  @Option(
      names = "--usage",
      required = true,
      paramLabel = "FILE",
      description = "Usage as 'headroom usage --format csv' prints it; - is standard input.")
  private String usage = "";

  @Option(
      names = "--complete",
      description =
          "Refuse usage in which a meter of a tenant lacks a window between its first and its last.")
  private boolean complete;

  @Option(names = "--tenant", paramLabel = "T", description = "One tenant (default: all).")
  private String tenant = "";

  @Mixin private PeriodOption period = new PeriodOption();
  @Mixin private MetersOption meters = new MetersOption();
  @Mixin private FormatOption format = new FormatOption();

  @Override
  public Integer call() {
    PriceBooks known = PriceBooks.parse(InputFile.readAll(books), meters.units());
    String text = InputFile.read(usage);
    SortedMap<String, List<UsageQuantity>> byTenant =
        complete ? UsageCsv.readComplete(usage, text) : UsageCsv.read(usage, text);
    if (!tenant.isEmpty()) {
      byTenant.keySet().retainAll(List.of(tenant));
    }
    format.print(
        new InvoiceReport(rater(known).rate(byTenant, period.months())),
        "no usage to rate",
        spec.commandLine().getOut());
    return ExitCode.OK;
  }

  private Rater rater(PriceBooks known) {
    if (!tenants.isEmpty()) {
      var parsed = Tenants.parse(tenants, InputFile.read(tenants), known.byId(), meters.units());
      return new Rater(known, Optional.of(parsed));
    }
    if (known.byId().size() > 1) {
      throw CommandException.badInput("several books need --tenants: who buys by which?");
    }
    return new Rater(known, Optional.empty());
  }
}
