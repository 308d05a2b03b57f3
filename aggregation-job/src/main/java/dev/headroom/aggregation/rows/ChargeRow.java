package dev.headroom.aggregation.rows;

import dev.headroom.aggregation.rating.BillKey;
import dev.headroom.aggregation.rating.ChargeAmount;
import dev.headroom.aggregation.rating.ChargeKey;
import java.time.LocalDate;

/** One charge as known now. */
public final class ChargeRow {
  private ChargeRow() {}

  public static TableRow of(BillKey bill, ChargeKey key, ChargeAmount amount, long revision) {
    return correction(bill, key, amount, "", revision);
  }

  /**
   * A charge that corrects an invoice.
   *
   * @param invoiceId of that invoice
   */
  public static TableRow correction(
      BillKey bill, ChargeKey key, ChargeAmount amount, String invoiceId, long revision) {
    return new TableRow(
        SinkTable.CHARGE,
        new RowBinary()
            .text(bill.tenant())
            .day(LocalDate.of(bill.year(), bill.month(), 1).toEpochDay())
            .text(key.book())
            .text(key.sku())
            .text(key.kind())
            .text(key.meter())
            .second(key.startSecond())
            .second(key.endSecond())
            .decimal(amount.quantity())
            .text(amount.unit())
            .decimal(amount.cost())
            .text(amount.currency())
            .text(amount.description())
            .text(invoiceId)
            .int64(revision));
  }
}
