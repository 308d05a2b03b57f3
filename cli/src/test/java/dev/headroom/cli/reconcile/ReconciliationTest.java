package dev.headroom.cli.reconcile;

import static dev.headroom.cli.reconcile.Usage.counter;
import static dev.headroom.cli.reconcile.Usage.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.aggregation.config.DirectTopic;
import dev.headroom.cli.CommandRun;
import dev.headroom.cli.ExitCode;
import dev.headroom.cli.store.Store;
import dev.headroom.embedded.EmbeddedClickHouse;
import dev.headroom.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real records through the real job into the real tables; then somebody changes something, and it
 * has to be named.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReconciliationTest {
  private static final String CPU = "container.cpu.time";
  private static final String REQUESTS = "headroom.requests";
  private static final Duration A_DAY = Duration.ofDays(1);

  private final List<AutoCloseable> servers = new ArrayList<>();
  private EmbeddedKafka kafka;
  private MeteredTopic clean;
  private MeteredTopic odd;
  private MeteredTopic direct;

  @SuppressWarnings("NullAway") // set before every test
  ReconciliationTest() {}

  @BeforeAll
  void meter(@TempDir Path folder) throws Exception {
    kafka = EmbeddedKafka.start(folder.resolve("kafka"));
    servers.add(kafka);
    EmbeddedClickHouse clickHouse = EmbeddedClickHouse.start(folder.resolve("clickhouse"));
    servers.add(0, clickHouse);
    clean = new MeteredTopic(kafka, clickHouse, "clean");
    clean.send(cleanRecords());
    clean.meter(folder.resolve("clean"));
    odd = new MeteredTopic(kafka, clickHouse, "odd");
    odd.send(oddRecords());
    odd.meter(folder.resolve("odd"));
    direct =
        new MeteredTopic(
            kafka,
            clickHouse,
            "direct",
            DirectTopic.keyed("collectors", Set.of()),
            DirectTopic.of("collectors.acme", "acme"));
    direct.send(directRecords());
    direct.meter(folder.resolve("direct"));
  }

  @AfterAll
  void stop() throws Exception {
    for (AutoCloseable server : servers) {
      server.close();
    }
  }

  /**
   * Two producers, two tenants, three hours; the last record of acme has points without a meter.
   */
  private List<ProducerRecord<byte[], byte[]>> cleanRecords() {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int hour = 0; hour < 3; hour++) {
      int first = hour * 60 + (hour == 0 ? 0 : 1);
      int last = hour * 60 + 60;
      int points = last - first + 1;
      records.add(
          clean.record(
              0,
              "acme",
              "gw.0",
              hour,
              2 * points,
              request(
                  counter("a", CPU, "s", 30, first, last),
                  counter("b", CPU, "s", 12.5, first, last))));
      records.add(
          clean.record(
              1,
              "borealis",
              "gw.1",
              hour,
              points,
              request(counter("c", REQUESTS, "{request}", 50_000, first, last))));
    }
    records.add(
        clean.record(0, "acme", "gw.0", 3, 3, request(counter("a", "nobody.asks", "s", 1, 0, 2))));
    records.add(
        clean.record(
            0,
            "acme",
            "gw.0",
            4,
            2,
            request(
                counter("a", CPU, "s", Double.NaN, 181, 181),
                counter("d", CPU, "s", Double.NaN, 181, 181))));
    return records;
  }

  /** Everything that the producers themselves may do wrong. */
  private List<ProducerRecord<byte[], byte[]>> oddRecords() {
    byte[] two = request(counter("a", CPU, "s", 30, 0, 1));
    byte[] more = request(counter("a", CPU, "s", 30, 2, 3));
    return List.of(
        odd.record(0, "acme", "hole", 0, 2, two),
        odd.record(0, "acme", "hole", 1, 2, two),
        odd.record(0, "acme", "hole", 4, 2, more),
        odd.record(1, "acme", "headless", 2, 2, two),
        odd.record(1, "acme", "again", 0, 2, two),
        odd.record(1, "acme", "again", 0, 2, two),
        odd.record(1, "acme", "liar", 0, 5, two),
        odd.direct(1, "acme", two),
        odd.direct(1, "acme", more));
  }

  /** A gateway, and two topics that Collectors write. */
  private List<ProducerRecord<byte[], byte[]>> directRecords() {
    byte[] ofNobody = request(counter("y", CPU, "s", 30, 0, 1));
    return List.of(
        direct.record(0, "acme", "gw.0", 0, 2, request(counter("a", CPU, "s", 30, 0, 1))),
        direct.direct(0, "acme", request(counter("b", CPU, "s", 30, 0, 2))),
        new ProducerRecord<>("collectors", 0, "nobody".getBytes(UTF_8), ofNobody),
        new ProducerRecord<>("collectors", 0, "acme".getBytes(UTF_8), more("c")),
        new ProducerRecord<>("collectors.acme", 0, null, more("d")),
        new ProducerRecord<>("collectors.acme", 0, null, more("d")));
  }

  private static byte[] more(String resource) {
    return request(counter(resource, CPU, "s", 30, 0, 60));
  }

  private static List<String> told(ReconciliationReport report) {
    return report.findings(true).stream()
        .map(f -> f.link().id() + " | " + f.subject() + " | " + f.range() + " | " + f.reason())
        .toList();
  }

  private static List<String> unproven(ReconciliationReport report) {
    return report.findings(false).stream()
        .map(f -> f.link().id() + " | " + f.subject() + " | " + f.range() + " | " + f.reason())
        .toList();
  }

  /** Changes tables by hand, and waits until it is done. */
  private static void change(Store store, String table, String how) {
    store.text("ALTER TABLE " + table + " " + how + " SETTINGS mutations_sync = 1", Map.of());
  }

  @Test
  void whatWasNotTouchedIsEqual() throws Exception {
    try (Store store = clean.copy()) {
      ReconciliationReport report = clean.reconcile(store);
      assertThat(told(report)).isEmpty();
      assertThat(unproven(report)).isEmpty();
      assertThat(report.text().lines().limit(9))
          .element(2)
          .asString()
          .matches("producers +2 producers, 548 points +equal");
      assertThat(report.text())
          .containsPattern("kafka +8 records, 548 points +equal")
          .containsPattern("ledger +8 records, 548 points +equal")
          .containsPattern("quarantine +1 records, 2 points +equal")
          .containsPattern("usage +15 bills, 6 usage rows +equal")
          .containsPattern("history +no day is sealed yet +equal")
          .endsWith("Every link is equal.\n");
    }
  }

  @Test
  void aDeletedLedgerRowIsNamed() throws Exception {
    try (Store store = clean.copy()) {
      change(store, "ledger_row", "DELETE WHERE producer_id = 'gw.0' AND sequence = 4");
      assertThat(told(clean.reconcile(store)))
          .containsExactly(
              "ledger | gw.0 | clean-0 offset 4, sequence 4 (1 record, 2 points)"
                  + " | Kafka holds it, the ledger does not");
    }
  }

  @Test
  void neighbouringDeletedRowsAreOneRange() throws Exception {
    try (Store store = clean.copy()) {
      change(store, "ledger_row", "DELETE WHERE producer_id = 'gw.1' AND sequence > 0");
      assertThat(told(clean.reconcile(store)))
          .containsExactly(
              "ledger | gw.1 | clean-1 offset 1..2, sequence 1..2 (2 records, 120 points)"
                  + " | Kafka holds it, the ledger does not");
    }
  }

  @Test
  void anAlteredLedgerRowIsNamed() throws Exception {
    try (Store store = clean.copy()) {
      change(
          store,
          "ledger_row",
          "UPDATE points_counted = 59 WHERE sequence = 1 AND producer_id = 'gw.1'");
      change(
          store,
          "ledger_row",
          "UPDATE tenant_id = 'acme' WHERE sequence = 2 AND producer_id = 'gw.1'");
      assertThat(told(clean.reconcile(store)))
          .containsExactly(
              "ledger | gw.1 | clean-1 offset 1, sequence 1 (1 record, 60 points)"
                  + " | 60 points are in the record, of 59 the ledger says what became of them",
              "ledger | gw.1 | clean-1 offset 2, sequence 2 (1 record, 60 points)"
                  + " | tenant_id is acme in the ledger, borealis in Kafka");
    }
  }

  @Test
  void aRowThatNobodySentIsNamed() throws Exception {
    try (Store store = clean.copy()) {
      store.text(
          "INSERT INTO ledger_row SELECT * REPLACE (toInt64(99) AS kafka_offset)"
              + " FROM ledger_row WHERE producer_id = 'gw.1' AND sequence = 2",
          Map.of());
      assertThat(told(clean.reconcile(store)))
          .containsExactly(
              "ledger | gw.1 | clean-1 offset 99, sequence 2 (1 record, 60 points)"
                  + " | the ledger has it, Kafka holds no such record");
    }
  }

  @Test
  void pointsMissingFromTheQuarantineAreNamed() throws Exception {
    try (Store store = clean.copy()) {
      change(store, "quarantine_row", "DELETE WHERE item = 0");
      assertThat(told(clean.reconcile(store)))
          .containsExactly(
              "quarantine | gw.0 | clean-0 offset 4"
                  + " | 1 points are in quarantine, the ledger says 2");
    }
  }

  @Test
  void aDeletedUsageRowIsNamedAndWhatFollowsFromItIsNot() throws Exception {
    try (Store store = clean.copy()) {
      change(
          store,
          "usage_revision",
          "DELETE WHERE tenant_id = 'borealis' AND window_start = '2026-06-10 11:00:00'");
      assertThat(told(clean.reconcile(store)))
          .singleElement()
          .asString()
          .startsWith(
              "usage | borealis | serverless/requests usage 2026-06-10T11:00:00Z to"
                  + " 2026-06-10T12:00:00Z (meter requests) | charged are 3 10*6.{request} for"
                  + " 0.6 USD, there is no usage for it");
    }
  }

  @Test
  void anAlteredUsageRowIsNamed() throws Exception {
    try (Store store = clean.copy()) {
      change(
          store,
          "usage_revision",
          "UPDATE quantity = quantity - 360 WHERE tenant_id = 'acme'"
              + " AND window_start = '2026-06-10 10:00:00'");
      assertThat(told(clean.reconcile(store)))
          .singleElement()
          .asString()
          .startsWith("usage | acme | serverless/compute usage 2026-06-10T10:00:00Z to")
          .contains("charged are 0.708333333 {cpu}.h for", "rated to 0.608333333 {cpu}.h for")
          .contains("other amounts of the line follow from it");
    }
  }

  @Test
  void anAlteredOrDeletedChargeIsNamed() throws Exception {
    try (Store store = clean.copy()) {
      change(
          store,
          "charge_revision",
          "UPDATE billed_cost = billed_cost + 1 WHERE tenant_id = 'acme' AND sku_id = 'compute'"
              + " AND charge_start = '2026-06-10 11:00:00'");
      change(
          store,
          "charge_revision",
          "DELETE WHERE tenant_id = 'borealis' AND sku_id = 'requests' AND kind = 'usage'"
              + " AND charge_start = '2026-06-10 12:00:00'");
      assertThat(told(clean.reconcile(store)))
          .hasSize(2)
          .satisfies(
              all -> {
                assertThat(all.get(0))
                    .startsWith("charges | acme | serverless/compute usage 2026-06-10T11:00:00Z")
                    .contains("for 1.0", "rated to 0.7");
                assertThat(all.get(1))
                    .isEqualTo(
                        "charges | borealis | serverless/requests usage 2026-06-10T12:00:00Z to"
                            + " 2026-06-10T13:00:00Z (meter requests) | there is no such charge,"
                            + " the usage is rated to 3 10*6.{request} for 0.6 USD");
              });
    }
  }

  @Test
  void whatProducersDoWrongIsNamedAndWhatCannotBeProvenIsSaid() throws Exception {
    try (Store store = odd.copy()) {
      ReconciliationReport report = odd.reconcile(store);
      assertThat(told(report))
          .containsExactlyInAnyOrder(
              "producers | again | sequence 0 | the number comes again, at partition 1 offset 2",
              "producers | headless | sequence 0..1"
                  + " | neither Kafka nor the ledger holds what the producer numbered so",
              "producers | hole | sequence 2..3"
                  + " | neither Kafka nor the ledger holds what the producer numbered so",
              "kafka | liar | odd-1 offset 3, sequence 0 (1 record, 5 points)"
                  + " | the producer declares 5 points, 2 are in the record");
      assertThat(unproven(report))
          .containsExactly(
              "producers | direct-1 | 2 records, 4 points | of a direct producer: nothing says how"
                  + " many records it sent, only what Kafka holds is compared");
    }
  }

  @Test
  void aPeriodHoldsTheRecordsAppendedAndTheWindowsThatStartInIt() throws Exception {
    try (Store store = clean.copy()) {
      Instant now = Instant.now();
      ReconciliationReport june =
          clean.reconcile(
              store, Optional.of(YearMonth.of(2026, 6)), Optional.of("acme"), true, now);
      assertThat(june.text())
          .containsPattern("kafka +0 records, 0 points +equal")
          .containsPattern("usage +1 bills, 3 usage rows +equal");
      ReconciliationReport appended =
          clean.reconcile(
              store,
              Optional.of(YearMonth.parse(now.toString().substring(0, 7))),
              Optional.of("acme"),
              true,
              now);
      assertThat(appended.text())
          .containsPattern("kafka +5 records, 367 points +equal")
          .containsPattern("quarantine +1 records, 2 points +equal");
      change(store, "ledger_row", "DELETE WHERE producer_id = 'gw.1'");
      assertThat(told(clean.reconcile(store, Optional.empty(), Optional.of("acme"), true, now)))
          .isEmpty();
    }
  }

  @Test
  void aSealedDayThatChangesShowsAndItsHashCanBeRecomputedByAnyone() throws Exception {
    try (Store store = clean.copy()) {
      Instant later = Instant.now().plus(A_DAY);
      ReconciliationReport sealed =
          clean.reconcile(store, Optional.empty(), Optional.empty(), true, later);
      assertThat(told(sealed)).isEmpty();
      JsonNode days = new ObjectMapper().readTree(sealed.json()).path("days");
      assertThat(days).isNotEmpty();
      String previous = "0".repeat(64);
      for (JsonNode day : days) {
        String text =
            store.text(
                "SELECT producer_id, tenant_id, count(), sum(points_declared), sum(points_found),"
                    + " sum(points_counted), sum(points_repeated), sum(points_covered),"
                    + " sum(points_unmetered), sum(points_quarantined) FROM ledger"
                    + " WHERE kafka_topic = 'clean' AND toDate(appended_at) = {day:Date}"
                    + " GROUP BY producer_id, tenant_id ORDER BY toString(producer_id), tenant_id"
                    + " FORMAT TabSeparated",
                Map.of("day", day.path("day").asText()));
        assertThat(text).isNotEmpty();
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        sha.update(previous.getBytes(UTF_8));
        sha.update((byte) '\n');
        sha.update(text.getBytes(UTF_8));
        assertThat(day.path("previous_hash").asText()).isEqualTo(previous);
        assertThat(day.path("hash").asText()).isEqualTo(HexFormat.of().formatHex(sha.digest()));
        previous = day.path("hash").asText();
      }

      assertThat(told(clean.reconcile(store, Optional.empty(), Optional.empty(), true, later)))
          .isEmpty();
      assertThat(store.rows("SELECT day FROM reconciliation", Map.of())).hasSize(days.size());

      change(
          store,
          "ledger_row",
          "UPDATE points_counted = points_counted - 1, points_repeated = points_repeated + 1"
              + " WHERE producer_id = 'gw.1' AND sequence = 0");
      assertThat(told(clean.reconcile(store, Optional.empty(), Optional.empty(), true, later)))
          .singleElement()
          .asString()
          .contains(
              "ledger of the day | sealed was gw.1 borealis 3 181 181 181 0 0 0 0;"
                  + " now it is gw.1 borealis 3 181 181 180 1 0 0 0");
    }
  }

  @Test
  void aSealThatIsChangedOrRemovedShows() throws Exception {
    try (Store store = clean.copy()) {
      Instant later = Instant.now().plus(A_DAY.multipliedBy(3));
      clean.reconcile(store, Optional.empty(), Optional.empty(), true, later);
      List<JsonNode> days = store.rows("SELECT day FROM reconciliation ORDER BY day", Map.of());
      String first = days.get(0).path("day").asText();
      String second = days.get(1).path("day").asText();

      change(store, "reconciliation", "UPDATE totals = '' WHERE day = '" + first + "'");
      assertThat(told(clean.reconcile(store)))
          .anySatisfy(line -> assertThat(line).contains(first, "the seal was changed"))
          .noneSatisfy(line -> assertThat(line).contains(second));

      change(store, "reconciliation", "DELETE WHERE day = '" + first + "'");
      assertThat(told(clean.reconcile(store)))
          .anySatisfy(line -> assertThat(line).contains(first, "the day has no seal"));
    }
  }

  @Test
  void aDayWithADifferenceIsNotSealed() throws Exception {
    try (Store store = clean.copy()) {
      change(store, "ledger_row", "DELETE WHERE producer_id = 'gw.0' AND sequence = 0");
      clean.reconcile(store, Optional.empty(), Optional.empty(), true, Instant.now().plus(A_DAY));
      assertThat(store.rows("SELECT day FROM reconciliation", Map.of())).isEmpty();
    }
  }

  @Test
  void theJobsOwnConfigurationSaysWhereToLook(@TempDir Path folder) throws Exception {
    try (Store store = clean.copy()) {
      String job = clean.jobFile(folder, store, "clean").toString();
      CommandRun run = CommandRun.of("reconcile", "--config", job, "--no-seal");
      assertThat(run.exitCode()).as(run.toString()).isZero();
      assertThat(run.out()).contains("8 records, 548 points").endsWith("Every link is equal.\n");

      change(store, "ledger_row", "DELETE WHERE producer_id = 'gw.1' AND sequence = 1");
      assertThat(CommandRun.of("reconcile", "--config", job).exitCode())
          .isEqualTo(ExitCode.NOT_EQUAL);

      CommandRun stranger = CommandRun.of("reconcile", "--config", job, "--tenant", "nobody");
      assertThat(stranger.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(stranger.err()).contains("there is no tenant 'nobody'");

      String other = clean.jobFile(folder, store, "nowhere").toString();
      CommandRun nowhere = CommandRun.of("reconcile", "--config", other);
      assertThat(nowhere.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(nowhere.err()).contains("has no topic nowhere").doesNotContain("\tat ");
    }
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void whatRetentionHasDeletedIsSaidAndTheLedgerStandsForIt() throws Exception {
    try (Store store = clean.copy();
        Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin
          .deleteRecords(Map.of(new TopicPartition("clean", 0), RecordsToDelete.beforeOffset(3)))
          .all()
          .get();
      ReconciliationReport report = clean.reconcile(store);
      assertThat(told(report)).isEmpty();
      assertThat(report.text()).endsWith("Nothing differs, but not everything is proven.\n");
      assertThat(unproven(report))
          .containsExactly(
              "kafka | gw.0 | clean-0 offset 0..2, sequence 0..2 (3 records, 362 points)"
                  + " | Kafka has deleted it (retention), so that only the ledger says what was in"
                  + " it");

      change(store, "ledger_row", "DELETE WHERE producer_id = 'gw.0' AND sequence = 1");
      assertThat(told(clean.reconcile(store)))
          .containsExactly(
              "producers | gw.0 | sequence 1"
                  + " | neither Kafka nor the ledger holds what the producer numbered so");
    }
  }

  @Test
  void whatCollectorsWriteThemselvesIsComparedFromKafkaOnwards() throws Exception {
    try (Store store = direct.copy()) {
      ReconciliationReport report = direct.reconcile(store);
      assertThat(told(report)).isEmpty();
      assertThat(report.findings(false))
          .extracting(
              finding -> finding.link().id() + " " + finding.subject() + " " + finding.range())
          .containsExactly(
              "producers direct-0 1 records, 3 points",
              "producers direct-collectors-0 2 records, 63 points",
              "producers direct-collectors.acme-0 2 records, 122 points");
      assertThat(report.text())
          .contains("2 records, 5 points; collectors: 2 records, 63 points")
          .contains("collectors: 1 records, 2 points")
          .contains("Nothing differs, but not everything is proven.");

      change(
          store, "ledger_row", "DELETE WHERE kafka_topic = 'collectors.acme' AND kafka_offset = 1");
      assertThat(told(direct.reconcile(store)))
          .containsExactly(
              "ledger | direct-collectors.acme-0 | collectors.acme-0 offset 1 (1 record, 61 points)"
                  + " | Kafka holds it, the ledger does not");
    }
  }
}
