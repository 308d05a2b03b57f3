package dev.headroom.aggregation.totals;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import dev.headroom.aggregation.codec.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * What one resource adds to a quantity.
 *
 * @param raw in the meter's raw unit: to be added, or for a meter of the greatest value to be
 *     compared
 */
public record UsageDelta(UsageKey key, BigInteger raw) {
  public static final TypeInformation<UsageDelta> TYPE = new CodecType<>(new Form());

  private static final class Form implements Codec<UsageDelta> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<UsageDelta> type() {
      return UsageDelta.class;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(UsageDelta value, DataOutput out) throws IOException {
      value.key.write(out);
      Wire.writeInteger(value.raw, out);
    }

    @Override
    public UsageDelta read(DataInput in, int version) throws IOException {
      return new UsageDelta(UsageKey.read(in), Wire.readInteger(in));
    }
  }
}
