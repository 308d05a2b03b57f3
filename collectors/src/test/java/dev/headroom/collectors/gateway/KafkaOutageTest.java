package dev.headroom.collectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.embedded.EmbeddedKafka;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that goes away and comes back. */
class KafkaOutageTest {
  @Test
  void answers503WhileKafkaIsAwayAndLeavesNoHole(@TempDir Path directory) throws Exception {
    EmbeddedKafka kafka = EmbeddedKafka.start(directory);
    int port = kafka.port();
    Stand stand = Stand.start(kafka, Stand.LIMITS, Duration.ofSeconds(1), Map.of());
    try {
      for (int i = 0; i < 5; i++) {
        assertThat(post(stand).statusCode()).isEqualTo(200);
      }
      kafka.close();
      int refused = 0;
      for (int i = 0; i < 5; i++) {
        HttpResponse<byte[]> response = post(stand);
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("2");
        refused++;
      }
      assertThat(stand.gateway().acknowledgedPoints()).isEqualTo(5);

      kafka = EmbeddedKafka.start(directory, port);
      Instant deadline = Instant.now().plusSeconds(60);
      while (post(stand).statusCode() != 200) {
        assertThat(Instant.now()).isBefore(deadline);
      }
      stand.close();
      var records = stand.records();
      GatewayTest.assertUnbroken(records);
      assertThat(records)
          .allSatisfy(
              r ->
                  assertThat(UsageRecords.header(r, "headroom-producer-id"))
                      .startsWith(stand.gateway().producerId()));
      assertThat(stand.gateway().acknowledgedPoints())
          .isEqualTo(records.size())
          .isBetween(6L, 6L + refused);
    } finally {
      stand.close();
      kafka.close();
    }
  }

  @Test
  void goesOnUnderANewIdWhenKafkaRefusesARecordForGood(@TempDir Path directory) throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory);
        Stand stand = Stand.start(kafka)) {
      assertThat(post(stand).statusCode()).isEqualTo(200);
      String before = stand.gateway().producerId();
      limitRecords(stand, 2_000);
      // Random, so that compression does not make it fit.
      byte[] bytes = Requests.noise(10_000);
      assertThat(new HttpPost(stand, Requests.described(bytes)).send().statusCode()).isEqualTo(413);
      Instant deadline = Instant.now().plusSeconds(30);
      while (post(stand).statusCode() != 200) {
        assertThat(Instant.now()).isBefore(deadline);
      }
      assertThat(stand.gateway().producerId()).isNotEqualTo(before);
      GatewayTest.assertUnbroken(stand.records());
      assertThat(stand.records()).hasSize(2);
    }
  }

  /** Behind the gateway's back: it learnt the limit when it started. */
  static void limitRecords(Stand stand, int bytes) throws Exception {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, stand.topic());
    AlterConfigOp limit =
        new AlterConfigOp(
            new ConfigEntry("max.message.bytes", String.valueOf(bytes)), AlterConfigOp.OpType.SET);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", stand.bootstrapServers()))) {
      admin.incrementalAlterConfigs(Map.of(topic, List.of(limit))).all().get();
    }
  }

  private static HttpResponse<byte[]> post(Stand stand) throws Exception {
    return new HttpPost(stand, Requests.withPoints(1)).send();
  }
}
