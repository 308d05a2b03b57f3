package dev.headroom.aggregation.rating;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import dev.headroom.aggregation.codec.Wire;
import dev.headroom.aggregation.totals.UsageTotal;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.YearMonth;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** One bill: a tenant and a calendar month in its time zone. */
public record BillKey(String tenant, int year, int month) {
  public static final TypeInformation<BillKey> TYPE = new CodecType<>(new Form());

  /** The bill a quantity belongs to. A window lies within a month. */
  public static BillKey of(UsageTotal total) {
    return new BillKey(
        total.key().tenant(), total.month().getYear(), total.month().getMonthValue());
  }

  static BillKey of(String tenant, YearMonth month) {
    return new BillKey(tenant, month.getYear(), month.getMonthValue());
  }

  YearMonth yearMonth() {
    return YearMonth.of(year, month);
  }

  /** The bill of the month after. */
  BillKey next() {
    return of(tenant, yearMonth().plusMonths(1));
  }

  /**
   * It decides the key group, and so the subtask. All bills of a tenant are in one, because a month
   * hands over what its credit banks hold to the next.
   */
  @Override
  public int hashCode() {
    return tenant.hashCode();
  }

  private static final class Form implements Codec<BillKey> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<BillKey> type() {
      return BillKey.class;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(BillKey value, DataOutput out) throws IOException {
      Wire.writeText(value.tenant, out);
      out.writeShort(value.year);
      out.writeByte(value.month);
    }

    @Override
    public BillKey read(DataInput in, int version) throws IOException {
      return new BillKey(Wire.readText(in), in.readUnsignedShort(), in.readUnsignedByte());
    }
  }
}
