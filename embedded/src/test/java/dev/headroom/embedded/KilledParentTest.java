package dev.headroom.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledParentTest {
  @TempDir Path directory;

  @Test
  void afterAKillBothServersComeUpAgainWithTheirDataAndAddress()
      throws IOException, InterruptedException, ExecutionException {
    DoomedProcess doomed = DoomedProcess.start(directory);
    assertThatThrownBy(() -> EmbeddedKafka.start(directory.resolve("kafka")))
        .hasMessageContaining("is in use by another process");
    try (Admin admin = admin(doomed.bootstrapServers())) {
      admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
    }
    send(doomed.bootstrapServers(), 10);
    assertThat(LocalPort.isTaken(doomed.clickHousePort())).isTrue();

    doomed.kill();

    LocalPort.requireFree("the next ClickHouse", doomed.clickHousePort());
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        EmbeddedClickHouse again = EmbeddedClickHouse.start(directory.resolve("clickhouse"));
        Admin admin = admin(kafka.bootstrapServers())) {
      assertThat(kafka.bootstrapServers()).isEqualTo(doomed.bootstrapServers());
      assertThat(again.httpPort()).isEqualTo(doomed.clickHousePort());
      assertThat(again.query("SELECT 1")).isEqualTo("1");
      send(kafka.bootstrapServers(), 5);
      TopicPartition partition = new TopicPartition("t", 0);
      assertThat(
              admin
                  .listOffsets(Map.of(partition, OffsetSpec.latest()))
                  .partitionResult(partition)
                  .get()
                  .offset())
          .isEqualTo(15);
    }
  }

  private static Admin admin(String bootstrapServers) {
    return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }

  private static void send(String bootstrapServers, int count)
      throws ExecutionException, InterruptedException {
    Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers, "acks", "all");
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < count; i++) {
        producer.send(new ProducerRecord<>("t", 0, "k", "v" + i)).get();
      }
    }
  }
}
