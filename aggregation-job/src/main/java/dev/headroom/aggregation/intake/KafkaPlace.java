package dev.headroom.aggregation.intake;

import dev.headroom.aggregation.codec.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;

/**
 * Where a record lies in Kafka.
 *
 * @param appendedAtMillis the record's timestamp, milliseconds since the epoch; with LogAppendTime
 *     that is when the broker took it
 */
public record KafkaPlace(String topic, int partition, long offset, long appendedAtMillis) {
  private static final long DAY_MILLIS = 86_400_000;

  public Instant appendedAt() {
    return Instant.ofEpochMilli(appendedAtMillis);
  }

  /** Day of the append time, UTC, as days since the epoch. */
  public int appendedOnEpochDay() {
    return Math.toIntExact(Math.floorDiv(appendedAtMillis, DAY_MILLIS));
  }

  void write(DataOutput out) throws IOException {
    Wire.writeText(topic, out);
    out.writeInt(partition);
    out.writeLong(offset);
    out.writeLong(appendedAtMillis);
  }

  static KafkaPlace read(DataInput in) throws IOException {
    return new KafkaPlace(Wire.readText(in), in.readInt(), in.readLong(), in.readLong());
  }
}
