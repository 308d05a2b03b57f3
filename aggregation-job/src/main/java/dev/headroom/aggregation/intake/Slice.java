package dev.headroom.aggregation.intake;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import dev.headroom.aggregation.codec.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** The bytes of one ResourceMetrics within a record, with what is needed to account for them. */
public final class Slice {
  public static final TypeInformation<Slice> TYPE = new CodecType<>(new Form());

  private final RecordHead record;
  private final ResourceKey key;
  private final int firstItem;
  private final int points;
  private final byte[] bytes;
  private final int offset;
  private final int length;

  Slice(
      RecordHead record,
      ResourceKey key,
      int firstItem,
      int points,
      byte[] bytes,
      int offset,
      int length) {
    this.record = record;
    this.key = key;
    this.firstItem = firstItem;
    this.points = points;
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
  }

  /** The record it was cut from. */
  public RecordHead record() {
    return record;
  }

  public ResourceKey key() {
    return key;
  }

  public KafkaPlace place() {
    return record.place();
  }

  /** Number of its first complaint within the record; it has at most one more than points. */
  public int firstItem() {
    return firstItem;
  }

  public int points() {
    return points;
  }

  /** Not to be changed: the slices of a record share it. */
  public byte[] bytes() {
    return bytes;
  }

  public int offset() {
    return offset;
  }

  public int length() {
    return length;
  }

  private static final class Form implements Codec<Slice> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<Slice> type() {
      return Slice.class;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(Slice value, DataOutput out) throws IOException {
      value.record.write(out);
      out.writeLong(value.key.identityHigh());
      out.writeLong(value.key.identityLow());
      out.writeInt(value.firstItem);
      out.writeInt(value.points);
      Wire.writeBytes(value.bytes, value.offset, value.length, out);
    }

    @Override
    public Slice read(DataInput in, int version) throws IOException {
      RecordHead record = RecordHead.read(in);
      ResourceKey key = new ResourceKey(record.tenant(), in.readLong(), in.readLong());
      int firstItem = in.readInt();
      int points = in.readInt();
      byte[] bytes = Wire.readBytes(in);
      return new Slice(record, key, firstItem, points, bytes, 0, bytes.length);
    }
  }
}
