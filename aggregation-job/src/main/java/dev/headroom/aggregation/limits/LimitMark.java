package dev.headroom.aggregation.limits;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * What was last said of a limit.
 *
 * @param cycleSecond start of the cycle, in seconds since the epoch
 * @param isReached whether the limit was reached
 * @param decisions how many there were in the cycle
 */
public record LimitMark(long cycleSecond, boolean isReached, int decisions) {
  static final TypeInformation<LimitMark> TYPE = new CodecType<>(new Form());

  private static final class Form implements Codec<LimitMark> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<LimitMark> type() {
      return LimitMark.class;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(LimitMark value, DataOutput out) throws IOException {
      out.writeLong(value.cycleSecond);
      out.writeBoolean(value.isReached);
      out.writeInt(value.decisions);
    }

    @Override
    public LimitMark read(DataInput in, int version) throws IOException {
      return new LimitMark(in.readLong(), in.readBoolean(), in.readInt());
    }
  }
}
