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

  private final KafkaPlace place;
  private final byte[] key;
  private final byte[] value;
  private final ProducerHeaders producer;

  RawRecord(KafkaPlace place, byte[] key, byte[] value, ProducerHeaders producer) {
    this.place = place;
    this.key = key;
    this.value = value;
    this.producer = producer;
  }

  public KafkaPlace place() {
    return place;
  }

  /**
   * The tenant, as far as the record's topic says one; empty where there is none; not to be
   * changed.
   */
  public byte[] key() {
    return key;
  }

  /** Empty where the record has none; not to be changed. */
  public byte[] value() {
    return value;
  }

  public ProducerHeaders producer() {
    return producer;
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
      value.producer.write(out);
    }

    @Override
    public RawRecord read(DataInput in, int version) throws IOException {
      return new RawRecord(
          KafkaPlace.read(in), Wire.readBytes(in), Wire.readBytes(in), ProducerHeaders.read(in));
    }
  }
}
