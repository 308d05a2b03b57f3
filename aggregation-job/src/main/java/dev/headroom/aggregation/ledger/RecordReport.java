package dev.headroom.aggregation.ledger;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import dev.headroom.aggregation.intake.RecordHead;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/**
 * What became of the points of some slices of a record that has several.
 *
 * @param slices number of those slices, at least 1
 */
public record RecordReport(RecordHead record, int slices, PointCounts counts) {
  public static final TypeInformation<RecordReport> TYPE = new CodecType<>(new Form());

  /** The side output that carries them. */
  public static final OutputTag<RecordReport> OUTPUT = new OutputTag<>("reports", TYPE);

  /** The same record's report of these slices and those. */
  public RecordReport plus(RecordReport other) {
    return new RecordReport(record, slices + other.slices, counts.plus(other.counts));
  }

  private static final class Form implements Codec<RecordReport> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<RecordReport> type() {
      return RecordReport.class;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(RecordReport value, DataOutput out) throws IOException {
      value.record.write(out);
      out.writeInt(value.slices);
      value.counts.write(out);
    }

    @Override
    public RecordReport read(DataInput in, int version) throws IOException {
      return new RecordReport(RecordHead.read(in), in.readInt(), PointCounts.read(in));
    }
  }
}
