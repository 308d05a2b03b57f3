package dev.headroom.aggregation.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Takes a Kafka record as it is: what is wrong with it is for later operators to say. */
public final class RawRecordReader implements KafkaRecordDeserializationSchema<RawRecord> {
  private static final long serialVersionUID = 1L;

  private static final String PRODUCER_ID = "headroom-producer-id";
  private static final String POINTS = "headroom-points";
  private static final int MAX_PRODUCER_ID_BYTES = 200;
  private static final int MAX_POINTS_DIGITS = 18;
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
            producerId(record),
            declaredPoints(record)));
  }

  @Override
  public TypeInformation<RawRecord> getProducedType() {
    return RawRecord.TYPE;
  }

  /** Without LogAppendTime a producer may have said anything: what the tables hold is kept. */
  private static long appendedAtMillis(ConsumerRecord<byte[], byte[]> record) {
    return Math.max(0, Math.min(record.timestamp(), LATEST_MILLIS));
  }

  private static byte[] orNothing(byte @Nullable [] bytes) {
    return bytes == null ? NOTHING : bytes;
  }

  private static String producerId(ConsumerRecord<byte[], byte[]> record) {
    byte[] id = header(record, PRODUCER_ID);
    return id.length == 0 || id.length > MAX_PRODUCER_ID_BYTES
        ? RawRecord.directProducer(record.partition())
        : new String(id, UTF_8);
  }

  private static long declaredPoints(ConsumerRecord<byte[], byte[]> record) {
    String digits = new String(header(record, POINTS), UTF_8);
    boolean usable =
        !digits.isEmpty()
            && digits.length() <= MAX_POINTS_DIGITS
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return usable ? Long.parseLong(digits) : RawRecord.UNDECLARED;
  }

  private static byte[] header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? NOTHING : orNothing(header.value());
  }
}
