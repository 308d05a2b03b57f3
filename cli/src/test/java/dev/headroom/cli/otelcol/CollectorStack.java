package dev.headroom.cli.otelcol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.aggregation.config.AggregationJobConfig;
import dev.headroom.aggregation.config.CheckpointSettings;
import dev.headroom.aggregation.config.DirectTopic;
import dev.headroom.aggregation.config.KafkaSettings;
import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.aggregation.config.SourceFile;
import dev.headroom.aggregation.config.StateBackend;
import dev.headroom.aggregation.runner.JobRunner;
import dev.headroom.aggregation.runner.RunningJob;
import dev.headroom.aggregation.schema.SchemaMigrations;
import dev.headroom.aggregation.sink.ClickHouseTarget;
import dev.headroom.cli.reconcile.Reconciliation;
import dev.headroom.cli.reconcile.ReconciliationReport;
import dev.headroom.cli.reconcile.Sources;
import dev.headroom.cli.store.ClickHouseAddress;
import dev.headroom.cli.store.Store;
import dev.headroom.collectors.gateway.Gateway;
import dev.headroom.collectors.gateway.GatewayConfig;
import dev.headroom.embedded.EmbeddedClickHouse;
import dev.headroom.embedded.EmbeddedKafka;
import dev.headroom.pricing.PriceBooks;
import dev.headroom.usage.metering.MeteringLimits;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Everything behind a Collector: gateway, Kafka, the job and ClickHouse. */
final class CollectorStack implements AutoCloseable {
  /** All of it is borealis's. */
  static final String OF_BOREALIS = "collectors.borealis";

  /** Each record is of the tenant that is its key. */
  static final String KEYED = "collectors.keyed";

  static final String TOKEN = "token-of-acme";

  /** Of cluster-1, which may report for acme and borealis. */
  static final String TOKEN_OF_MANY = "token-of-cluster-1";

  static final int PARTITIONS = 3;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path kafkaFolder;
  private final EmbeddedClickHouse clickHouse;
  private final KafkaSettings settings;
  private final PriceFiles prices;
  private final RunningJob job;
  private final Gateway gateway;
  private EmbeddedKafka kafka;

  CollectorStack(Path folder) throws Exception {
    kafkaFolder = folder.resolve("kafka");
    kafka = EmbeddedKafka.start(kafkaFolder);
    clickHouse = EmbeddedClickHouse.start(folder.resolve("clickhouse"));
    settings = settings(kafka.bootstrapServers());
    prices = prices();
    createTopics();
    ClickHouseTarget target =
        new ClickHouseTarget(
            clickHouse.httpUrl(),
            EmbeddedClickHouse.DATABASE,
            clickHouse.user(),
            clickHouse.password());
    try (Connection connection = target.connection()) {
      SchemaMigrations.apply(connection);
    }
    job =
        JobRunner.start(
            new AggregationJobConfig(
                settings,
                target,
                prices,
                MeteringLimits.DEFAULTS,
                new CheckpointSettings(
                    Duration.ofSeconds(1), folder.resolve("checkpoints").toUri()),
                StateBackend.HASHMAP,
                Duration.ofMillis(250),
                2));
    gateway = Gateway.start(gatewayConfig(kafka.bootstrapServers(), settings.usageTopic()));
  }

  private static GatewayConfig gatewayConfig(String bootstrapServers, String topic) {
    return GatewayConfig.parse(
        "gateway.yaml",
        """
        apiVersion: headroom.dev/v1
        kind: Gateway
        http: {host: 127.0.0.1, port: 0}
        grpc: {host: 127.0.0.1, port: 0}
        kafka: {bootstrapServers: "%s", topic: %s}
        clients: [{tenant: acme, tokenEnv: ACME_TOKEN}]
        producers: [{producer: cluster-1, mayReportFor: [acme, borealis], tokenEnv: CLUSTER_TOKEN}]
        """
            .formatted(bootstrapServers, topic),
        Map.of("ACME_TOKEN", TOKEN, "CLUSTER_TOKEN", TOKEN_OF_MANY));
  }

