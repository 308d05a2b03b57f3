package dev.headroom.cli.command;

import dev.headroom.cli.ExitCode;
import dev.headroom.pricing.PriceBooks;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "check",
    description = "Checks price books, together: keys, units, gaps and overlaps of prices, meters.",
    sortOptions = false)
public final class PricesCheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files of kind PriceBook.")
  private List<String> files = List.of();

  @Mixin private MetersOption meters = new MetersOption();

  @Override
  public Integer call() {
    PriceBooks.parse(InputFile.readAll(files), meters.units(), meters.meters().windows())
        .byId()
        .values()
        .forEach(
            book ->
                spec.commandLine()
                    .getOut()
                    .printf("ok %s: %s, %d lines%n", book.id(), book.name(), book.lines().size()));
    return ExitCode.OK;
  }
}
