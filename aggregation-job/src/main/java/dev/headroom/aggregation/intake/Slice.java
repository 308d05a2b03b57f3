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

  private final ResourceKey key;
  private final KafkaPlace place;
  private final String producerId;
  private final int pointsBefore;
  private final int points;
  private final byte[] bytes;
  private final int offset;
  private final int length;

  Slice(
      ResourceKey key,
      KafkaPlace place,
      String producerId,
      int pointsBefore,
      int points,
      byte[] bytes,
      int offset,
      int length) {
    this.key = key;
    this.place = place;
    this.producerId = producerId;
    this.pointsBefore = pointsBefore;
    this.points = points;
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
  }

  public ResourceKey key() {
    return key;
  }

  public KafkaPlace place() {
    return place;
  }

  public String producerId() {
    return producerId;
  }

  /** Number of points in the record before this slice: numbers its complaints uniquely. */
  public int pointsBefore() {
    return pointsBefore;
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
      Wire.writeText(value.key.tenant(), out);
      out.writeLong(value.key.identityHigh());
      out.writeLong(value.key.identityLow());
      value.place.write(out);
      Wire.writeText(value.producerId, out);
      out.writeInt(value.pointsBefore);
      out.writeInt(value.points);
      Wire.writeBytes(value.bytes, value.offset, value.length, out);
    }

    @Override
    public Slice read(DataInput in, int version) throws IOException {
      ResourceKey key = new ResourceKey(Wire.readText(in), in.readLong(), in.readLong());
      KafkaPlace place = KafkaPlace.read(in);
      String producerId = Wire.readText(in);
      int pointsBefore = in.readInt();
      int points = in.readInt();
      byte[] bytes = Wire.readBytes(in);
      return new Slice(key, place, producerId, pointsBefore, points, bytes, 0, bytes.length);
    }
  }
}
