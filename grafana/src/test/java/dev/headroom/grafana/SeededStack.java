package dev.headroom.grafana;

import dev.headroom.aggregation.config.AggregationJobConfig;
import dev.headroom.aggregation.runner.JobRunner;
import dev.headroom.aggregation.runner.RunningJob;
import dev.headroom.aggregation.schema.SchemaMigrations;
import dev.headroom.embedded.EmbeddedClickHouse;
import dev.headroom.embedded.EmbeddedKafka;
import dev.headroom.embedded.EmbeddedKafka.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;

/**
 * A real ClickHouse that the real job has filled, from a real Kafka: a day and a half of three
 * tenants, with every fault the dashboards are there to show.
 */
final class SeededStack implements AutoCloseable {
  static final List<String> TENANTS = List.of("acme", "globex", "initech");
  static final int QUARANTINED_POINTS = 2;
  static final int UNACCOUNTED_POINTS = 3;

  private static final Duration DEADLINE = Duration.ofSeconds(90);
  private static final Duration SEEDED = Duration.ofHours(36);

  private final EmbeddedClickHouse clickHouse;
  private final Instant end;

  private SeededStack(EmbeddedClickHouse clickHouse, Instant end) {
    this.clickHouse = clickHouse;
    this.end = end;
  }

  static SeededStack start(Path directory) throws Exception {
    SeededStack stack =
        new SeededStack(EmbeddedClickHouse.start(directory.resolve("clickhouse")), Instant.now());
    try {
      stack.applySchema();
      stack.fill(directory);
    } catch (Exception | Error e) {
      stack.close();
      throw e;
    }
    return stack;
  }

  private void applySchema() throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(
            clickHouse.jdbcUrl(), clickHouse.user(), clickHouse.password())) {
      SchemaMigrations.apply(connection);
    }
  }

  private void fill(Path directory) throws IOException, ExecutionException, InterruptedException {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"))) {
      kafka.createTopics(
          new Topic("usage.otlp", 2, Map.of("message.timestamp.type", "LogAppendTime")),
          new Topic("usage.decisions", 1, Map.of()),
          new Topic("usage.invoices", 1, Map.of("cleanup.policy", "compact")),
          new Topic("usage.price-books", 1, Map.of("cleanup.policy", "compact")));
      int points;
      try (SeedProducer producer = new SeedProducer(kafka.bootstrapServers())) {
        points = producer.send(end.minus(SEEDED), end);
      }
      AggregationJobConfig config = config(directory, kafka.bootstrapServers());
      try (RunningJob job = JobRunner.start(config)) {
        awaitRows(job, points);
      }
    }
  }

  private AggregationJobConfig config(Path directory, String bootstrapServers) throws IOException {
    Path tenants =
        Files.writeString(
            directory.resolve("tenants.yaml"),
            """
            apiVersion: headroom.dev/v1
            kind: Tenants
            tenants:
              - {id: acme, name: Acme, subscriptions: [{book: serverless, from: 2026-01-01T00:00:00Z}]}
              - {id: globex, name: Globex, subscriptions: [{book: serverless, from: 2026-01-01T00:00:00Z}]}
              - {id: initech, name: Initech, subscriptions: []}
            """);
    Path meters = directory.resolve("meters.yaml");
    try (var shipped = SeededStack.class.getResourceAsStream("/meters.yaml")) {
      Files.write(meters, Objects.requireNonNull(shipped).readAllBytes());
    }
    Path job =
        Files.writeString(
            directory.resolve("job.yaml"),
            """
            apiVersion: headroom.dev/v1
            kind: AggregationJob
            kafka:
              bootstrapServers: %s
              groupId: headroom-aggregation
              usageTopic: usage.otlp
              decisionsTopic: usage.decisions
              properties: {}
            clickhouse: {url: "%s", database: %s, user: %s, passwordEnv: PASSWORD}
            meters: %s
            tenants: %s
            priceBooks: ["%s"]
            metering: {reorder: 5m, horizon: 48h, futureLimit: 5m}
            checkpoint: {interval: 1s, directory: "%s"}
            flush: 200ms
            parallelism: 2
            """
                .formatted(
                    bootstrapServers,
                    clickHouse.httpUrl(),
                    EmbeddedClickHouse.DATABASE,
                    clickHouse.user(),
                    meters,
                    tenants,
                    Path.of("..", "pricing-rules", "catalog", "serverless.yaml").toRealPath(),
                    directory.resolve("checkpoints").toUri()));
    return AggregationJobConfig.load(job, Map.of("PASSWORD", clickHouse.password()));
  }

  /** Waits until every point is accounted for, and rated: the totals of a line are those used. */
  private void awaitRows(RunningJob job, int points) {
    String complete =
        """
        SELECT (SELECT sum(points_counted + points_repeated + points_covered + points_unmetered
              + points_quarantined) FROM ingest) = %d
          AND (SELECT count() FROM decisions) = %d
          AND (SELECT sum(quantity) FROM usage WHERE meter = 'requests' AND tenant_id != 'initech')
            = (SELECT sum(pricing_quantity) FROM charges WHERE sku_id = 'requests') * 1000000
          AND (SELECT count() FROM charges WHERE kind = 'unpriced') > 0
        """
            .formatted(points, new SeedDecisions("acme", end).all().size());
    Instant deadline = Instant.now().plus(DEADLINE);
    while (!clickHouse.query(complete).equals("1")) {
      if (job.failure().isPresent() || Instant.now().isAfter(deadline)) {
        throw new AssertionError(
            "the job did not write everything: "
                + job.failure().orElse("too slow")
                + "\n"
                + clickHouse.query("SELECT * FROM ingest FORMAT Vertical"));
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  /** The last day: as long before it there is half a day of usage to compare with. */
  TimeRange range() {
    return new TimeRange(end.minus(Duration.ofDays(1)), end.plus(Duration.ofHours(1)));
  }

  /** First day of the newest billing period with a charge. */
  String newestPeriod() {
    return clickHouse.query("SELECT max(period) FROM charges");
  }

  ClickHouseReader clickHouse() {
    return new ClickHouseReader(
        clickHouse.httpUrl(),
        EmbeddedClickHouse.DATABASE,
        clickHouse.user(),
        clickHouse.password());
  }

  @Override
  public void close() {
    clickHouse.close();
  }
}
