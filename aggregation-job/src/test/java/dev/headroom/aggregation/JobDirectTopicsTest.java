package dev.headroom.aggregation;

import static dev.headroom.aggregation.stack.Otlp.attribute;
import static dev.headroom.aggregation.stack.Otlp.counter;
import static dev.headroom.aggregation.stack.Otlp.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.aggregation.config.AggregationJobConfig;
import dev.headroom.aggregation.config.DirectTopic;
import dev.headroom.aggregation.config.KafkaSettings;
import dev.headroom.aggregation.runner.JobRunner;
import dev.headroom.aggregation.runner.RunningJob;
import dev.headroom.aggregation.stack.EmbeddedStack;
import dev.headroom.aggregation.stack.JobFixture;
import dev.headroom.aggregation.stack.StackExtension;
import dev.headroom.embedded.EmbeddedKafka;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Topics that Collectors write themselves: whose usage is what, and what is believed of whom. */
@ExtendWith(StackExtension.class)
class JobDirectTopicsTest {
  private static final String CPU = "container.cpu.time";
  private static final String KEYED = "collectors.keyed";
  private static final String OF_GLOBEX = "collectors.globex";
  private static final String FLEET = "collectors.fleet";

  private static AggregationJobConfig config(JobFixture fixture, List<DirectTopic> direct) {
    AggregationJobConfig plain = fixture.config();
    KafkaSettings kafka = plain.kafka();
    return new AggregationJobConfig(
        new KafkaSettings(
            kafka.bootstrapServers(),
            kafka.groupId(),
            kafka.usageTopic(),
            kafka.decisionsTopic(),
            kafka.invoicesTopic(),
            kafka.priceBooksTopic(),
            direct,
            kafka.properties()),
        plain.clickhouse(),
        plain.prices(),
        plain.metering(),
        plain.checkpoint(),
        plain.stateBackend(),
        plain.flush(),
        plain.parallelism());
  }

  private static ProducerRecord<byte[], byte[]> record(
      String topic, @Nullable String key, ResourceMetrics... resources) {
    return new ProducerRecord<>(
        topic, 0, key == null ? null : key.getBytes(UTF_8), request(resources));
  }

  private static ResourceMetrics ofTenant(String tenant, String resource, int perMinute) {
    var metrics = counter(resource, CPU, "s", perMinute, 0, 5).toBuilder();
    metrics.getResourceBuilder().addAttributes(attribute("tenant.id", tenant));
    return metrics.build();
  }

  /** What only a gateway may say is not believed of who writes a topic itself. */
  private static ProducerRecord<byte[], byte[]> withTheHeadersOfAGateway() {
    ProducerRecord<byte[], byte[]> record =
        record(KEYED, "acme", ofTenant("globex", "forged", 1000));
    record.headers().add("headroom-producer-id", "gateway-test".getBytes(UTF_8));
    record.headers().add("headroom-sequence", "0".getBytes(UTF_8));
    record.headers().add("headroom-shared", "true".getBytes(UTF_8));
    record.headers().add("headroom-points", "999".getBytes(UTF_8));
    return record;
  }

  @Test
  void theTopicSaysWhenceTheTenantComes(EmbeddedStack stack) throws Exception {
    for (String topic : List.of(KEYED, OF_GLOBEX, FLEET)) {
      stack
          .kafka()
          .createTopics(
              new EmbeddedKafka.Topic(topic, 1, Map.of("message.timestamp.type", "LogAppendTime")));
    }
    try (JobFixture fixture = stack.fixture()) {
      fixture.send("acme", 6, request(counter("a", CPU, "s", 1, 0, 5)));
      try (RunningJob before = JobRunner.start(config(fixture, List.of()))) {
        fixture.awaitRows(
            "SELECT tenant_id, sum(quantity) FROM usage GROUP BY ALL", "acme|5.000000000");
        before.stop();
      }
      ProducerRecord<byte[], byte[]> once =
          record(OF_GLOBEX, "16 bytes of hash", counter("c", CPU, "s", 7, 0, 5));
      List.of(
              record(KEYED, "acme", counter("b", CPU, "s", 2, 0, 5)),
              record(KEYED, null, counter("b", CPU, "s", 100, 0, 5)),
              record(KEYED, "umbrella", counter("b", CPU, "s", 100, 0, 5)),
              withTheHeadersOfAGateway(),
              once,
              once,
              record(
                  FLEET,
                  null,
                  ofTenant("acme", "d", 3),
                  ofTenant("globex", "e", 100),
                  counter("node", CPU, "s", 11, 0, 5)))
          .forEach(fixture::send);

      try (RunningJob job =
          JobRunner.start(
              config(
                  fixture,
                  List.of(
                      DirectTopic.keyed(KEYED, Set.of()),
                      DirectTopic.of(OF_GLOBEX, "globex"),
                      DirectTopic.shared(FLEET, "fleet", Set.of("acme")))))) {
        fixture.awaitRows(
            "SELECT tenant_id, sum(quantity) FROM usage GROUP BY ALL ORDER BY ALL",
            "acme|30.000000000",
            "fleet|55.000000000",
            "globex|35.000000000");
        fixture.awaitRows(
            "SELECT kafka_topic, tenant_id, producer_id, sequence, points_declared, points_counted,"
                + " points_repeated, points_quarantined FROM ledger WHERE sequence < 0"
                + " ORDER BY kafka_topic, kafka_offset",
            "collectors.fleet|fleet|direct-collectors.fleet-0|-1|18|12|0|6",
            "collectors.globex|globex|direct-collectors.globex-0|-1|6|6|0|0",
            "collectors.globex|globex|direct-collectors.globex-0|-1|6|0|6|0",
            "collectors.keyed|acme|direct-collectors.keyed-0|-1|6|6|0|0",
            "collectors.keyed||direct-collectors.keyed-0|-1|6|0|0|6",
            "collectors.keyed|umbrella|direct-collectors.keyed-0|-1|6|0|0|6",
            "collectors.keyed|acme|direct-collectors.keyed-0|-1|6|0|0|6");
        fixture.awaitRows(
            "SELECT kafka_topic, kafka_offset, tenant_id, reason, points, detail FROM quarantine"
                + " ORDER BY kafka_topic, kafka_offset",
            "collectors.fleet|0|fleet|no-tenant|6|attribute tenant.id: 'fleet' may not report for"
                + " 'globex' (and 5 more points)",
            "collectors.keyed|1||no-tenant|6|the record has no key, expected the tenant id",
            "collectors.keyed|2|umbrella|no-tenant|6|the record's key is 'umbrella', of which the"
                + " topic collectors.keyed may not report",
            "collectors.keyed|3|acme|no-tenant|6|the attribute tenant.id is 'globex', expected the"
                + " record's key 'acme', since its producer is not trusted to report for others (and 5 more points)");
        assertThat(job.failure()).isEmpty();
      }
    }
  }
}
