package dev.headroom.cli.quickstart;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.cli.CommandException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The autoscaler's decisions as Kafka holds them. */
final class DecisionTopic {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration POLL = Duration.ofMillis(200);

  private DecisionTopic() {}

  /** The id of every decision up to now; one that was recorded twice is there once. */
  static Set<String> ids(String bootstrapServers) {
    Set<String> ids = new HashSet<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Stack.DECISIONS_TOPIC).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<byte[], byte[]> decision : consumer.poll(POLL)) {
          ids.add(id(decision.value()));
        }
      }
    }
    return ids;
  }

  private static String id(byte[] decision) {
    try {
      return JSON.readTree(decision).path("decisionId").asText();
    } catch (IOException e) {
      throw CommandException.failed(Stack.DECISIONS_TOPIC + " holds what is not JSON", e);
    }
  }
}
