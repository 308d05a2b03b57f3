package dev.headroom.aggregation.totals;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import dev.headroom.aggregation.codec.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * One quantity of one tenant: the key of the usage table.
 *
 * @param startSecond start of the window, seconds since the epoch, inclusive
 * @param endSecond end of the window, exclusive
 * @param dimensions JSON object of strings, keys sorted
 */
public record UsageKey(
    String tenant, String meter, long startSecond, long endSecond, String dimensions) {
  public static final TypeInformation<UsageKey> TYPE = new CodecType<>(new Form());

  /** Spelled out, because it decides the key group and a record's own may change with the JDK. */
  @Override
  public int hashCode() {
    int names = 31 * (31 * tenant.hashCode() + meter.hashCode()) + dimensions.hashCode();
    return 31 * (31 * names + Long.hashCode(startSecond)) + Long.hashCode(endSecond);
  }

  void write(DataOutput out) throws IOException {
    Wire.writeText(tenant, out);
    Wire.writeText(meter, out);
    out.writeLong(startSecond);
    out.writeLong(endSecond);
    Wire.writeText(dimensions, out);
  }

  static UsageKey read(DataInput in) throws IOException {
    return new UsageKey(
        Wire.readText(in), Wire.readText(in), in.readLong(), in.readLong(), Wire.readText(in));
  }

  private static final class Form implements Codec<UsageKey> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<UsageKey> type() {
      return UsageKey.class;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(UsageKey value, DataOutput out) throws IOException {
      value.write(out);
    }

    @Override
    public UsageKey read(DataInput in, int version) throws IOException {
      return UsageKey.read(in);
    }
  }
}
