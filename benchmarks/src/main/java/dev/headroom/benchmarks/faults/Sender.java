package dev.headroom.benchmarks.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.usage.metering.ModelLoad.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends as a gateway does: idempotent, and patient while Kafka is away. */
final class Sender implements AutoCloseable {
  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<Future<RecordMetadata>> sent = new ArrayList<>();
  private long sequence;

  Sender(String bootstrapServers, String topic) {
    this.topic = topic;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "acks",
                "all",
                "request.timeout.ms",
                3000,
                "reconnect.backoff.max.ms",
                300),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  void send(Sent request) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, request.tenant().getBytes(UTF_8), request.request());
    record.headers().add("headroom-producer-id", "gateway-faults".getBytes(UTF_8));
    record.headers().add("headroom-sequence", Long.toString(sequence++).getBytes(UTF_8));
    record
        .headers()
        .add("headroom-points", Integer.toString(request.points().size()).getBytes(UTF_8));
    sent.add(producer.send(record));
  }

  /** Waits until Kafka has everything. */
  void awaitTaken() throws InterruptedException {
    producer.flush();
    for (Future<RecordMetadata> one : sent) {
      try {
        one.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("Kafka did not take a record: " + e.getCause(), e);
      }
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
