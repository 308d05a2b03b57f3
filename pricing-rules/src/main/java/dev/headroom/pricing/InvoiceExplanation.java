package dev.headroom.pricing;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a tenant's invoice of a month came to be, line by line, as the rating told while it rated.
 *
 * @param lines in the order of the invoice, one for each of its lines
 */
public record InvoiceExplanation(Invoice invoice, List<Explanation> lines) {

  public InvoiceExplanation {
    lines = List.copyOf(lines);
  }

  /**
   * Rates as {@link Invoice#of} does, and keeps how.
   *
   * @throws IllegalArgumentException if a book is missing
   */
  public static InvoiceExplanation of(
      Map<String, PriceBook> books, Tenant tenant, YearMonth month, List<UsageQuantity> usage) {
    RatingRecord record = new RatingRecord();
    Invoice invoice = Invoice.of(books, tenant, month, usage, record);
    List<Explanation> lines = new ArrayList<>(record.explanations());
    BillingPeriod whole = BillingPeriod.of(month, tenant.timeZone());
    List<Charge> charges =
        invoice.charges().stream()
            .filter(charge -> charge.currency().equals(Invoice.NO_CURRENCY))
            .toList();
    for (InvoiceLine line : invoice.lines().subList(lines.size(), invoice.lines().size())) {
      lines.add(UnpricedExplanation.of(line, whole, charges));
    }
    return new InvoiceExplanation(invoice, lines);
  }
}
