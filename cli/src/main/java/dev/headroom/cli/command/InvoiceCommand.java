package dev.headroom.cli.command;

import dev.headroom.cli.ExitCode;
import dev.headroom.cli.billing.InvoiceQuery;
import dev.headroom.cli.billing.InvoiceReport;
import dev.headroom.cli.store.Store;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "invoice",
    description = "Prints the invoice of a tenant as it stands now.",
    subcommands = InvoiceFinalizeCommand.class,
    sortOptions = false)
public final class InvoiceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  // Required, but not where a subcommand follows.
  @Option(names = "--tenant", paramLabel = "T", description = "The tenant (required).")
  private String tenant = "";

  @Mixin private PeriodOption period = new PeriodOption();
  @Mixin private FormatOption format = new FormatOption();
  @Mixin private StoreOptions source = new StoreOptions();

  @Override
  public Integer call() {
    if (tenant.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "Missing required option: '--tenant=T'");
    }
    InvoiceQuery query = new InvoiceQuery(Optional.of(tenant), period.period());
    try (Store store = source.open()) {
      format.print(
          new InvoiceReport(query.read(store)),
          "no charges of tenant " + tenant,
          spec.commandLine().getOut());
    }
    return ExitCode.OK;
  }
}
