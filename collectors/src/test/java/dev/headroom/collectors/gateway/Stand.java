package dev.headroom.collectors.gateway;

import dev.headroom.collectors.gateway.GatewayConfig.Kafka;
import dev.headroom.collectors.gateway.GatewayConfig.Limits;
import dev.headroom.collectors.gateway.GatewayConfig.Listener;
import dev.headroom.collectors.gateway.GatewayConfig.SpoolDirectory;
import dev.headroom.collectors.identity.Identities;
import dev.headroom.collectors.identity.Sender;
import dev.headroom.collectors.identity.Sender.Tenants;
import dev.headroom.collectors.identity.TenantToken;
import dev.headroom.collectors.limit.ClientLimits;
import dev.headroom.embedded.EmbeddedKafka;
import dev.headroom.usage.TenantId;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A gateway with two tenants and two producers that report for others, in front of a topic of its
 * own on a real broker.
 */
public record Stand(Gateway gateway, String bootstrapServers, String topic)
    implements AutoCloseable {
  public static final String ACME_TOKEN = "acme-secret";
  public static final String GLOBEX_TOKEN = "globex-secret";
  public static final String SHARED_TOKEN = "shared-secret";
  static final String ANYBODY_TOKEN = "anybody-secret";
  static final Limits LIMITS = new Limits(1 << 20, 2 << 20, 8 << 20);

  public static Stand start(EmbeddedKafka kafka) {
    return start(kafka, OpenTelemetry.noop());
  }

  /** One that tells of itself there. */
  static Stand start(EmbeddedKafka kafka, OpenTelemetry openTelemetry) {
    return start(kafka, LIMITS, Duration.ofSeconds(10), Map.of(), openTelemetry);
  }

  static Stand start(
      EmbeddedKafka kafka,
      Limits limits,
      Duration acknowledgeWithin,
      Map<String, String> topicConfig) {
    return start(kafka, limits, acknowledgeWithin, topicConfig, OpenTelemetry.noop());
  }

  private static Stand start(
      EmbeddedKafka kafka,
      Limits limits,
      Duration acknowledgeWithin,
      Map<String, String> topicConfig,
      OpenTelemetry openTelemetry) {
    String topic = "usage-" + UUID.randomUUID();
    kafka.createTopics(new EmbeddedKafka.Topic(topic, 3, topicConfig));
    Kafka to = new Kafka(kafka.bootstrapServers(), topic, acknowledgeWithin, Map.of());
    return new Stand(
        Gateway.start(config(to, limits), openTelemetry), kafka.bootstrapServers(), topic);
  }

  static GatewayConfig config(Kafka kafka, Limits limits) {
    return config(kafka, null, limits);
  }

  static GatewayConfig config(Kafka kafka, @Nullable SpoolDirectory spool, Limits limits) {
    return config(kafka, spool, limits, ClientLimits.NONE);
  }

  static GatewayConfig config(
      Kafka kafka, @Nullable SpoolDirectory spool, Limits limits, ClientLimits clientLimits) {
    return new GatewayConfig(
        new Listener("127.0.0.1", 0),
        new Listener("127.0.0.1", 0),
        null,
        kafka,
        spool,
        limits,
        clientLimits,
        Identities.of(
            List.of(
                TenantToken.of(new TenantId("acme"), ACME_TOKEN),
                TenantToken.of(new TenantId("globex"), GLOBEX_TOKEN),
                shared("shared-db", new Tenants.Listed(Set.of("acme", "globex")), SHARED_TOKEN),
                shared("shared-any", new Tenants.All(), ANYBODY_TOKEN))));
  }

  private static TenantToken shared(String producer, Tenants tenants, String token) {
    return TenantToken.of(new Sender.SharedProducer(new TenantId(producer), tenants), token);
  }

  public String httpEndpoint() {
    return "http://127.0.0.1:" + gateway.httpPort();
  }

  String grpcEndpoint() {
    return "http://127.0.0.1:" + gateway.grpcPort();
  }

  public List<ConsumerRecord<byte[], byte[]>> records() {
    return UsageRecords.all(bootstrapServers, topic);
  }

  @Override
  public void close() {
    gateway.close();
  }
}
