package dev.headroom.pricing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Usage and a price book in, charges and invoice lines out.
 *
 * <p>The law: whatever part of a period's usage is rated, the charges of each line add up to its
 * invoice line, exactly. A window's charge depends only on the usage up to it, so rating more of
 * the period leaves the earlier usage charges as they were; only the rounding charges change.
 *
 * <p>Charges of usage follow the order of windows by start, then end. A line that is for several
 * rows of a window (dimensions) adds them first. The order of {@code usage} does not matter.
 */
public final class Rating {
  private Rating() {}

  /**
   * Rates the usage of a period so far.
   *
   * @param anyBook as sold to a subscription ({@link PriceBook#soldTo}); of prices that ask for
   *     terms, none applies
   * @param usage of this tenant, each window starting within {@code period}
   * @throws IllegalArgumentException if a window starts outside of the period
   */
  public static RatedPeriod rate(
      String tenantId, PriceBook anyBook, BillingPeriod period, List<UsageQuantity> usage) {
    return rate(tenantId, anyBook, period, usage, Banks.empty(anyBook.id()), RatingTrace.NONE);
  }

  /** The same with credit banks, which are closed by it, and tells how. */
  static RatedPeriod rate(
      String tenantId,
      PriceBook anyBook,
      BillingPeriod period,
      List<UsageQuantity> usage,
      Banks banks,
      RatingTrace trace) {
    PriceBook book = anyBook.soldToAnyone();
    requireWithin(period, usage);
    trace.book(book, period);
    Map<String, MeterUsage> byMeter = MeterUsage.byMeter(usage);
    List<Charge> charges = new ArrayList<>(usage.size() + 2 * book.lines().size());
    List<InvoiceLine> lines = new ArrayList<>();
    for (PriceLine line : book.lines()) {
      LineLedger ledger = new LineLedger(tenantId, book, period, line);
      LineTrace own = trace.line(line);
      if (line.isFee()) {
        new FeeRating(line, period, ledger, own).rate(charges, lines);
      } else {
        LineRows rows = LineRows.of(line, byMeter);
        new UsageRating(line, period, rows, ledger, banks, own).rate(charges, lines);
      }
    }
    new InvoiceSteps(tenantId, book, period, trace).apply(charges, lines);
    UnpricedUsage unpriced =
        new UnpricedUsage(tenantId, period.month(), book.id(), book.currency());
    byMeter.values().forEach(meter -> unpriced.collect(meter, charges, lines));
    RatedPeriod rated =
        new RatedPeriod(tenantId, book.id(), period, book.currency(), charges, lines);
    trace.rated(rated);
    return rated;
  }

  private static void requireWithin(BillingPeriod period, List<UsageQuantity> usage) {
    Instant start = period.start();
    Instant end = period.end();
    for (UsageQuantity row : usage) {
      if (row.windowStart().isBefore(start) || !row.windowStart().isBefore(end)) {
        throw new IllegalArgumentException(row + " is outside of " + period);
      }
    }
  }
}
