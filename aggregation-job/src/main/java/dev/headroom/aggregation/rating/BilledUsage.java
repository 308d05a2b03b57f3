package dev.headroom.aggregation.rating;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import dev.headroom.aggregation.codec.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** A quantity that is rated; its key says of what and when. */
record BilledUsage(BigDecimal quantity, String unit) {
  static final TypeInformation<BilledUsage> TYPE = new CodecType<>(new Form());

  private static final class Form implements Codec<BilledUsage> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<BilledUsage> type() {
      return BilledUsage.class;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(BilledUsage value, DataOutput out) throws IOException {
      Wire.writeInteger(value.quantity.unscaledValue(), out);
      out.writeInt(value.quantity.scale());
      Wire.writeText(value.unit, out);
    }

    @Override
    public BilledUsage read(DataInput in, int version) throws IOException {
      return new BilledUsage(new BigDecimal(Wire.readInteger(in), in.readInt()), Wire.readText(in));
    }
  }
}
