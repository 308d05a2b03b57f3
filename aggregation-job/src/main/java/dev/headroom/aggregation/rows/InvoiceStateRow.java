package dev.headroom.aggregation.rows;

import dev.headroom.pricing.InvoiceId;
import dev.headroom.pricing.InvoiceState;
import dev.headroom.pricing.InvoiceVoid;
import java.util.Locale;

/** What became of an invoice, as known now. */
public final class InvoiceStateRow {
  private InvoiceStateRow() {}

  public static TableRow of(InvoiceState state, long revision) {
    InvoiceId id = state.id();
    return new TableRow(
        SinkTable.INVOICE_STATE,
        new RowBinary()
            .text(id.toString())
            .text(id.tenantId())
            .day(id.month().atDay(1).toEpochDay())
            .text(state.kind().name().toLowerCase(Locale.ROOT))
            .milli(state.voided().map(v -> v.voidedAt().toEpochMilli()).orElse(0L))
            .text(state.voided().map(InvoiceVoid::reason).orElse(""))
            .int64(revision));
  }
}
