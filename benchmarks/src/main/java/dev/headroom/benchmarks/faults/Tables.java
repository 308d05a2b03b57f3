package dev.headroom.benchmarks.faults;

import dev.headroom.embedded.EmbeddedClickHouse;
import dev.headroom.usage.metering.ModelLoad;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What ClickHouse holds after a round, against what the model says. */
final class Tables {
  private static final String QUANTITIES =
      "SELECT concat(tenant_id, ' ', meter, ' ', toString(toUnixTimestamp(window_start)), '-',"
          + " toString(toUnixTimestamp(window_end)), ' ', dimensions), quantity FROM %s.usage"
          + " WHERE quantity != 0";

  private static final String POINTS =
      "SELECT concat('records ', toString(sum(records)), ', points declared ', toString(sum(points_declared)), ', told ',"
          + " toString(sum(points_counted + points_repeated + points_covered)), ', unmetered or"
          + " quarantined ', toString(sum(points_unmetered + points_quarantined)))"
          + " FROM %s.ingest";

  private static final Map<String, String> DOUBLED =
      Map.of(
          "usage_revision",
          "tenant_id, meter, window_start, window_end, dimensions, revision",
          "ledger_row",
          "kafka_partition, kafka_offset, points_counted, points_repeated, points_covered");

  private final EmbeddedClickHouse clickHouse;
  private final String database;
  private final ModelLoad load;
  private final int records;

  Tables(EmbeddedClickHouse clickHouse, String database, RoundPlan plan) {
    this.clickHouse = clickHouse;
    this.database = database;
    this.load = plan.load();
    this.records = plan.requests().size();
  }

  /** What the views get wrong; empty if they are exactly the model's. */
  List<String> differences() {
    List<String> differences = new ArrayList<>(load.differences(quantities()));
    String expected =
        "records %d, points declared %d, told %2$d, unmetered or quarantined 0"
            .formatted(records, load.points());
    String told = query(POINTS);
    if (!told.equals(expected)) {
      differences.add("the ledger says " + told + " instead of " + expected);
    }
    return differences;
  }

  /** Tables with rows that were inserted twice, provided that nothing was merged. */
  List<String> doubled() {
    List<String> doubled = new ArrayList<>();
    DOUBLED.forEach(
        (table, key) -> {
          String rows = query("SELECT count() - uniqExact(" + key + ") FROM %s." + table);
          if (!rows.equals("0")) {
            doubled.add(rows + " rows were inserted twice into " + table);
          }
        });
    return doubled;
  }

  void mergeCompletely() {
    DOUBLED.keySet().forEach(table -> query("OPTIMIZE TABLE %s." + table + " FINAL"));
  }

  private Map<String, BigDecimal> quantities() {
    Map<String, BigDecimal> quantities = new TreeMap<>();
    query(QUANTITIES)
        .lines()
        .forEach(
            line -> {
              int tab = line.lastIndexOf('\t');
              quantities.put(line.substring(0, tab), new BigDecimal(line.substring(tab + 1)));
            });
    return quantities;
  }

  private String query(String sql) {
    return clickHouse.query(sql.formatted(database));
  }
}
