package dev.headroom.cli.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.cli.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Compares the points in quarantine with the ledger's, record by record. */
final class QuarantineComparison {
  /** A running job inserts into both tables, one after the other. */
  private static final int LOOKS = 5;

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final String SUMS =
      "SELECT kafka_partition, kafka_offset, max(appended_at) AS at, max(producer) AS producer_id,"
          + " sum(set_aside) AS in_quarantine, sum(said) AS in_ledger, max(known) AS is_known FROM ("
          + " SELECT kafka_partition, kafka_offset, appended_at, '' AS producer,"
          + " toUInt64(points) AS set_aside, toUInt64(0) AS said, 0 AS known FROM quarantine WHERE "
          + Scope.appended()
          + " UNION ALL"
          + " SELECT kafka_partition, kafka_offset, appended_at, toString(producer_id) AS producer,"
          + " toUInt64(0) AS set_aside, points_quarantined AS said, 1 AS known FROM ledger WHERE "
          + Scope.appended()
          + ") GROUP BY kafka_partition, kafka_offset";

  private final Store store;
  private final Scope scope;
  private final Findings findings;
  private final boolean jobIsRunning;

  QuarantineComparison(Store store, Scope scope, Findings findings, boolean jobIsRunning) {
    this.jobIsRunning = jobIsRunning;
    this.store = store;
    this.scope = scope;
    this.findings = findings;
  }

  /** What Kafka holds and the ledger does not has been named already. */
  void run(RecordComparison records) {
    JsonNode all =
        store
            .rows(
                "SELECT countIf(in_quarantine > 0) AS records, sum(in_quarantine) AS points FROM ("
                    + SUMS
                    + ")",
                scope.values())
            .get(0);
    findings.compared(
        Link.QUARANTINE,
        scope.part(),
        "%,d records, %,d points"
            .formatted(all.path("records").asLong(), all.path("points").asLong()));
    List<JsonNode> differences = differences();
    for (int look = 1; jobIsRunning && look < LOOKS && !differences.isEmpty(); look++) {
      Pause.of(PAUSE);
      differences = differences();
    }
    differences.forEach(row -> differs(row, records));
  }

  private List<JsonNode> differences() {
    return store.rows(
        SUMS
            + " HAVING in_quarantine != in_ledger ORDER BY kafka_partition, kafka_offset LIMIT "
            + Findings.MOST_TOLD,
        scope.values());
  }

  private void differs(JsonNode row, RecordComparison records) {
    int partition = row.path("kafka_partition").asInt();
    long offset = row.path("kafka_offset").asLong();
    boolean known = row.path("is_known").asInt() == 1;
    if (!known && records.isHeldByKafka(partition, offset)) {
      return;
    }
    findings.ledgerDiffersAt(Instant.parse(row.path("at").asText()).toEpochMilli());
    findings.differs(
        Link.QUARANTINE,
        known ? row.path("producer_id").asText() : "unknown",
        "%s-%d offset %d".formatted(scope.topic(), partition, offset),
        "%,d points are in quarantine, %s"
            .formatted(
                row.path("in_quarantine").asLong(),
                known
                    ? "the ledger says %,d".formatted(row.path("in_ledger").asLong())
                    : "the ledger does not know the record"));
  }
}
