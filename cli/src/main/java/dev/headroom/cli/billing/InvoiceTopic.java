package dev.headroom.cli.billing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.cli.CommandException;
import dev.headroom.pricing.InvoiceDocument;
import dev.headroom.pricing.IssuedInvoice;
import dev.headroom.usage.yaml.InvalidInputException;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The compacted topic of finalised invoices. The first record of a key is the invoice. */
public final class InvoiceTopic implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final String PATIENCE_MILLIS = "10000";

  private final Properties properties;
  private final String topic;
  private final KafkaConsumer<byte[], byte[]> consumer;

  private InvoiceTopic(
      Properties properties, String topic, KafkaConsumer<byte[], byte[]> consumer) {
    this.properties = properties;
    this.topic = topic;
    this.consumer = consumer;
  }

  /**
   * Connects.
   *
   * @param properties of the clients, with {@code bootstrap.servers}
   */
  public static InvoiceTopic open(Properties properties, String topic) {
    Properties all = new Properties();
    all.put("default.api.timeout.ms", PATIENCE_MILLIS);
    all.put("request.timeout.ms", "5000");
    all.put("max.block.ms", PATIENCE_MILLIS);
    all.put("delivery.timeout.ms", PATIENCE_MILLIS);
    all.put("acks", "all");
    all.put("allow.auto.create.topics", "false");
    all.putAll(properties);
    try {
      return new InvoiceTopic(
          all,
          topic,
          new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    } catch (KafkaException e) {
      throw CommandException.badInput("Kafka: " + reason(e));
    }
  }

  /** The invoice of a tenant's month, if it was finalised. */
  public Optional<IssuedInvoice> find(String tenant, YearMonth month) {
    String key = InvoiceDocument.key(tenant, month);
    try {
      for (TopicPartition partition : partitions()) {
        Optional<IssuedInvoice> found = find(key, partition);
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    } catch (KafkaException e) {
      throw away(e);
    }
  }

  private List<TopicPartition> partitions() {
    List<PartitionInfo> partitions = consumer.partitionsFor(topic);
    if (partitions == null || partitions.isEmpty()) {
      throw CommandException.failed(
          "Kafka at " + properties.get("bootstrap.servers") + " lacks the topic " + topic);
    }
    return partitions.stream().map(p -> new TopicPartition(p.topic(), p.partition())).toList();
  }

  private Optional<IssuedInvoice> find(String key, TopicPartition partition) {
    List<TopicPartition> only = List.of(partition);
    long end = consumer.endOffsets(only).getOrDefault(partition, 0L);
    consumer.assign(only);
    consumer.seekToBeginning(only);
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.key() != null
            && record.value() != null
            && key.equals(new String(record.key(), UTF_8))) {
          return Optional.of(read(record));
        }
      }
    }
    return Optional.empty();
  }

  private IssuedInvoice read(ConsumerRecord<byte[], byte[]> record) {
    String name = topic + "-" + record.partition() + "@" + record.offset();
    try {
      return InvoiceDocument.read(name, new String(record.value(), UTF_8));
    } catch (InvalidInputException e) {
      throw CommandException.failed(name + " is no invoice: " + e.getMessage(), e);
    }
  }

  /**
   * Publishes an invoice, unless somebody else did since {@link #find}. Then theirs holds, and is
   * published once more, so that compaction keeps it.
   *
   * @return the invoice that holds
   */
  public IssuedInvoice publish(IssuedInvoice invoice) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      send(producer, invoice);
      IssuedInvoice first = find(invoice.tenantId(), invoice.month()).orElse(invoice);
      if (!InvoiceDocument.write(first).equals(InvoiceDocument.write(invoice))) {
        send(producer, first);
      }
      return first;
    } catch (KafkaException e) {
      throw away(e);
    }
  }

  private void send(KafkaProducer<byte[], byte[]> producer, IssuedInvoice invoice) {
    String key = InvoiceDocument.key(invoice.tenantId(), invoice.month());
    byte[] value = InvoiceDocument.write(invoice).getBytes(UTF_8);
    try {
      producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value)).get();
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