  private static KafkaSettings settings(String bootstrapServers) {
    KafkaSettings defaults = KafkaSettings.of(bootstrapServers);
    return new KafkaSettings(
        bootstrapServers,
        defaults.groupId(),
        defaults.usageTopic(),
        defaults.decisionsTopic(),
        defaults.invoicesTopic(),
        defaults.priceBooksTopic(),
        List.of(
            DirectTopic.of(OF_BOREALIS, "borealis"),
            DirectTopic.keyed(KEYED, Set.of("delphi", "emberly"))),
        Map.of());
  }

  private void createTopics() {
    Map<String, String> appendTime = Map.of("message.timestamp.type", "LogAppendTime");
    Map<String, String> compact = Map.of("cleanup.policy", "compact");
    kafka.createTopics(
        new EmbeddedKafka.Topic(settings.usageTopic(), PARTITIONS, appendTime),
        new EmbeddedKafka.Topic(OF_BOREALIS, PARTITIONS, appendTime),
        new EmbeddedKafka.Topic(KEYED, PARTITIONS, appendTime),
        new EmbeddedKafka.Topic(settings.decisionsTopic(), 1, appendTime),
        new EmbeddedKafka.Topic(settings.invoicesTopic(), 1, compact),
        new EmbeddedKafka.Topic(settings.priceBooksTopic(), 1, compact));
  }

  private static PriceFiles prices() throws IOException {
    List<SourceFile> books = new ArrayList<>();
    PriceBooks.catalogue().forEach((file, text) -> books.add(new SourceFile(file, text)));
    return new PriceFiles(
        new SourceFile("meters.yaml", resource("/meters.yaml")),
        new SourceFile("tenants.yaml", resource("/dev/headroom/cli/quickstart/tenants.yaml")),
        books);
  }

  private static String resource(String path) throws IOException {
    try (InputStream in = CollectorStack.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new AssertionError(path);
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  String bootstrapServers() {
    return settings.bootstrapServers();
  }

  String gatewayUrl() {
    return "http://127.0.0.1:" + gateway.httpPort();
  }

  /** Kafka goes away. */
  void stopKafka() {
    kafka.close();
  }

  /** Kafka comes back on the same port, with what it had. */
  void startKafka() {
    kafka = EmbeddedKafka.start(kafkaFolder);
  }

  /** The whole usage of a tenant. */
  BigDecimal usage(String tenant, String meter) {
    String sum =
        clickHouse.query(
            "SELECT toDecimalString(sum(quantity), 9) FROM usage WHERE tenant_id = '%s' AND meter = '%s'"
                .formatted(tenant, meter));
    return new BigDecimal(sum);
  }

  /** Waits until ClickHouse has it, to the last digit. */
  void awaitUsage(String tenant, String meter, BigDecimal expected) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline && usage(tenant, meter).compareTo(expected) != 0) {
      LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
    }
    assertThat(expected).as(meter + " of " + tenant).isPositive();
    assertThat(usage(tenant, meter)).as(meter + " of " + tenant).isEqualByComparingTo(expected);
    assertThat(job.failure()).isEmpty();
  }

  String query(String sql) {
    return clickHouse.query(sql);
  }

  /** Everything in a topic. */
  List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (int partition = 0; partition < PARTITIONS; partition++) {
        partitions.add(new TopicPartition(topic, partition));
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long end =
          consumer.endOffsets(partitions).values().stream().mapToLong(offset -> offset).sum();
      while (records.size() < end) {
        consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
      }
    }
    return records;
  }

  ReconciliationReport reconcile() {
    try (Store store =
        Store.at(
            new ClickHouseAddress(
                clickHouse.httpUrl(),
                EmbeddedClickHouse.DATABASE,
                clickHouse.user(),
                clickHouse.password()))) {
      Sources sources = new Sources(store, settings, prices.parse(), false);
      return new Reconciliation(sources, Optional.empty(), Optional.empty(), true, Instant.now())
          .run();
    }
  }

  /** Ends the job when everything it has read is in ClickHouse. */
  void stopJob() {
    job.stop();
  }

  @Override
  public void close() {
    gateway.close();
    job.close();
    clickHouse.close();
    kafka.close();
  }
}
