package dev.headroom.cli.command;

import dev.headroom.cli.ExitCode;
import dev.headroom.cli.billing.BookDifference;
import dev.headroom.cli.billing.BookDifferences;
import dev.headroom.cli.output.Format;
import dev.headroom.pricing.PriceBook;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "diff",
    description =
        "Prints what differs between two price books. Exit code: 0 if they price alike, 3 if not.",
    sortOptions = false)
public final class PricesDiffCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "A", description = "A price book.")
  private String before = "";

  @Parameters(index = "1", paramLabel = "B", description = "The price book it is compared with.")
  private String after = "";

  @Mixin private MetersOption meters = new MetersOption();
  @Mixin private FormatOption format = new FormatOption();

  @Override
  public Integer call() {
    Map<String, String> units = meters.units();
    List<BookDifference> differences =
        BookDifferences.between(book(before, units), book(after, units));
    boolean alike = differences.stream().allMatch(BookDifference::words);
    PrintWriter out = spec.commandLine().getOut();
    if (format.format() == Format.TABLE) {
      differences.forEach(difference -> out.println(difference.sentence()));
      if (alike) {
        out.println("The books price alike.");
      }
      out.flush();
    } else {
      format.print(BookDifferences.table(differences), "", out);
    }
    return alike ? ExitCode.OK : ExitCode.NOT_EQUAL;
  }

  private static PriceBook book(String file, Map<String, String> units) {
    return PriceBook.parse(file, InputFile.read(file), units);
  }
}
