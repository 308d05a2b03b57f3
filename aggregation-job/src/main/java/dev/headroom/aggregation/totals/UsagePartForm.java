package dev.headroom.aggregation.totals;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import dev.headroom.usage.metering.UsagePart;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** {@link UsagePart} in state and on its way. */
final class UsagePartForm implements Codec<UsagePart> {
  private static final long serialVersionUID = 1L;

  static final TypeInformation<UsagePart> TYPE = new CodecType<>(new UsagePartForm());

  @Override
  public Class<UsagePart> type() {
    return UsagePart.class;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public void write(UsagePart value, DataOutput out) throws IOException {
    writePart(value, out);
  }

  static void writePart(UsagePart value, DataOutput out) throws IOException {
    out.writeLong(value.high());
    out.writeLong(value.low());
  }

  @Override
  public UsagePart read(DataInput in, int version) throws IOException {
    return read(in);
  }

  static UsagePart read(DataInput in) throws IOException {
    return new UsagePart(in.readLong(), in.readLong());
  }
}
