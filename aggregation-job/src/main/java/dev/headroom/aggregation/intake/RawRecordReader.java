package dev.headroom.aggregation.intake;

import dev.headroom.aggregation.config.DirectTopic;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Takes a Kafka record as it is, with the tenant where its topic has it: what is wrong with it is
 * for later operators to say.
 */
public final class RawRecordReader implements KafkaRecordDeserializationSchema<RawRecord> {
  private static final long serialVersionUID = 1L;

  private static final long LATEST_MILLIS = Instant.parse("2105-01-01T00:00:00Z").toEpochMilli();

  /** Of topics that Collectors write themselves. */
  private final Map<String, DirectTopic> direct;

  public RawRecordReader(List<DirectTopic> topics) {
    direct = new HashMap<>();
    topics.forEach(topic -> direct.put(topic.topic(), topic));
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawRecord> out) {
    RecordIdentity identity = RecordIdentity.of(record, direct.get(record.topic()));
    out.collect(
        new RawRecord(
            new KafkaPlace(
                record.topic(), record.partition(), record.offset(), appendedAtMillis(record)),
            identity.tenant(),
            RecordIdentity.orNothing(record.value()),
            identity.producer()));
  }

  @Override
  public TypeInformation<RawRecord> getProducedType() {
    return RawRecord.TYPE;
  }

  /** Without LogAppendTime a producer may have said anything: what the tables hold is kept. */
  public static long appendedAtMillis(ConsumerRecord<byte[], byte[]> record) {
    return Math.max(0, Math.min(record.timestamp(), LATEST_MILLIS));
  }
}
