package dev.headroom.pricing;

import java.time.Instant;
import java.time.YearMonth;
import java.util.List;

/**
 * An invoice that was finalised: what it says never changes, and holds unless it is made void. What
 * changes afterwards is on a later one, see {@link Adjustments}.
 *
 * @param finalisedAt when it was finalised
 * @param lines what the period's own usage came to; unique by book, SKU and currency
 * @param adjustments what it corrects of earlier invoices; unique by these and the invoice
 */
public record IssuedInvoice(
    InvoiceId id, Instant finalisedAt, List<InvoiceLine> lines, List<Adjustment> adjustments)
    implements InvoiceRecord {

  public IssuedInvoice {
    lines = List.copyOf(lines);
    adjustments = List.copyOf(adjustments);
  }

  /** The first invoice of a tenant's month. */
  public IssuedInvoice(
      String tenantId,
      YearMonth month,
      Instant finalisedAt,
      List<InvoiceLine> lines,
      List<Adjustment> adjustments) {
    this(InvoiceId.first(tenantId, month), finalisedAt, lines, adjustments);
  }

  /**
   * A line that corrects another invoice.
   *
   * @param corrects that invoice, of the same tenant
   * @param line the difference
   */
  public record Adjustment(InvoiceId corrects, InvoiceLine line) {

    /** Of the first invoice of a month. */
    public Adjustment(YearMonth corrects, InvoiceLine line) {
      this(InvoiceId.first(line.tenantId(), corrects), line);
    }
  }

  public String tenantId() {
    return id.tenantId();
  }

  public YearMonth month() {
    return id.month();
  }

  @Override
  public Instant at() {
    return finalisedAt;
  }

  @Override
  public String key() {
    return id.key();
  }

  @Override
  public String json() {
    return InvoiceDocument.write(this);
  }
}
