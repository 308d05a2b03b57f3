package dev.headroom.aggregation.totals;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/** What is to be added to the counts of a producer. */
public record IngestDelta(IngestKey key, PointCounts counts) {
  public static final TypeInformation<IngestDelta> TYPE = new CodecType<>(new Form());

  /** The side output that carries them. */
  public static final OutputTag<IngestDelta> OUTPUT = new OutputTag<>("ingest", TYPE);

  private static final class Form implements Codec<IngestDelta> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<IngestDelta> type() {
      return IngestDelta.class;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(IngestDelta value, DataOutput out) throws IOException {
      value.key.write(out);
      value.counts.write(out);
    }

    @Override
    public IngestDelta read(DataInput in, int version) throws IOException {
      return new IngestDelta(IngestKey.read(in), PointCounts.read(in));
    }
  }
}
