package dev.headroom.cli.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.cli.store.Store;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ledger's rows of one partition that were appended in the period, by offset. */
final class LedgerReader {
  private static final int PAGE = 20_000;
  private static final String SELECT =
      "SELECT kafka_partition, kafka_offset, appended_at, tenant_id, producer_id, sequence,"
          + " points_declared, points_found, points_counted + points_repeated + points_covered"
          + " + points_unmetered + points_quarantined AS accounted FROM ledger WHERE "
          + Scope.appended()
          + " AND kafka_partition = {partition:Int32}";

  private final Store store;
  private final Map<String, String> values;
  private final Deque<RecordFacts> page = new ArrayDeque<>();
  private long from;
  private boolean ended;

  LedgerReader(Store store, Scope scope, int partition) {
    this.store = store;
    this.values = new HashMap<>(scope.values());
    this.values.put("tenant", "");
    this.values.put("partition", Integer.toString(partition));
  }

  @Nullable RecordFacts peek() {
    if (page.isEmpty() && !ended) {
      turn();
    }
    return page.peek();
  }

  void next() {
    page.poll();
  }

  private void turn() {
    values.put("offset", Long.toString(from));
    List<JsonNode> rows =
        store.rows(
            SELECT
                + " AND kafka_offset >= {offset:Int64} ORDER BY kafka_offset, appended_at LIMIT "
                + PAGE,
            values);
    rows.forEach(row -> page.add(facts(row)));
    ended = rows.size() < PAGE;
    if (!page.isEmpty()) {
      from = page.peekLast().offset() + 1;
    }
  }

  /** The row of one record, if there is one by now. */
  static boolean holds(Store store, Scope scope, RecordFacts record) {
    Map<String, String> values = new HashMap<>(scope.values());
    values.put("tenant", "");
    values.put("partition", Integer.toString(record.partition()));
    values.put("offset", Long.toString(record.offset()));
    return !store.rows(SELECT + " AND kafka_offset = {offset:Int64}", values).isEmpty();
  }

  private static RecordFacts facts(JsonNode row) {
    return new RecordFacts(
        row.path("kafka_partition").asInt(),
        row.path("kafka_offset").asLong(),
        Instant.parse(row.path("appended_at").asText()).toEpochMilli(),
        row.path("tenant_id").asText(),
        row.path("producer_id").asText(),
        row.path("sequence").asLong(),
        true,
        row.path("points_declared").asLong(),
        row.path("points_found").asLong(),
        row.path("accounted").asLong());
  }
}
