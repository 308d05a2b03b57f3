package dev.headroom.pricing;

import java.time.Instant;
import java.time.YearMonth;
import java.util.List;

/**
 * An invoice that was finalised: what it says holds for ever. What changes afterwards is on a later
 * one, see {@link Adjustments}.
 *
 * @param finalisedAt when it was finalised
 * @param lines what the period's own usage came to; unique by book, SKU and currency
 * @param adjustments what it corrects of earlier invoices; unique by these and the invoice
 */
public record IssuedInvoice(
    String tenantId,
    YearMonth month,
    Instant finalisedAt,
    List<InvoiceLine> lines,
    List<Adjustment> adjustments) {

  public IssuedInvoice {
    lines = List.copyOf(lines);
    adjustments = List.copyOf(adjustments);
  }

  /**
   * A line that corrects another invoice.
   *
   * @param corrects the month of that invoice, of the same tenant
   * @param line the difference
   */
  public record Adjustment(YearMonth corrects, InvoiceLine line) {}

  /** What identifies it to people: {@code TENANT-YYYY-MM}. A tenant's month is invoiced once. */
  public String id() {
    return id(tenantId, month);
  }

  public static String id(String tenantId, YearMonth month) {
    return tenantId + "-" + month;
  }
}
