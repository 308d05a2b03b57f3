package dev.headroom.aggregation.totals;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * State of a producer's day.
 *
 * @param revision of the row that was last sent; 0 before the first
 */
record RevisedCounts(PointCounts counts, long revision) {
  static final TypeInformation<RevisedCounts> TYPE = new CodecType<>(new Form());
  static final RevisedCounts NONE = new RevisedCounts(PointCounts.NONE, 0);

  private static final class Form implements Codec<RevisedCounts> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<RevisedCounts> type() {
      return RevisedCounts.class;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(RevisedCounts value, DataOutput out) throws IOException {
      value.counts.write(out);
      out.writeLong(value.revision);
    }

    @Override
    public RevisedCounts read(DataInput in, int version) throws IOException {
      return new RevisedCounts(PointCounts.read(in), in.readLong());
    }
  }
}
