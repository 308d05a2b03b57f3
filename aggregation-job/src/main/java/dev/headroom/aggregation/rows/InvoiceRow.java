package dev.headroom.aggregation.rows;

import dev.headroom.pricing.InvoiceLine;
import dev.headroom.pricing.IssuedInvoice;
import java.util.ArrayList;
import java.util.List;

/** The lines of a finalised invoice. */
public final class InvoiceRow {
  private InvoiceRow() {}

  public static List<TableRow> of(IssuedInvoice invoice) {
    List<TableRow> rows = new ArrayList<>();
    invoice.lines().forEach(line -> rows.add(row(invoice, line, "")));
    for (IssuedInvoice.Adjustment adjustment : invoice.adjustments()) {
      rows.add(row(invoice, adjustment.line(), adjustment.corrects().toString()));
    }
    return rows;
  }

  private static TableRow row(IssuedInvoice invoice, InvoiceLine line, String corrects) {
    return new TableRow(
        SinkTable.INVOICE,
        new RowBinary()
            .text(invoice.id().toString())
            .text(invoice.tenantId())
            .day(invoice.month().atDay(1).toEpochDay())
            .int32(invoice.id().number() - 1)
            .milli(invoice.finalisedAt().toEpochMilli())
            .text(line.bookId())
            .text(line.skuId())
            .text(corrects)
            .decimal(line.pricingQuantity())
            .text(line.pricingUnit())
            .decimal(line.billedCost())
            .text(line.currency())
            .text(line.description()));
  }
}
