package dev.headroom.aggregation.totals;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import dev.headroom.aggregation.codec.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** One producer's points for one tenant on one day (UTC) of their append time. */
public record IngestKey(String tenant, String producerId, int epochDay) {
  public static final TypeInformation<IngestKey> TYPE = new CodecType<>(new Form());

  /** Spelled out, because it decides the key group and a record's own may change with the JDK. */
  @Override
  public int hashCode() {
    return 31 * (31 * tenant.hashCode() + producerId.hashCode()) + epochDay;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeText(tenant, out);
    Wire.writeText(producerId, out);
    out.writeInt(epochDay);
  }

  static IngestKey read(DataInput in) throws IOException {
    return new IngestKey(Wire.readText(in), Wire.readText(in), in.readInt());
  }

  private static final class Form implements Codec<IngestKey> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<IngestKey> type() {
      return IngestKey.class;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(IngestKey value, DataOutput out) throws IOException {
      value.write(out);
    }

    @Override
    public IngestKey read(DataInput in, int version) throws IOException {
      return IngestKey.read(in);
    }
  }
}
