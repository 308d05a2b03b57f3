package dev.headroom.cli.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import dev.headroom.cli.billing.InvoiceDraft;
import dev.headroom.cli.billing.InvoiceTopic;
import dev.headroom.cli.quickstart.ConfigFiles;
import dev.headroom.cli.store.ClickHouseAddress;
import dev.headroom.cli.store.Store;
import dev.headroom.embedded.EmbeddedClickHouse;
import dev.headroom.embedded.EmbeddedKafka;
import dev.headroom.pricing.InvoiceId;
import dev.headroom.pricing.PriceBooks;
import dev.headroom.usage.metering.MeteringLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic that the real job has metered into a database of its own, which tests may copy. */
final class MeteredTopic {
  private static final List<String> TABLES =
      List.of(
          "ledger_row",
          "usage_revision",
          "charge_revision",
          "quarantine_row",
          "issued_invoice_line",
          "reconciliation");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final EmbeddedKafka kafka;
  private final EmbeddedClickHouse clickHouse;
  private final String name;
  private final String tenants;
  private final List<SourceFile> books;
  private final List<DirectTopic> direct;
  private int sent;
  private int copies;

  /** With the tenants of the quickstart. */
  MeteredTopic(
      EmbeddedKafka kafka, EmbeddedClickHouse clickHouse, String name, DirectTopic... direct)
      throws SQLException, IOException {
    this(
        kafka,
        clickHouse,
        name,
        resource("/dev/headroom/cli/quickstart/tenants.yaml"),
        List.of(),
        List.of(direct));
  }

  /** With tenants who buy by the books of the catalogue, and by others. */
  MeteredTopic(
      EmbeddedKafka kafka,
      EmbeddedClickHouse clickHouse,
      String name,
      String tenants,
      List<SourceFile> others,
      List<DirectTopic> direct)
      throws IOException, SQLException {
    this.kafka = kafka;
    this.clickHouse = clickHouse;
    this.name = name;
    this.tenants = tenants;
    this.direct = direct;
    this.books = new ArrayList<>(others);
    PriceBooks.catalogue().forEach((file, text) -> books.add(new SourceFile(file, text)));
    Map<String, String> appendTime = Map.of("message.timestamp.type", "LogAppendTime");
    kafka.createTopics(
        new EmbeddedKafka.Topic(name, 2, appendTime),
        new EmbeddedKafka.Topic(name + ".decisions", 1, appendTime),
        new EmbeddedKafka.Topic(name + ".invoices", 1, Map.of("cleanup.policy", "compact")),
        new EmbeddedKafka.Topic(name + ".price-books", 1, Map.of("cleanup.policy", "compact")));
    for (DirectTopic topic : direct) {
      kafka.createTopics(new EmbeddedKafka.Topic(topic.topic(), 1, appendTime));
    }
    createDatabase(name);
  }

  private void createDatabase(String database) throws SQLException {
    clickHouse.query("CREATE DATABASE " + database);
    try (Connection connection = target(database).connection()) {
      SchemaMigrations.apply(connection);
    }
  }

  private ClickHouseTarget target(String database) {
    return new ClickHouseTarget(
        clickHouse.httpUrl(), database, clickHouse.user(), clickHouse.password());
  }

  KafkaSettings kafka() {
    return new KafkaSettings(
        kafka.bootstrapServers(),
        "job-" + name,
        name,
        name + ".decisions",
        name + ".invoices",
        name + ".price-books",
        direct,
        Map.of());
  }

  private PriceFiles prices() throws IOException {
    return new PriceFiles(
        new SourceFile("meters.yaml", resource("/meters.yaml")),
        new SourceFile("tenants.yaml", tenants),
        books);
  }

