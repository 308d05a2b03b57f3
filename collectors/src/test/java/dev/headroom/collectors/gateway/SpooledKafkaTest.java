package dev.headroom.collectors.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.collectors.Await;
import dev.headroom.collectors.gateway.GatewayConfig.Kafka;
import dev.headroom.collectors.gateway.GatewayConfig.Limits;
import dev.headroom.collectors.gateway.GatewayConfig.SpoolDirectory;
import dev.headroom.embedded.EmbeddedKafka;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that goes away, and the disk in the meantime. */
class SpooledKafkaTest {
  private static final String TOPIC = "usage";
  private static final Duration AFTER = Duration.ofMillis(500);

  @TempDir private Path kafkaDirectory;
  @TempDir private Path spoolDirectory;

  @Test
  void acknowledgesWithoutKafkaAndDeliversInOrderOnceItIsBack() throws Exception {
    EmbeddedKafka kafka = start(0);
    int port = kafka.port();
    List<String> acknowledged = new ArrayList<>();
    try (Stand stand = stand(kafka, 64 << 20)) {
      for (int i = 0; i < 5; i++) {
        send(stand, acknowledged);
      }
      kafka.close();
      for (int i = 0; i < 20; i++) {
        send(stand, acknowledged);
      }
      assertThat(acknowledged).hasSize(25);
      assertThat(stand.gateway().acknowledgedPoints()).isEqualTo(5);
      assertThat(get(stand, "/readyz").statusCode()).isEqualTo(200);

      kafka = start(port);
      Await.until(
          "the spool is empty",
          () -> stand.gateway().acknowledgedPoints() >= 25 && segments().isEmpty());
      send(stand, acknowledged);
      var records = stand.records();
      GatewayTest.assertUnbroken(records);
      // The request that Kafka went away under can be there twice.
      assertThat(records.stream().map(SpooledKafkaTest::marker).distinct())
          .containsExactlyElementsOf(acknowledged);
      assertThat(records).hasSizeBetween(26, 27);
    } finally {
      kafka.close();
    }
  }

  @Test
  void whatOneProcessSpooledTheNextDelivers() throws Exception {
    EmbeddedKafka kafka = start(0);
    int port = kafka.port();
    List<String> acknowledged = new ArrayList<>();
    try {
      try (Stand stand = stand(kafka, 64 << 20)) {
        kafka.close();
        for (int i = 0; i < 5; i++) {
          send(stand, acknowledged);
        }
      }
      assertThat(segments()).isNotEmpty();
      kafka = start(port);
      try (Stand stand = stand(kafka, 64 << 20)) {
        Await.until("the spool is empty", () -> segments().isEmpty());
        assertThat(stand.records().stream().map(SpooledKafkaTest::marker).distinct())
            .containsExactlyElementsOf(acknowledged);
        GatewayTest.assertUnbroken(stand.records());
      }
    } finally {
      kafka.close();
    }
  }

  @Test
  void aGatewayThatStartsWithoutKafkaTakesUsage() throws Exception {
    EmbeddedKafka kafka = start(0);
    int port = kafka.port();
    String bootstrapServers = kafka.bootstrapServers();
    kafka.close();
    List<String> acknowledged = new ArrayList<>();
    try (Stand stand = stand(bootstrapServers, 64 << 20)) {
      send(stand, acknowledged);
      assertThat(acknowledged).hasSize(1);
      kafka = start(port);
      Await.until("the spool is empty", () -> segments().isEmpty());
      assertThat(stand.records().stream().map(SpooledKafkaTest::marker))
          .containsExactlyElementsOf(acknowledged);
    } finally {
      kafka.close();
    }
  }

