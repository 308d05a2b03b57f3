package dev.headroom.aggregation.intake;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import dev.headroom.aggregation.codec.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** One Kafka record as it was read: bytes, place, and what its headers say. */
public final class RawRecord {
  public static final TypeInformation<RawRecord> TYPE = new CodecType<>(new Form());

  /** {@link #declaredPoints} of a record without a usable header. */
  public static final long UNDECLARED = -1;

  private final KafkaPlace place;
  private final byte[] key;
  private final byte[] value;
  private final String producerId;
  private final long declaredPoints;

  RawRecord(KafkaPlace place, byte[] key, byte[] value, String producerId, long declaredPoints) {
    this.place = place;
    this.key = key;
    this.value = value;
    this.producerId = producerId;
    this.declaredPoints = declaredPoints;
  }

  public KafkaPlace place() {
    return place;
  }

  /** Empty where the record has none; not to be changed. */
  public byte[] key() {
    return key;
  }

  /** Empty where the record has none; not to be changed. */
  public byte[] value() {
    return value;
  }

  /** The header's, or {@code direct-<partition>}. */
  public String producerId() {
    return producerId;
  }

  /** Number of points the producer says are in it, or {@link #UNDECLARED}. */
  public long declaredPoints() {
    return declaredPoints;
  }

  public boolean isDeclared() {
    return declaredPoints != UNDECLARED;
  }

  /** Whether no gateway wrote it, so that nothing about it has been checked. */
  boolean isDirect() {
    return producerId.equals(directProducer(place.partition()));
  }

  static String directProducer(int partition) {
    return "direct-" + partition;
  }

  private static final class Form implements Codec<RawRecord> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<RawRecord> type() {
      return RawRecord.class;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(RawRecord value, DataOutput out) throws IOException {
      value.place.write(out);
      Wire.writeBytes(value.key, 0, value.key.length, out);
      Wire.writeBytes(value.value, 0, value.value.length, out);
      Wire.writeText(value.producerId, out);
      out.writeLong(value.declaredPoints);
    }

    @Override
    public RawRecord read(DataInput in, int version) throws IOException {
      return new RawRecord(
          KafkaPlace.read(in),
          Wire.readBytes(in),
          Wire.readBytes(in),
          Wire.readText(in),
          in.readLong());
    }
  }
}
