package dev.headroom.aggregation.allocation;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import dev.headroom.aggregation.codec.Wire;
import dev.headroom.aggregation.intake.ResourceKey;
import dev.headroom.usage.meter.Allocation;
import dev.headroom.usage.meter.Meter;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HexFormat;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * One window of one meter, of what tenants share: a resource of a producer, or all of a producer.
 *
 * @param owner the producer, whose account bears what no tenant does
 * @param processHigh upper half of the resource's identity; 0 for all of the producer
 * @param processLow lower half of the resource's identity; 0 for all of the producer
 * @param startSecond start of the window, seconds since the epoch, inclusive
 * @param endSecond end of the window, exclusive
 */
public record AllocationKey(
    String owner,
    long processHigh,
    long processLow,
    String meter,
    long startSecond,
    long endSecond) {
  public static final TypeInformation<AllocationKey> TYPE = new CodecType<>(new Form());

  /** What shares with a resource, by the rule of the meter. */
  public static AllocationKey of(
      ResourceKey resource, Meter meter, Allocation rule, long startSecond, long endSecond) {
    boolean alone = rule.within() == Allocation.Within.RESOURCE;
    return new AllocationKey(
        resource.tenant(),
        alone ? resource.identityHigh() : 0,
        alone ? resource.identityLow() : 0,
        meter.name(),
        startSecond,
        endSecond);
  }

  /** The resource as 32 hexadecimal digits; empty for all of the producer. */
  public String process() {
    HexFormat hex = HexFormat.of();
    return (processHigh | processLow) == 0
        ? ""
        : hex.toHexDigits(processHigh) + hex.toHexDigits(processLow);
  }

  /** Spelled out, because it decides the key group and a record's own may change with the JDK. */
  @Override
  public int hashCode() {
    int names = 31 * owner.hashCode() + meter.hashCode();
    int process = 31 * Long.hashCode(processHigh) + Long.hashCode(processLow);
    return 31 * (31 * (31 * names + process) + Long.hashCode(startSecond))
        + Long.hashCode(endSecond);
  }

  void write(DataOutput out) throws IOException {
    Wire.writeText(owner, out);
    out.writeLong(processHigh);
    out.writeLong(processLow);
    Wire.writeText(meter, out);
    out.writeLong(startSecond);
    out.writeLong(endSecond);
  }

  static AllocationKey read(DataInput in) throws IOException {
    return new AllocationKey(
        Wire.readText(in),
        in.readLong(),
        in.readLong(),
        Wire.readText(in),
        in.readLong(),
        in.readLong());
  }

  private static final class Form implements Codec<AllocationKey> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<AllocationKey> type() {
      return AllocationKey.class;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(AllocationKey value, DataOutput out) throws IOException {
      value.write(out);
    }

    @Override
    public AllocationKey read(DataInput in, int version) throws IOException {
      return AllocationKey.read(in);
    }
  }
}
