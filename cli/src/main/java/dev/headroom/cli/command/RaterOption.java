package dev.headroom.cli.command;

import dev.headroom.cli.CommandException;
import dev.headroom.cli.billing.Rater;
import dev.headroom.pricing.PriceBooks;
import dev.headroom.pricing.Tenants;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The books that usage is rated by, and who buys by which. */
final class RaterOption {
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

  @Mixin private MetersOption meters = new MetersOption();

  Rater rater() {
    PriceBooks known = PriceBooks.parse(InputFile.readAll(books), meters.units());
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
