package dev.headroom.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.embedded.EmbeddedKafka.Topic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {
  private static final Topic TOPIC = new Topic("greetings", 2, Map.of("retention.ms", "-1"));

  @TempDir Path directory;

  @Test
  void recordsAndAddressSurviveARestart() throws ExecutionException, InterruptedException {
    String address;
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
      address = kafka.bootstrapServers();
      kafka.createTopics(TOPIC);
      send(kafka, "before");
    }
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
      assertThat(kafka.bootstrapServers()).isEqualTo(address);
      kafka.createTopics(TOPIC);
      send(kafka, "after");
      List<ConsumerRecord<String, String>> records = read(kafka, 2);
      assertThat(records).extracting(ConsumerRecord::value).containsExactly("before", "after");
      assertThat(records)
          .extracting(ConsumerRecord::timestampType)
          .containsOnly(TimestampType.LOG_APPEND_TIME);
    }
  }

  @Test
  void listensOnTheFixedPortAndRefusesATakenOne() throws IOException {
    int port = LocalPort.free();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("a"), port)) {
      assertThat(kafka.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
      assertThatThrownBy(() -> EmbeddedKafka.start(directory.resolve("b"), port))
          .isInstanceOf(EmbeddedException.class)
          .hasMessageContaining("Kafka (broker) cannot listen on 127.0.0.1:" + port);
    }
    DataDirectory.lock(directory.resolve("b")).close(); // the failed start gave it back
  }

  @Test
  void movesToAnotherPortIfTheRememberedOneIsTaken() throws IOException {
    int before;
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
      before = kafka.port();
      kafka.createTopics(TOPIC);
    }
    try (ServerSocket taken = new ServerSocket(before, 1, InetAddress.getLoopbackAddress());
        EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
      assertThat(kafka.port()).isNotEqualTo(taken.getLocalPort());
      kafka.createTopics(TOPIC); // the controller knows the broker at its new address
    }
  }

  @Test
  void refusesADirectoryInUse() {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
      assertThatThrownBy(() -> EmbeddedKafka.start(directory, kafka.port()))
          .isInstanceOf(EmbeddedException.class)
          .hasMessageContaining("data directory " + directory + " is in use");
    }
  }

  private static void send(EmbeddedKafka kafka, String value)
      throws ExecutionException, InterruptedException {
    Map<String, Object> config = Map.of("bootstrap.servers", kafka.bootstrapServers());
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(TOPIC.name(), 1, "k", value)).get();
    }
  }

  private static List<ConsumerRecord<String, String>> read(EmbeddedKafka kafka, int count) {
    Map<String, Object> config = Map.of("bootstrap.servers", kafka.bootstrapServers());
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      TopicPartition partition = new TopicPartition(TOPIC.name(), 1);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      List<ConsumerRecord<String, String>> records = new ArrayList<>();
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (records.size() < count && System.nanoTime() < deadline) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      return records;
    }
  }
}
