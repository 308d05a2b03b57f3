package dev.headroom.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.embedded.EmbeddedClickHouse;
import dev.headroom.embedded.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A real Kafka broker in this process and a real ClickHouse beside it, in a folder of their own.
 */
public final class Servers implements AutoCloseable {
  static final String USAGE_TOPIC = "usage.otlp";
  static final int PARTITIONS = 4;

  private static final String PRODUCER = "benchmark";

  private final Path folder;
  private final EmbeddedKafka kafka;
  private final EmbeddedClickHouse clickHouse;

  private Servers(Path folder, EmbeddedKafka kafka, EmbeddedClickHouse clickHouse) {
    this.folder = folder;
    this.kafka = kafka;
    this.clickHouse = clickHouse;
  }

  static Servers start() throws IOException {
    Path folder = Files.createTempDirectory("headroom-benchmark");
    EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"));
    try {
      Servers servers =
          new Servers(folder, kafka, EmbeddedClickHouse.start(folder.resolve("clickhouse")));
      Map<String, String> appendTime = Map.of("message.timestamp.type", "LogAppendTime");
      kafka.createTopics(
          new EmbeddedKafka.Topic(USAGE_TOPIC, PARTITIONS, appendTime),
          new EmbeddedKafka.Topic("usage.decisions", PARTITIONS, Map.of()),
          new EmbeddedKafka.Topic("usage.invoices", 1, Map.of("cleanup.policy", "compact")),
          new EmbeddedKafka.Topic("usage.price-books", 1, Map.of("cleanup.policy", "compact")));
      return servers;
    } catch (RuntimeException e) {
      kafka.close();
      delete(folder);
      throw e;
    }
  }

  String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  EmbeddedClickHouse clickHouse() {
    return clickHouse;
  }

  Path folder() {
    return folder;
  }

  /** CPU time of the ClickHouse process so far; in steps of 10 ms. */
  Duration clickHouseCpu() {
    return ProcessHandle.of(clickHouse.pid())
        .flatMap(process -> process.info().totalCpuDuration())
        .orElse(Duration.ZERO);
  }

  /** Appends all requests as a gateway does, and returns when Kafka has them. */
  void send(List<Request> requests) throws InterruptedException {
    List<Future<RecordMetadata>> sent = new ArrayList<>(requests.size());
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      int sequence = 0;
      for (Request request : requests) {
        sent.add(producer.send(record(request, PRODUCER, sequence++)));
      }
      producer.flush();
      for (Future<RecordMetadata> one : sent) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka did not take a record: " + e.getCause(), e);
    }
  }

  /**
   * Makes and appends everything of a workload, without keeping it.
   *
   * @return what it comes to
   */
  UsageSums send(Workload workload) throws InterruptedException {
    DecodeAndSum reference = new DecodeAndSum();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      for (int step = 0; step < workload.steps(); step++) {
        workload.forEach(
            step,
            request -> {
              reference.add(request);
              sent.add(producer.send(record(request, PRODUCER, sent.size())));
            });
      }
      for (Future<RecordMetadata> one : sent) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka did not take a record: " + e.getCause(), e);
    }
    return reference.sums();
  }

  /** A producer as a gateway has one. */
  KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrapServers(), "acks", "all", "compression.type", "lz4");
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** A request as the record that a gateway of that id makes of it. */
  static ProducerRecord<byte[], byte[]> record(Request request, String producer, long sequence) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(USAGE_TOPIC, request.tenant().getBytes(UTF_8), request.bytes());
    record.headers().add("headroom-producer-id", producer.getBytes(UTF_8));
    record.headers().add("headroom-sequence", Long.toString(sequence).getBytes(UTF_8));
    record.headers().add("headroom-points", Integer.toString(request.points()).getBytes(UTF_8));
    return record;
  }

  @Override
  public void close() throws IOException {
    clickHouse.close();
    kafka.close();
    delete(folder);
  }

  /** How many records a topic holds. */
  static long records(String bootstrapServers, String topic) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", bootstrapServers,
            "key.deserializer", ByteArrayDeserializer.class,
            "value.deserializer", ByteArrayDeserializer.class);
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      return consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
    }
  }

  public static void delete(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
