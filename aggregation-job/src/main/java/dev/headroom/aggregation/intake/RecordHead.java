package dev.headroom.aggregation.intake;

import dev.headroom.aggregation.codec.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A Kafka record without its points: what the ledger says of it besides what became of them.
 *
 * @param tenant empty where it has none
 * @param sequence the producer's number of the record, or {@link ProducerHeaders#NO_SEQUENCE}
 * @param shared whether a process of many tenants reports it, whose points say whose they are
 * @param declared number of points the producer says are in it; of one who does not say, {@code
 *     found}
 * @param found number of points that are in it; of an unreadable one, what was declared
 * @param slices number of slices it was cut into
 */
public record RecordHead(
    KafkaPlace place,
    String tenant,
    String producerId,
    long sequence,
    boolean shared,
    long declared,
    long found,
    int slices) {

  /** Of a record in which so many points were found. */
  static RecordHead of(RawRecord record, String tenant, long found, int slices) {
    ProducerHeaders producer = record.producer();
    return new RecordHead(
        record.place(),
        tenant,
        producer.producerId(),
        producer.sequence(),
        producer.shared(),
        producer.isDeclared() ? producer.points() : found,
        found,
        slices);
  }

  public void write(DataOutput out) throws IOException {
    place.write(out);
    Wire.writeText(tenant, out);
    Wire.writeText(producerId, out);
    out.writeLong(sequence);
    out.writeBoolean(shared);
    out.writeLong(declared);
    out.writeLong(found);
    out.writeInt(slices);
  }

  public static RecordHead read(DataInput in) throws IOException {
    return new RecordHead(
        KafkaPlace.read(in),
        Wire.readText(in),
        Wire.readText(in),
        in.readLong(),
        in.readBoolean(),
        in.readLong(),
        in.readLong(),
        in.readInt());
  }
}
