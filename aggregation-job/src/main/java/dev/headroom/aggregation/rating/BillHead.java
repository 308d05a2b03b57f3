package dev.headroom.aggregation.rating;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * What is known of a bill as a whole.
 *
 * @param rows number of quantities on it
 * @param dueMillis time of the timer at which it will be rated again; {@link #RATED} if nothing
 *     changed since it was
 * @param revision of the charges that were last sent; 0 before the first
 */
record BillHead(int rows, long dueMillis, long revision) {
  static final TypeInformation<BillHead> TYPE = new CodecType<>(new Form());

  static final long RATED = Long.MIN_VALUE;
  static final BillHead EMPTY = new BillHead(0, RATED, 0);

  private static final class Form implements Codec<BillHead> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<BillHead> type() {
      return BillHead.class;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(BillHead value, DataOutput out) throws IOException {
      out.writeInt(value.rows);
      out.writeLong(value.dueMillis);
      out.writeLong(value.revision);
    }

    @Override
    public BillHead read(DataInput in, int version) throws IOException {
      return new BillHead(in.readInt(), in.readLong(), in.readLong());
    }
  }
}
