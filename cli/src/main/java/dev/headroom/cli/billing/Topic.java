package dev.headroom.cli.billing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.cli.CommandException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic of few, lasting records that is read from its beginning. */
final class Topic implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final String PATIENCE_MILLIS = "10000";

  private final Properties properties;
  private final String name;
  private final KafkaConsumer<byte[], byte[]> consumer;

  /**
   * A record that has a key and a value.
   *
   * @param place for messages
   */
  record Entry(String place, String key, String value) {}

  private Topic(Properties properties, String name, KafkaConsumer<byte[], byte[]> consumer) {
    this.properties = properties;
    this.name = name;
    this.consumer = consumer;
  }

  /**
   * Connects.
   *
   * @param properties of the clients, with {@code bootstrap.servers}
   */
  static Topic open(Properties properties, String name) {
    Properties all = new Properties();
    all.put("default.api.timeout.ms", PATIENCE_MILLIS);
    all.put("request.timeout.ms", "5000");
    all.put("max.block.ms", PATIENCE_MILLIS);
    all.put("delivery.timeout.ms", PATIENCE_MILLIS);
    all.put("acks", "all");
    all.put("allow.auto.create.topics", "false");
    all.putAll(properties);
    all.put("isolation.level", "read_committed");
    try {
      return new Topic(
          all,
          name,
          new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    } catch (KafkaException e) {
      throw CommandException.badInput("Kafka: " + reason(e));
    }
  }

  /** Reads what is there now, partition by partition in order, while the reader wants more. */
  void read(Predicate<Entry> reader) {
    try {
      for (TopicPartition partition : partitions()) {
        if (!read(partition, reader)) {
          return;
        }
      }
    } catch (KafkaException e) {
      throw away(e);
    }
  }

  private List<TopicPartition> partitions() {
    List<PartitionInfo> partitions = consumer.partitionsFor(name);
    if (partitions == null || partitions.isEmpty()) {
      throw CommandException.failed(
          "Kafka at " + properties.get("bootstrap.servers") + " lacks the topic " + name);
    }
    return partitions.stream().map(p -> new TopicPartition(p.topic(), p.partition())).toList();
  }

  private boolean read(TopicPartition partition, Predicate<Entry> reader) {
    List<TopicPartition> only = List.of(partition);
    consumer.assign(only);
    consumer.seekToBeginning(only);
    long end = consumer.endOffsets(only).getOrDefault(partition, 0L);
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.key() != null && record.value() != null && !reader.test(entry(record))) {
          return false;
        }
      }
    }
    return true;
  }

  private Entry entry(ConsumerRecord<byte[], byte[]> record) {
    return new Entry(
        name + "-" + record.partition() + "@" + record.offset(),
        new String(record.key(), UTF_8),
        new String(record.value(), UTF_8));
  }

  /** Begins to write several records together. */
  TopicTransaction begin() {
    partitions(); // a producer would wait for a topic that does not exist
    try {
      return TopicTransaction.begin(properties, name);
    } catch (KafkaException e) {
      throw away(e);
    }
  }

  /** Returns once Kafka has all of them. */
  void send(TopicTransaction transaction, Map<String, String> values) {
    try {
      transaction.send(values);
    } catch (KafkaException e) {
      throw away(e);
    }
  }

  /** Returns once Kafka has it. */
  void send(String key, String value) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(name, key.getBytes(UTF_8), value.getBytes(UTF_8))).get();
    } catch (KafkaException e) {
      throw away(e);
    } catch (ExecutionException e) {
      throw away(e.getCause() instanceof Exception cause ? cause : e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandException.failed("interrupted", e);
    }
  }

  private CommandException away(Exception e) {
    return CommandException.failed(
        "Kafka at " + properties.get("bootstrap.servers") + ": " + reason(e), e);
  }

  private static String reason(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