  @Test
  void aFullSpoolTellsClientsToSendAgain() throws Exception {
    EmbeddedKafka kafka = start(0);
    int port = kafka.port();
    try (Stand stand = stand(kafka, 4 << 20)) {
      kafka.close();
      List<String> acknowledged = new ArrayList<>();
      HttpResponse<byte[]> response = post(stand, 600_000, 0);
      for (int i = 0; response.statusCode() == 200; i++) {
        acknowledged.add(marker(600_000, i));
        response = post(stand, 600_000, i + 1);
      }
      assertThat(acknowledged).hasSizeBetween(5, 7);
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.headers().firstValue("Retry-After")).isPresent();
      assertThat(new String(response.body(), UTF_8)).contains("the spool is full");

      kafka = start(port);
      Await.until("the spool is empty", () -> segments().isEmpty());
      assertThat(post(stand, 600_000, 99).statusCode()).isEqualTo(200);
      acknowledged.add(marker(600_000, 99));
      assertThat(stand.records().stream().map(SpooledKafkaTest::marker).distinct())
          .containsExactlyElementsOf(acknowledged);
    } finally {
      kafka.close();
    }
  }

  @Test
  void aRecordThatKafkaRefusesForGoodIsPutAsideAndHoldsNobodyUp() throws Exception {
    EmbeddedKafka kafka = start(0);
    int port = kafka.port();
    List<String> acknowledged = new ArrayList<>();
    try (Stand stand = stand(kafka, 64 << 20)) {
      kafka.close();
      send(stand, acknowledged);
      // Random, so that compression does not make it fit.
      assertThat(post(stand, Requests.described(Requests.noise(300_000))).statusCode())
          .isEqualTo(200);
      send(stand, acknowledged);
      kafka = start(port);
      KafkaOutageTest.limitRecords(stand, 100_000);
      Await.until("the spool is empty", () -> segments().isEmpty());
      assertThat(stand.records().stream().map(SpooledKafkaTest::marker).distinct())
          .containsExactlyElementsOf(acknowledged);
      GatewayTest.assertUnbroken(stand.records());
    } finally {
      kafka.close();
    }
    try (Stream<Path> refused = Files.list(spoolDirectory.resolve("refused"))) {
      assertThat(refused.map(f -> f.toString().replaceFirst(".*\\.", "")))
          .containsExactlyInAnyOrder("spool", "txt");
    }
  }

  private EmbeddedKafka start(int port) {
    EmbeddedKafka kafka =
        port == 0 ? EmbeddedKafka.start(kafkaDirectory) : EmbeddedKafka.start(kafkaDirectory, port);
    kafka.createTopics(new EmbeddedKafka.Topic(TOPIC, 1, Map.of()));
    return kafka;
  }

  private Stand stand(EmbeddedKafka kafka, int maxBytes) {
    return stand(kafka.bootstrapServers(), maxBytes);
  }

  private Stand stand(String bootstrapServers, int maxBytes) {
    Kafka to = new Kafka(bootstrapServers, TOPIC, Duration.ofSeconds(20), Map.of());
    SpoolDirectory spool = new SpoolDirectory(spoolDirectory, maxBytes, AFTER);
    GatewayConfig config = Stand.config(to, spool, new Limits(1 << 20, 2 << 20, 8 << 20));
    return new Stand(Gateway.start(config), bootstrapServers, TOPIC);
  }

  private static void send(Stand stand, List<String> acknowledged) throws Exception {
    int number = acknowledged.size();
    assertThat(post(stand, 10, number).statusCode()).isEqualTo(200);
    acknowledged.add(marker(10, number));
  }

  private static HttpResponse<byte[]> post(Stand stand, int padding, int number) throws Exception {
    return post(stand, Requests.described(marker(padding, number).getBytes(UTF_8)));
  }

  private static HttpResponse<byte[]> post(Stand stand, byte[] request) throws Exception {
    return new HttpPost(stand, request).send();
  }

  private static String marker(int padding, int number) {
    return number + ":" + "x".repeat(padding);
  }

  private static String marker(ConsumerRecord<byte[], byte[]> record) {
    return Requests.description(record.value());
  }

  private static HttpResponse<String> get(Stand stand, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(stand.httpEndpoint() + path)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private List<Path> segments() throws Exception {
    try (Stream<Path> files = Files.list(spoolDirectory)) {
      return files.filter(f -> f.toString().endsWith(".spool")).toList();
    }
  }
}
