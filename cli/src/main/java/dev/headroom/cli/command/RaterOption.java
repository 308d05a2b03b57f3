package dev.headroom.cli.command;

import dev.headroom.cli.CommandException;
import dev.headroom.cli.billing.Rater;
import dev.headroom.pricing.InvoiceExplanation;
import dev.headroom.pricing.InvoiceLine;
import dev.headroom.pricing.PriceBooks;
import dev.headroom.pricing.Tenants;
import dev.headroom.pricing.UsageQuantity;
import dev.headroom.usage.meter.MeterSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
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

  /** The invoice lines of the tenants asked for. */
  List<InvoiceLine> rate(UsageFileOption usage, PeriodOption period) {
    Rater rater = rater();
    SortedMap<String, List<UsageQuantity>> all = usage.everybody();
    return rater.rate(usage.asked(all, rater), Rater.begun(all), period.months());
  }

  /** How their invoices came to be. */
  List<InvoiceExplanation> explain(UsageFileOption usage, PeriodOption period) {
    Rater rater = rater();
    SortedMap<String, List<UsageQuantity>> all = usage.everybody();
    return rater.explain(usage.asked(all, rater), Rater.begun(all), period.months());
  }

  private Rater rater() {
    MeterSet meterSet = meters.meters();
    Map<String, String> units = meterSet.units();
    PriceBooks known = PriceBooks.parse(InputFile.readAll(books), units);
    if (!tenants.isEmpty()) {
      String text = InputFile.read(tenants);
      Tenants parsed = Tenants.parse(tenants, text, known.byId(), units, meterSet.windows());
      return new Rater(known, Optional.of(parsed));
    }
    if (known.byId().size() > 1) {
      throw CommandException.badInput("several books need --tenants: who buys by which?");
    }
    return new Rater(known, Optional.empty());
  }
}
