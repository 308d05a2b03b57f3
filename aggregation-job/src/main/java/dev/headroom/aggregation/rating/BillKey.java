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

  /** Spelled out, because it decides the key group and a record's own may change with the JDK. */
  @Override
  public int hashCode() {
    return 31 * (31 * tenant.hashCode() + year) + month;
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
