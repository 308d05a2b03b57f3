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
  public Instant appendedAt() {
    return Instant.ofEpochMilli(appendedAtMillis);
  }

  public void write(DataOutput out) throws IOException {
    Wire.writeText(topic, out);
    out.writeInt(partition);
    out.writeLong(offset);
    out.writeLong(appendedAtMillis);
  }

  public static KafkaPlace read(DataInput in) throws IOException {
    return new KafkaPlace(Wire.readText(in), in.readInt(), in.readLong(), in.readLong());
  }
}
