package dev.headroom.cli.command;

import dev.headroom.cli.ExitCode;
import dev.headroom.cli.billing.FocusExport;
import dev.headroom.cli.billing.InvoiceQuery;
import dev.headroom.cli.billing.InvoiceReport;
import dev.headroom.cli.store.Store;
import java.io.PrintWriter;
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
    subcommands = {
      InvoiceDraftCommand.class,
      InvoiceFinalizeCommand.class,
      InvoiceShowCommand.class,
      InvoiceVoidCommand.class
    },
    sortOptions = false)
public final class InvoiceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  // Required, but not where a subcommand follows.
  @Option(names = "--tenant", paramLabel = "T", description = "The tenant (required).")
  private String tenant = "";

  @Mixin private PeriodOption period = new PeriodOption();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "table, json or csv; focus: every charge, as CSV in the columns of FOCUS 1.4 (default:"
              + " table).")
  private InvoiceFormat format = InvoiceFormat.TABLE;

  @Mixin private StoreOptions source = new StoreOptions();

  @Override
  public Integer call() {
    if (tenant.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "Missing required option: '--tenant=T'");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (Store store = source.open()) {
      if (format == InvoiceFormat.FOCUS) {
        out.print(new FocusExport(tenant, period.period()).csv(store));
        out.flush();
      } else {
        InvoiceQuery query = new InvoiceQuery(Optional.of(tenant), period.period());
        FormatOption.print(
            new InvoiceReport(query.read(store)),
            format.written(),
            "no charges of tenant " + tenant,
            out);
      }
    }
    return ExitCode.OK;
  }
}
