package dev.headroom.cli.reconcile;

import dev.headroom.cli.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks Kafka and the ledger side by side, partition by partition and offset by offset. Neither is
 * held in memory: both come in the order of the offsets.
 */
final class RecordComparison {
  /** What the job has not read after so long is not on its way but missing. */
  private static final Duration ON_ITS_WAY = Duration.ofMinutes(10);

  private static final Duration PAUSE = Duration.ofMillis(500);

  private static final String NOT_IN_LEDGER = "Kafka holds it, the ledger does not";
  private static final String NOT_READ = "Kafka holds it, the job has not read it yet";
  private static final String NOT_IN_KAFKA = "the ledger has it, Kafka holds no such record";
  private static final String RETENTION =
      "Kafka has deleted it (retention), so that only the ledger says what was in it";
  private static final String DIRECT =
      "of a direct producer: nothing says how many records it sent, only what Kafka holds is"
          + " compared";

  private final Store store;
  private final Scope scope;
  private final Findings findings;
  private final SequenceCheck sequences;
  private final RecordRun run;
  private final Map<Integer, Long> logStarts = new HashMap<>();
  private final DirectProducers direct;
  private final boolean jobIsRunning;

  private long kafkaRecords;
  private long kafkaPoints;
  private long ledgerRecords;
  private long ledgerPoints;
  private int patience = 20;
  private long firstUnreadMillis = Long.MAX_VALUE;

  RecordComparison(Store store, Scope scope, Findings findings, boolean jobIsRunning) {
    this.jobIsRunning = jobIsRunning;
    this.store = store;
    this.scope = scope;
    this.findings = findings;
    this.sequences = new SequenceCheck(findings);
    this.direct = new DirectProducers(findings, DIRECT);
    this.run =
        new RecordRun(
            scope.topic(),
            (range, told) -> {
              if (told.differs()) {
                findings.differs(told.link(), told.first().producerId(), range, told.reason());
              } else {
                findings.unproven(told.link(), told.first().producerId(), range, told.reason());
              }
            });
  }

  void run(TopicReader topic) {
    for (int partition : topic.partitions()) {
      TopicReader.Span span = topic.open(partition);
      logStarts.put(partition, span.logStart());
      walk(topic, new LedgerReader(store, scope, partition), span);
      run.flush();
    }
    if (!scope.isDirect()) {
      sequences.finish(
          neighbours("max(sequence)", "<", scope.from().toEpochMilli()),
          neighbours("min(sequence)", ">=", scope.to().toEpochMilli()));
    }
    direct.finish();
    findings.compared(
        Link.KAFKA, scope.part(), "%,d records, %,d points".formatted(kafkaRecords, kafkaPoints));
    findings.compared(
        Link.LEDGER,
        scope.part(),
        "%,d records, %,d points".formatted(ledgerRecords, ledgerPoints));
  }

  private void walk(TopicReader topic, LedgerReader ledger, TopicReader.Span span) {
    while (true) {
      RecordFacts kafka = topic.peek();
      RecordFacts row = ledger.peek();
      if (kafka == null && row == null) {
        return;
      }
      if (row == null || (kafka != null && kafka.offset() < row.offset())) {
        held(kafka);
        onlyInKafka(kafka, span);
        topic.next();
      } else if (kafka == null || row.offset() < kafka.offset()) {
        onlyInLedger(row, span);
        ledger.next();
      } else {
        held(kafka);
        compare(kafka, row);
        topic.next();
        ledger.next();
      }
    }
  }

  private void held(@Nullable RecordFacts kafka) {
    if (kafka == null) {
      return;
    }
    sequences.add(kafka);
    if (!scope.concerns(kafka.tenant())) {
      return;
    }
    kafkaRecords++;
    kafkaPoints += kafka.found();
    direct.add(kafka);
    if (kafka.declared() != kafka.found()) {
      run.add(
          Link.KAFKA,
          true,
          kafka,
          "the producer declares %,d points, %,d are in the record"
              .formatted(kafka.declared(), kafka.found()));
    }
  }

  private void onlyInKafka(@Nullable RecordFacts kafka, TopicReader.Span span) {
    if (kafka == null || !scope.concerns(kafka.tenant())) {
      return;
    }
    if (kafka.offset() < span.committed()) {
      if (arrives(kafka)) {
        return;
      }
      findings.ledgerDiffersAt(kafka.appendedAtMillis());
      run.add(Link.LEDGER, true, kafka, NOT_IN_LEDGER);
      return;
    }
    firstUnreadMillis = Math.min(firstUnreadMillis, kafka.appendedAtMillis());
    long waitingMillis = scope.now().toEpochMilli() - kafka.appendedAtMillis();
    run.add(Link.LEDGER, waitingMillis > ON_ITS_WAY.toMillis(), kafka, NOT_READ);
  }

