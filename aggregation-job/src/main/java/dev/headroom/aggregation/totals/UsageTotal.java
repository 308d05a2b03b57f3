package dev.headroom.aggregation.totals;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import dev.headroom.aggregation.codec.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.YearMonth;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * The whole of a quantity as known now; replaces what was said of the key before.
 *
 * @param month the billing period the window belongs to, in the tenant's time zone
 * @param quantity exact, scale 9, in the meter's unit
 * @param allocated how much of it is allocated, likewise
 * @param unit the meter's
 * @param resource of which the meter is a state; empty if of none
 * @param state the meter's; empty if it is of no resource
 * @param revision rises with every total of the key
 */
public record UsageTotal(
    UsageKey key,
    YearMonth month,
    BigDecimal quantity,
    BigDecimal allocated,
    String unit,
    String resource,
    String state,
    long revision) {
  public static final TypeInformation<UsageTotal> TYPE = new CodecType<>(new Form());

  private static final class Form implements Codec<UsageTotal> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<UsageTotal> type() {
      return UsageTotal.class;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(UsageTotal value, DataOutput out) throws IOException {
      value.key.write(out);
      out.writeShort(value.month.getYear());
      out.writeByte(value.month.getMonthValue());
      Wire.writeInteger(value.quantity.unscaledValue(), out);
      out.writeInt(value.quantity.scale());
      Wire.writeInteger(value.allocated.unscaledValue(), out);
      out.writeInt(value.allocated.scale());
      Wire.writeText(value.unit, out);
      Wire.writeText(value.resource, out);
      Wire.writeText(value.state, out);
      out.writeLong(value.revision);
    }

    @Override
    public UsageTotal read(DataInput in, int version) throws IOException {
      return new UsageTotal(
          UsageKey.read(in),
          YearMonth.of(in.readUnsignedShort(), in.readUnsignedByte()),
          new BigDecimal(Wire.readInteger(in), in.readInt()),
          new BigDecimal(Wire.readInteger(in), in.readInt()),
          Wire.readText(in),
          Wire.readText(in),
          Wire.readText(in),
          in.readLong());
    }
  }
}