  private static String resource(String path) throws IOException {
    try (InputStream in = MeteredTopic.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new AssertionError(path);
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /** Sends records as they are. */
  void send(List<ProducerRecord<byte[], byte[]>> records)
      throws ExecutionException, InterruptedException {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (ProducerRecord<byte[], byte[]> record : records) {
        producer.send(record).get();
        sent++;
      }
    }
  }

  /** As a gateway sends. */
  ProducerRecord<byte[], byte[]> record(
      int partition, String tenant, String producer, int sequence, int points, byte[] value) {
    ProducerRecord<byte[], byte[]> record = direct(partition, tenant, value);
    record.headers().add("headroom-producer-id", producer.getBytes(UTF_8));
    record.headers().add("headroom-sequence", Integer.toString(sequence).getBytes(UTF_8));
    record.headers().add("headroom-points", Integer.toString(points).getBytes(UTF_8));
    return record;
  }

  /** As anyone may. */
  ProducerRecord<byte[], byte[]> direct(int partition, String tenant, byte[] value) {
    return new ProducerRecord<>(name, partition, tenant.getBytes(UTF_8), value);
  }

  /** Runs the job until every record is in the ledger and every usage row is charged. */
  void meter(Path checkpoints) throws Exception {
    AggregationJobConfig config =
        new AggregationJobConfig(
            kafka(),
            target(name),
            prices(),
            MeteringLimits.DEFAULTS,
            new CheckpointSettings(Duration.ofMillis(500), checkpoints.toUri()),
            StateBackend.HASHMAP,
            Duration.ofMillis(100),
            2);
    try (RunningJob job = JobRunner.start(config);
        Store store = store(name)) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!isMetered(store)) {
        if (System.nanoTime() > deadline || job.failure().isPresent()) {
          throw new AssertionError("not metered: " + job.failure() + report(store).text());
        }
        LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      }
      job.stop();
    }
  }

  private boolean isMetered(Store store) throws IOException {
    int held = store.rows("SELECT count() AS n FROM ledger", Map.of()).get(0).path("n").asInt();
    if (held < sent) {
      return false;
    }
    ReconciliationReport report = report(store);
    return report.isEqual(Link.USAGE)
        && report.isEqual(Link.CHARGES)
        && report.isEqual(Link.SETTLEMENT);
  }

  private ReconciliationReport report(Store store) throws IOException {
    return reconcile(store, Optional.empty(), Optional.empty(), false, Instant.now());
  }

  /** As the command does, of what the tables say now. */
  void finalise(String tenant, YearMonth month) {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", kafka.bootstrapServers());
    try (InvoiceTopic topic = InvoiceTopic.open(properties, kafka().invoicesTopic());
        Store store = store(name)) {
      InvoiceId id = topic.records(tenant).history().next(tenant, month);
      topic.publish(InvoiceDraft.read(store, tenant, month).finalised(id, Instant.now()));
    }
  }

  /** A database with the same rows. */
  Store copy() throws SQLException {
    String copy = name + "_" + ++copies;
    createDatabase(copy);
    for (String table : TABLES) {
      clickHouse.query("INSERT INTO %s.%s SELECT * FROM %s.%s".formatted(copy, table, name, table));
    }
    return store(copy);
  }

  /** The job's configuration, for one of the copies. */
  Path jobFile(Path folder, Store copy, String topic) throws IOException {
    new ConfigFiles(folder).write();
    Files.writeString(folder.resolve("password"), copy.address().password());
    return Files.writeString(
        folder.resolve("job-" + topic + ".yaml"),
        """
        apiVersion: headroom.dev/v1
        kind: AggregationJob
        kafka: {bootstrapServers: "%s", groupId: %s, usageTopic: %s, decisionsTopic: d, invoicesTopic: %s, properties: {}}
        clickhouse: {url: "%s", database: %s, user: %s, passwordFile: password}
        meters: meters.yaml
        tenants: tenants.yaml
        priceBooks: [catalog/serverless.yaml, catalog/fully-managed.yaml, catalog/byoc.yaml, catalog/on-prem.yaml]
        metering: {reorder: 5m, horizon: 48h, futureLimit: 5m}
        checkpoint: {interval: 5s, directory: "file:///nowhere"}
        stateBackend: hashmap
        flush: 1s
        parallelism: 1
        """
            .formatted(
                kafka().bootstrapServers(),
                kafka().groupId(),
                topic,
                kafka().invoicesTopic(),
                copy.address().url(),
                copy.address().database(),
                copy.address().user()));
  }

  private Store store(String database) {
    return Store.at(
        new ClickHouseAddress(
            clickHouse.httpUrl(), database, clickHouse.user(), clickHouse.password()));
  }

  ReconciliationReport reconcile(Store store) throws IOException {
    return reconcile(store, Optional.empty(), Optional.empty(), true, Instant.now());
  }

  ReconciliationReport reconcile(
      Store store, Optional<YearMonth> period, Optional<String> tenant, boolean seals, Instant now)
      throws IOException {
    Sources sources = new Sources(store, kafka(), prices().parse(), false);
    return new Reconciliation(sources, period, tenant, seals, now).run();
  }
}
