package dev.headroom.aggregation.intake;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import dev.headroom.aggregation.codec.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** One resource of one tenant; the identity is the 128-bit hash of the resource's attributes. */
public record ResourceKey(String tenant, long identityHigh, long identityLow) {
  public static final TypeInformation<ResourceKey> TYPE = new CodecType<>(new Form());

  /** Spelled out, because it decides the key group and a record's own may change with the JDK. */
  @Override
  public int hashCode() {
    return 31 * (31 * tenant.hashCode() + Long.hashCode(identityHigh)) + Long.hashCode(identityLow);
  }

  private static final class Form implements Codec<ResourceKey> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<ResourceKey> type() {
      return ResourceKey.class;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(ResourceKey value, DataOutput out) throws IOException {
      Wire.writeText(value.tenant, out);
      out.writeLong(value.identityHigh);
      out.writeLong(value.identityLow);
    }

    @Override
    public ResourceKey read(DataInput in, int version) throws IOException {
      return new ResourceKey(Wire.readText(in), in.readLong(), in.readLong());
    }
  }
}
