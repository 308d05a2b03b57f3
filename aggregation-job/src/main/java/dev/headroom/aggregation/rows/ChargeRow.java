package dev.headroom.aggregation.rows;

import dev.headroom.aggregation.rating.ChargeAmount;
import dev.headroom.aggregation.rating.ChargeKey;
import dev.headroom.pricing.BillingPeriod;
import dev.headroom.pricing.ChargePart;
import java.util.Locale;

/** One charge as known now. */
public final class ChargeRow {
  private ChargeRow() {}

  public static TableRow of(
      String tenant, BillingPeriod period, ChargeKey key, ChargeAmount amount, long revision) {
    return correction(tenant, period, key, amount, "", revision);
  }

  /**
   * A charge that corrects an invoice.
   *
   * @param period the whole month that it is charged in
   * @param invoiceId of that invoice
   */
  public static TableRow correction(
      String tenant,
      BillingPeriod period,
      ChargeKey key,
      ChargeAmount amount,
      String invoiceId,
      long revision) {
    return new TableRow(
        SinkTable.CHARGE,
        new RowBinary()
            .text(tenant)
            .day(period.from().toEpochDay())
            .second(period.start().getEpochSecond())
            .second(period.end().getEpochSecond())
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
            .rows(amount.parts(), ChargeRow::part)
            .text(invoiceId)
            .int64(revision));
  }

  private static void part(ChargePart part, RowBinary row) {
    row.text(part.kind().name().toLowerCase(Locale.ROOT))
        .int32(part.tier())
        .decimal(part.unitPrice(), ChargePart.PRICE_SCALE)
        .decimal(part.quantity())
        .decimal(part.used())
        .decimal(part.cost());
  }
}
