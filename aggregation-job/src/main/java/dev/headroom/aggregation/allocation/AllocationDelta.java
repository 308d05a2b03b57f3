package dev.headroom.aggregation.allocation;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import dev.headroom.usage.allocation.SharedUsage;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/** What one resource adds to what tenants share. The usage is not to be changed once it is sent. */
public record AllocationDelta(AllocationKey key, SharedUsage usage) {
  public static final TypeInformation<AllocationDelta> TYPE = new CodecType<>(new Form());

  /** The side output that carries them. */
  public static final OutputTag<AllocationDelta> OUTPUT = new OutputTag<>("shared", TYPE);

  private static final class Form implements Codec<AllocationDelta> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<AllocationDelta> type() {
      return AllocationDelta.class;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(AllocationDelta value, DataOutput out) throws IOException {
      value.key.write(out);
      SharedWire.write(value.usage, out);
    }

    @Override
    public AllocationDelta read(DataInput in, int version) throws IOException {
      return new AllocationDelta(AllocationKey.read(in), SharedWire.readUsage(in));
    }
  }
}
