package dev.headroom.cli.quickstart;

import dev.headroom.aggregation.config.AggregationJobConfig;
import dev.headroom.aggregation.config.CheckpointSettings;
import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.aggregation.config.StateBackend;
import dev.headroom.aggregation.runner.JobRunner;
import dev.headroom.aggregation.runner.RunningJob;
import dev.headroom.aggregation.schema.SchemaMigrations;
import dev.headroom.aggregation.sink.ClickHouseTarget;
import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.stream.Autoscaler;
import dev.headroom.cli.CommandException;
import dev.headroom.cli.store.ClickHouseAddress;
import dev.headroom.cli.store.QuickstartStore;
import dev.headroom.collectors.gateway.Gateway;
import dev.headroom.collectors.gateway.GatewayConfig;
import dev.headroom.collectors.identity.Identities;
import dev.headroom.collectors.limit.ClientLimits;
import dev.headroom.embedded.EmbeddedClickHouse;
import dev.headroom.embedded.EmbeddedKafka;
import dev.headroom.usage.metering.MeteringLimits;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The servers of a quickstart, and the job and the gateway between them. */
final class Stack implements AutoCloseable {
  static final String USAGE_TOPIC = "usage.otlp";
  static final String DECISIONS_TOPIC = "usage.decisions";
  static final String INVOICES_TOPIC = "usage.invoices";
  static final String PRICE_BOOKS_TOPIC = "usage.price-books";

  /** How often changed totals leave for the sink. */
  static final Duration FLUSH = Duration.ofMillis(250);

  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);
  private static final int PARTITIONS = 4;

  private final DataLayout layout;
  private final EmbeddedKafka kafka;
  private final EmbeddedClickHouse clickHouse;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  private Stack(DataLayout layout, EmbeddedKafka kafka, EmbeddedClickHouse clickHouse) {
    this.layout = layout;
    this.kafka = kafka;
    this.clickHouse = clickHouse;
    started.push(kafka);
    started.push(clickHouse);
  }

  /** Starts the servers, with their topics and tables. */
  static Stack start(DataLayout layout) {
    CompletableFuture<EmbeddedKafka> kafka =
        CompletableFuture.supplyAsync(() -> EmbeddedKafka.start(layout.kafka()));
    EmbeddedClickHouse clickHouse;
    try {
      clickHouse = EmbeddedClickHouse.start(layout.clickHouse());
    } catch (RuntimeException e) {
      kafka.thenAccept(EmbeddedKafka::close).exceptionally(alsoFailed -> null).join();
      throw e;
    }
    Stack stack;
    try {
      stack = new Stack(layout, kafka.join(), clickHouse);
    } catch (CompletionException e) {
      clickHouse.close();
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
    try {
      stack.prepare();
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  private void prepare() {
    // What the simulated cluster reports is months old: only bytes limit how long it is kept.
    Map<String, String> keep = Map.of("message.timestamp.type", "LogAppendTime");
    kafka.createTopics(
        new EmbeddedKafka.Topic(USAGE_TOPIC, PARTITIONS, keep),
        new EmbeddedKafka.Topic(DECISIONS_TOPIC, PARTITIONS, Map.of()),
        new EmbeddedKafka.Topic(INVOICES_TOPIC, 1, Map.of("cleanup.policy", "compact")),
        new EmbeddedKafka.Topic(PRICE_BOOKS_TOPIC, 1, Map.of("cleanup.policy", "compact")));
    try (Connection connection = target().connection()) {
      SchemaMigrations.apply(connection);
    } catch (SQLException e) {
      throw CommandException.failed("the tables cannot be created: " + e.getMessage(), e);
    }
  }

  /** Starts the job from the newest checkpoint, if there is one. */
  RunningJob startJob(PriceFiles prices) throws InterruptedException {
    URI checkpoints = layout.checkpoints().toUri();
    return opened(
        JobRunner.start(
            new AggregationJobConfig(
                dev.headroom.aggregation.config.KafkaSettings.of(kafka.bootstrapServers()),
                target(),
                prices,
                MeteringLimits.DEFAULTS,
                new CheckpointSettings(CHECKPOINT_INTERVAL, checkpoints),
                StateBackend.HASHMAP,
                FLUSH,
                2)));
  }

  Gateway startGateway(AccessTokens tokens) {
    GatewayConfig.Listener anyPort = new GatewayConfig.Listener("127.0.0.1", 0);
    return opened(
        Gateway.start(
            new GatewayConfig(
                anyPort,
                anyPort,
                null,
                GatewayConfig.Kafka.of(kafka.bootstrapServers(), USAGE_TOPIC),
                null,
                GatewayConfig.Limits.DEFAULT,
                ClientLimits.NONE,
                Identities.of(tokens.forGateway()))));
  }

  /** Starts the autoscaler as configured, on the Kafka of this stack. */
  Autoscaler startAutoscaler(AutoscalerConfig config) {
    return opened(Autoscaler.start(RecordedQuickstart.on(config, kafka.bootstrapServers())));
  }

  /** Closes what was added later before what was added earlier. */
  <T extends AutoCloseable> T opened(T part) {
    started.push(part);
    return part;
  }

  String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  ClickHouseAddress clickHouse() {
    return QuickstartStore.address(clickHouse);
  }

  private ClickHouseTarget target() {
    ClickHouseAddress address = clickHouse();
    return new ClickHouseTarget(
        address.url(), address.database(), address.user(), address.password());
  }

  /** Every part is closed, whatever the others say. */
  @Override
  public void close() {
    RuntimeException first = null;
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        first = first == null ? new IllegalStateException("stopping: " + e.getMessage(), e) : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
