package dev.headroom.aggregation.rating;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import dev.headroom.aggregation.codec.Wire;
import dev.headroom.pricing.Adjustments;
import dev.headroom.pricing.BillingPeriod;
import dev.headroom.pricing.ChargeKind;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Locale;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * One side of an adjustment, or a line of a commitment.
 *
 * @param month whose bill it is on
 * @param corrected the finalised month that changed
 * @param charge its period is that of the month it corrects (FOCUS asks the same of a correction)
 */
record EntryKey(YearMonth month, YearMonth corrected, ChargeKey charge) {
  static final TypeInformation<EntryKey> TYPE = new CodecType<>(new Form());

  static EntryKey of(Adjustments.Entry entry, ZoneId zone) {
    BillingPeriod corrected = BillingPeriod.of(entry.corrected(), zone);
    return new EntryKey(
        entry.month(),
        entry.corrected(),
        new ChargeKey(
            entry.line().bookId(),
            entry.line().skuId(),
            entry.kind().name().toLowerCase(Locale.ROOT),
            "",
            corrected.start().getEpochSecond(),
            corrected.end().getEpochSecond()));
  }

  /** Whether it is one side of a correction of a finalised invoice. */
  boolean isCorrection() {
    return !charge.kind().equals(ChargeKind.COMMITMENT.name().toLowerCase(Locale.ROOT));
  }

  private static final class Form implements Codec<EntryKey> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<EntryKey> type() {
      return EntryKey.class;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(EntryKey value, DataOutput out) throws IOException {
      InvoiceLines.writeMonth(value.month, out);
      InvoiceLines.writeMonth(value.corrected, out);
      Wire.writeText(value.charge.book(), out);
      Wire.writeText(value.charge.sku(), out);
      Wire.writeText(value.charge.kind(), out);
      out.writeLong(value.charge.startSecond());
      out.writeLong(value.charge.endSecond());
    }

    @Override
    public EntryKey read(DataInput in, int version) throws IOException {
      return new EntryKey(
          InvoiceLines.readMonth(in),
          InvoiceLines.readMonth(in),
          new ChargeKey(
              Wire.readText(in),
              Wire.readText(in),
              Wire.readText(in),
              "",
              in.readLong(),
              in.readLong()));
    }
  }
}
