package dev.headroom.aggregation.intake;

import java.time.Instant;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Takes a Kafka record as it is: what is wrong with it is for later operators to say. */
public final class RawRecordReader implements KafkaRecordDeserializationSchema<RawRecord> {
  private static final long serialVersionUID = 1L;

  private static final long LATEST_MILLIS = Instant.parse("2105-01-01T00:00:00Z").toEpochMilli();
  private static final byte[] NOTHING = {};

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawRecord> out) {
    out.collect(
        new RawRecord(
            new KafkaPlace(
                record.topic(), record.partition(), record.offset(), appendedAtMillis(record)),
            orNothing(record.key()),
            orNothing(record.value()),
            ProducerHeaders.of(record.headers(), record.partition())));
  }

  @Override
  public TypeInformation<RawRecord> getProducedType() {
    return RawRecord.TYPE;
  }

  /** Without LogAppendTime a producer may have said anything: what the tables hold is kept. */
  public static long appendedAtMillis(ConsumerRecord<byte[], byte[]> record) {
    return Math.max(0, Math.min(record.timestamp(), LATEST_MILLIS));
  }

  private static byte[] orNothing(byte @Nullable [] bytes) {
    return bytes == null ? NOTHING : bytes;
  }
}
