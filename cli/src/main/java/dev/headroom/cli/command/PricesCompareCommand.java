package dev.headroom.cli.command;

import dev.headroom.cli.ExitCode;
import dev.headroom.cli.billing.BookComparison;
import dev.headroom.pricing.PriceBooks;
import java.util.List;
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

  @Mixin private UsageFileOption usage = new UsageFileOption();

  @Option(
      names = "--book",
      paramLabel = "FILE",
      description = "A price book; several (default: every book shipped with Headroom).")
  private List<String> books = List.of();

  @Mixin private PeriodOption period = new PeriodOption();
  @Mixin private MetersOption meters = new MetersOption();
  @Mixin private FormatOption format = new FormatOption();

  @Override
  public Integer call() {
    PriceBooks known =
        PriceBooks.parse(
            books.isEmpty() ? BookComparison.shipped() : InputFile.readAll(books), meters.units());
    format.print(
        new BookComparison(known).of(usage.byTenant(), period.months()),
        "no usage to rate",
        spec.commandLine().getOut());
    return ExitCode.OK;
  }
}
