package dev.headroom.aggregation.totals;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import dev.headroom.aggregation.codec.Wire;
import dev.headroom.usage.metering.UsagePart;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * What is to be added to a quantity.
 *
 * @param part which part of the window, for an aggregation that is made of parts
 * @param raw in the meter's raw unit: to be combined with what is known
 * @param allocated whether the tenant did not cause it, but was allocated it
 */
public record UsageDelta(UsageKey key, UsagePart part, BigInteger raw, boolean allocated) {
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
      UsagePartForm.writePart(value.part, out);
      Wire.writeInteger(value.raw, out);
      out.writeBoolean(value.allocated);
    }

    @Override
    public UsageDelta read(DataInput in, int version) throws IOException {
      UsageKey key = UsageKey.read(in);
      UsagePart part = UsagePartForm.read(in);
      return new UsageDelta(key, part, Wire.readInteger(in), in.readBoolean());
    }
  }
}
