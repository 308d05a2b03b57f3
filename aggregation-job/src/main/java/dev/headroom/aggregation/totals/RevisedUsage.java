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
 * State of a quantity.
 *
 * @param raw the whole of it, in the meter's raw unit
 * @param allocated how much of it is allocated
 * @param revision of the row that was last sent; 0 before the first
 */
record RevisedUsage(BigInteger raw, BigInteger allocated, long revision) {
  static final TypeInformation<RevisedUsage> TYPE = new CodecType<>(new Form());

  /** Of a quantity nothing is known of. */
  static final RevisedUsage NONE = new RevisedUsage(BigInteger.ZERO, BigInteger.ZERO, 0);

  private static final class Form implements Codec<RevisedUsage> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<RevisedUsage> type() {
      return RevisedUsage.class;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(RevisedUsage value, DataOutput out) throws IOException {
      Wire.writeInteger(value.raw, out);
      Wire.writeInteger(value.allocated, out);
      out.writeLong(value.revision);
    }

    @Override
    public RevisedUsage read(DataInput in, int version) throws IOException {
      return new RevisedUsage(Wire.readInteger(in), Wire.readInteger(in), in.readLong());
    }
  }
}
