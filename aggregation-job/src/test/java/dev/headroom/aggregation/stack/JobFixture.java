package dev.headroom.aggregation.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.aggregation.config.AggregationJobConfig;
import dev.headroom.aggregation.config.CheckpointSettings;
import dev.headroom.aggregation.config.KafkaSettings;
import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.aggregation.config.SourceFile;
import dev.headroom.aggregation.config.StateBackend;
import dev.headroom.aggregation.schema.SchemaMigrations;
import dev.headroom.aggregation.sink.ClickHouseTarget;
import dev.headroom.embedded.EmbeddedKafka;
import dev.headroom.usage.metering.MeteringLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** What one test needs of the stack. */
public final class JobFixture implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final EmbeddedStack stack;
  private final KafkaSettings kafka;
  private final String database;
  private final Path checkpoints;
  private final KafkaProducer<byte[], byte[]> producer;
  private final @Nullable Instant sentAt;
  private int sequence;

  private JobFixture(EmbeddedStack stack, String name, @Nullable Instant sentAt) {
    this.stack = stack;
    this.sentAt = sentAt;
    this.kafka =
        new KafkaSettings(
            stack.kafka().bootstrapServers(),
            "job-" + name,
            "usage.otlp." + name,
            "usage.decisions." + name,
            "usage.invoices." + name,
            "usage.price-books." + name,
            List.of(),
            Map.of());
    this.database = "job_" + name;
    this.checkpoints = stack.folder().resolve("checkpoints-" + name);
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /**
   * Creates topics and a database.
   *
   * @param sentAt when records are appended to the usage topic, as far as the job can tell; null:
   *     when they are
   */
  static JobFixture create(EmbeddedStack stack, String name, @Nullable Instant sentAt)
      throws SQLException {
    JobFixture fixture = new JobFixture(stack, name, sentAt);
    Map<String, String> appendTime = Map.of("message.timestamp.type", "LogAppendTime");
    Map<String, String> givenTime =
        Map.of("message.timestamp.type", "CreateTime", "retention.ms", "-1");
    stack
        .kafka()
        .createTopics(
            new EmbeddedKafka.Topic(
                fixture.kafka.usageTopic(), 4, sentAt == null ? appendTime : givenTime),
            new EmbeddedKafka.Topic(fixture.kafka.decisionsTopic(), 1, appendTime),
            new EmbeddedKafka.Topic(
                fixture.kafka.invoicesTopic(), 1, Map.of("cleanup.policy", "compact")),
            new EmbeddedKafka.Topic(
                fixture.kafka.priceBooksTopic(), 1, Map.of("cleanup.policy", "compact")));
    stack.clickhouse().query("CREATE DATABASE " + fixture.database);
    try (Connection connection = fixture.clickhouse().connection()) {
      SchemaMigrations.apply(connection);
    }
    return fixture;
  }

  public ClickHouseTarget clickhouse() {
    return clickhouse(stack.clickhouse().httpUrl());
  }

  /** The same database behind another address. */
  public ClickHouseTarget clickhouse(String url) {
    return new ClickHouseTarget(
        url, database, stack.clickhouse().user(), stack.clickhouse().password());
  }

  public Path checkpoints() {
    return checkpoints;
  }

  public KafkaSettings kafka() {
    return kafka;
  }

  public AggregationJobConfig config() {
    return config(clickhouse(), StateBackend.HASHMAP);
  }

  public AggregationJobConfig config(ClickHouseTarget clickhouse, StateBackend backend) {
    return config(clickhouse, backend, prices());
  }

  /** With the shipped meters, and tenants that buy by one book. */
  public AggregationJobConfig config(StateBackend backend, String tenants, String book) {
    PriceFiles prices =
        new PriceFiles(
            prices().meters(),
            new SourceFile("tenants.yaml", tenants),
            List.of(new SourceFile("price-book.yaml", book)));
    return config(clickhouse(), backend, prices);
  }

  private AggregationJobConfig config(
      ClickHouseTarget clickhouse, StateBackend backend, PriceFiles prices) {
    return new AggregationJobConfig(
        kafka,
        clickhouse,
        prices,
        MeteringLimits.DEFAULTS,
        new CheckpointSettings(Duration.ofMillis(500), checkpoints.toUri()),
        backend,
        Duration.ofMillis(100),
        2);
  }

  public static PriceFiles prices() {
    return new PriceFiles(
        new SourceFile("meters.yaml", resource("/meters.yaml")),
        new SourceFile("tenants.yaml", resource("/dev/headroom/aggregation/tenants.yaml")),
        List.of(
            new SourceFile(
                "price-book.yaml", resource("/dev/headroom/aggregation/price-book.yaml"))));
  }

  public static String resource(String path) {
    try (InputStream in = JobFixture.class.getResourceAsStream(path)) {
      assertThat(in).as(path).isNotNull();
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new AssertionError(path, e);
    }
  }

  /** As the gateway does, by one producer. */
  public void send(String tenant, int points, byte[] request) {
    send(record(tenant, points, request));
  }

  /** As the gateway does for a producer that it trusts to report for others. */
  public void sendShared(String producerOfMany, int points, byte[] request) {
    ProducerRecord<byte[], byte[]> record = record(producerOfMany, points, request);
    record.headers().add("headroom-shared", "true".getBytes(UTF_8));
    send(record);
  }

  private ProducerRecord<byte[], byte[]> record(String tenant, int points, byte[] request) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            kafka.usageTopic(),
            null,
            sentAt == null ? null : sentAt.toEpochMilli(),
            tenant.getBytes(UTF_8),
            request);
    record.headers().add("headroom-producer-id", "gateway-test".getBytes(UTF_8));
    record.headers().add("headroom-sequence", Integer.toString(sequence++).getBytes(UTF_8));
    record.headers().add("headroom-points", Integer.toString(points).getBytes(UTF_8));
    return record;
  }

  /** As anyone may. */
  public void send(ProducerRecord<byte[], byte[]> record) {
    try {
      producer.send(record).get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("Kafka did not take a record", e);
    }
  }

  /** Rows as text, columns separated by {@code |}. */
  public List<String> rows(String sql) {
    try (Connection connection = clickhouse().connection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        StringJoiner row = new StringJoiner("|");
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getString(i));
        }
        rows.add(row.toString());
      }
      return rows;
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** Waits until a query answers exactly that. */
  public void awaitRows(String sql, String... expected) {
    await(() -> rows(sql).equals(List.of(expected)));
    assertThat(rows(sql)).containsExactly(expected);
  }

  /** Waits for something to become true, for a while; the caller asserts what it needs. */
  public static void await(Condition condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline && !condition.holds()) {
      LockSupport.parkNanos(100_000_000);
    }
  }

  /** What a test waits for. */
  @FunctionalInterface
  public interface Condition {
    boolean holds();
  }

  @Override
  public void close() {
    producer.close();
    stack.clickhouse().query("DROP DATABASE " + database);
  }
}
