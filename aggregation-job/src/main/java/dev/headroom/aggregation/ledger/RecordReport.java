package dev.headroom.aggregation.ledger;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import dev.headroom.aggregation.intake.RecordHead;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/** What became of the points of one slice of a record that has several. */
public record RecordReport(RecordHead record, PointCounts counts) {
  public static final TypeInformation<RecordReport> TYPE = new CodecType<>(new Form());

  /** The side output that carries them. */
  public static final OutputTag<RecordReport> OUTPUT = new OutputTag<>("reports", TYPE);

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
      value.counts.write(out);
    }

    @Override
    public RecordReport read(DataInput in, int version) throws IOException {
      return new RecordReport(RecordHead.read(in), PointCounts.read(in));
    }
  }
}
