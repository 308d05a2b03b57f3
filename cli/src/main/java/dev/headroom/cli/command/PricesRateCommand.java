package dev.headroom.cli.command;

import dev.headroom.cli.ExitCode;
import dev.headroom.cli.billing.InvoiceReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "rate",
    description = "Rates usage and prints the invoices, without any server.",
    sortOptions = false)
public final class PricesRateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private RaterOption rater = new RaterOption();
  @Mixin private UsageFileOption usage = new UsageFileOption();
  @Mixin private PeriodOption period = new PeriodOption();
  @Mixin private FormatOption format = new FormatOption();

  @Override
  public Integer call() {
    format.print(
        new InvoiceReport(rater.rate(usage, period)),
        "no usage to rate",
        spec.commandLine().getOut());
    usage.warnIfIncomplete();
    return ExitCode.OK;
  }
}
