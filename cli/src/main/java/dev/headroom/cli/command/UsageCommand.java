package dev.headroom.cli.command;

import dev.headroom.cli.ExitCode;
import dev.headroom.cli.billing.UsageQuery;
import dev.headroom.cli.billing.UsageTable;
import dev.headroom.cli.store.Store;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "usage",
    description = "Prints what a tenant has used, by meter and window.",
    sortOptions = false)
public final class UsageCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--tenant", required = true, paramLabel = "T", description = "The tenant.")
  private String tenant = "";

  @Mixin private PeriodOption period = new PeriodOption();

  @Option(names = "--meter", paramLabel = "NAME", description = "One meter (default: all).")
  private String meter = "";

  @Mixin private FormatOption format = new FormatOption();
  @Mixin private StoreOptions source = new StoreOptions();

  @Override
  public Integer call() {
    Optional<String> only = meter.isEmpty() ? Optional.empty() : Optional.of(meter);
    var month = period.period();
    try (Store store = source.open()) {
      format.print(
          UsageTable.of(tenant, new UsageQuery(tenant, month, only).read(store)),
          "no usage of tenant " + tenant,
          spec.commandLine().getOut());
    }
    return ExitCode.OK;
  }
}
