package dev.headroom.aggregation.limits;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Decisions about limits as records of the topic {@code usage.decisions}. */
public final class LimitRecords implements KafkaRecordSerializationSchema<LimitDecision> {
  private static final long serialVersionUID = 1L;

  private final String topic;

  public LimitRecords(String topic) {
    this.topic = topic;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      LimitDecision decision, KafkaSinkContext context, Long timestamp) {
    return new ProducerRecord<>(
        topic, decision.tenant().getBytes(UTF_8), decision.json().getBytes(UTF_8));
  }
}
