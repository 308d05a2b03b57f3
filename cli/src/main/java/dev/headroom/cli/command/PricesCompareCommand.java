package dev.headroom.cli.command;

import dev.headroom.cli.ExitCode;
import dev.headroom.cli.billing.BookComparison;
import dev.headroom.pricing.PriceBooks;
import dev.headroom.pricing.UsageCsv;
import dev.headroom.pricing.UsageQuantity;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "compare",
    description =
        "Rates one usage by every book and prints what each comes to, without any server.",
    sortOptions = false)
public final class PricesCompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--usage",
      required = true,
      paramLabel = "FILE",
      description = "Usage as 'headroom usage --format csv' prints it; - is standard input.")
  private String usage = "";

  @Option(
      names = "--book",
      paramLabel = "FILE",
      description = "A price book; several (default: every book shipped with Headroom).")
  private List<String> books = List.of();

  @Option(names = "--tenant", paramLabel = "T", description = "One tenant (default: all).")
  private String tenant = "";

  @Mixin private PeriodOption period = new PeriodOption();
  @Mixin private MetersOption meters = new MetersOption();
  @Mixin private FormatOption format = new FormatOption();

  @Override
  public Integer call() {
    PriceBooks known =
        PriceBooks.parse(
            books.isEmpty() ? BookComparison.shipped() : InputFile.readAll(books), meters.units());
    SortedMap<String, List<UsageQuantity>> byTenant = UsageCsv.read(usage, InputFile.read(usage));
    if (!tenant.isEmpty()) {
      byTenant.keySet().retainAll(List.of(tenant));
    }
    format.print(
        new BookComparison(known).of(byTenant, period.months()),
        "no usage to rate",
        spec.commandLine().getOut());
    return ExitCode.OK;
  }
}