  /** The row of a record that was read just now may still be on its way: it is waited for. */
  private boolean arrives(RecordFacts kafka) {
    long age = scope.now().toEpochMilli() - kafka.appendedAtMillis();
    if (!jobIsRunning || age > ON_ITS_WAY.toMillis()) {
      return false;
    }
    while (!LedgerReader.holds(store, scope, kafka)) {
      if (patience-- <= 0) {
        return false;
      }
      Pause.of(PAUSE);
    }
    ledgerRecords++;
    ledgerPoints += kafka.found();
    return true;
  }

  private void onlyInLedger(RecordFacts row, TopicReader.Span span) {
    if (row.offset() >= span.end() && jobIsRunning) {
      return; // appended since the walk began
    }
    if (row.offset() >= span.logStart()) {
      if (scope.concerns(row.tenant())) {
        findings.ledgerDiffersAt(row.appendedAtMillis());
        run.add(Link.LEDGER, true, row, NOT_IN_KAFKA);
      }
      return;
    }
    sequences.add(row);
    if (scope.concerns(row.tenant())) {
      count(row);
      run.add(Link.KAFKA, false, row, RETENTION);
      accounted(row);
    }
  }

  private void count(RecordFacts row) {
    ledgerRecords++;
    ledgerPoints += row.found();
  }

  private void compare(RecordFacts kafka, RecordFacts row) {
    if (!scope.concerns(kafka.tenant()) && !scope.concerns(row.tenant())) {
      return;
    }
    count(row);
    List<String> wrong = new ArrayList<>();
    differ(wrong, "tenant_id", row.tenant(), kafka.tenant());
    differ(wrong, "producer_id", row.producerId(), kafka.producerId());
    differ(wrong, "sequence", row.sequence(), kafka.sequence());
    differ(wrong, "points_declared", row.declared(), kafka.declared());
    differ(wrong, "points_found", row.found(), kafka.found());
    differ(wrong, "appended_at", row.appendedAtMillis(), kafka.appendedAtMillis());
    if (!wrong.isEmpty()) {
      findings.ledgerDiffersAt(kafka.appendedAtMillis());
      run.add(Link.LEDGER, true, kafka, String.join("; ", wrong));
    }
    accounted(row);
  }

  private static void differ(List<String> wrong, String column, Object ledger, Object kafka) {
    if (!ledger.equals(kafka)) {
      wrong.add("%s is %s in the ledger, %s in Kafka".formatted(column, ledger, kafka));
    }
  }

  private void accounted(RecordFacts row) {
    if (row.accounted() != row.found()) {
      findings.ledgerDiffersAt(row.appendedAtMillis());
      run.add(
          Link.LEDGER,
          true,
          row,
          "%,d points are in the record, of %,d the ledger says what became of them"
              .formatted(row.found(), row.accounted()));
    }
  }

  /** The numbers that every producer had just before or after the period, from the ledger. */
  private Map<String, Long> neighbours(String which, String side, long millis) {
    if (scope.period().isEmpty()) {
      return Map.of();
    }
    Map<String, Long> numbers = new HashMap<>();
    store
        .rows(
            "SELECT producer_id, "
                + which
                + " AS number FROM ledger WHERE kafka_topic = {topic:String} AND sequence >= 0"
                + " AND appended_at "
                + side
                + " fromUnixTimestamp64Milli({at:Int64}, 'UTC') GROUP BY producer_id",
            Map.of("topic", scope.topic(), "at", Long.toString(millis)))
        .forEach(row -> numbers.put(row.path("producer_id").asText(), row.path("number").asLong()));
    return numbers;
  }

  /** Append time of the first record that the job has not read; empty if it has read all. */
  Optional<Long> firstUnreadMillis() {
    return firstUnreadMillis == Long.MAX_VALUE ? Optional.empty() : Optional.of(firstUnreadMillis);
  }

  /** Whether Kafka still held that offset. */
  boolean isHeldByKafka(int partition, long offset) {
    return offset >= logStarts.getOrDefault(partition, Long.MAX_VALUE);
  }
}
