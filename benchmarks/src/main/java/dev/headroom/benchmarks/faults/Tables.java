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
      "SELECT concat('declared ', toString(sum(points_declared)), ', told ',"
          + " toString(sum(points_counted + points_repeated + points_covered)), ', unmetered or"
          + " quarantined ', toString(sum(points_unmetered + points_quarantined)))"
          + " FROM %s.ingest";

  private static final String DOUBLED =
      "SELECT count() - uniqExact(tenant_id, meter, window_start, window_end, dimensions, revision)"
          + " FROM %s.usage_revision";

  private final EmbeddedClickHouse clickHouse;
  private final String database;
  private final ModelLoad load;

  Tables(EmbeddedClickHouse clickHouse, String database, ModelLoad load) {
    this.clickHouse = clickHouse;
    this.database = database;
    this.load = load;
  }

  /** What the views get wrong; empty if they are exactly the model's. */
  List<String> differences() {
    List<String> differences = new ArrayList<>(load.differences(quantities()));
    long sent = load.points();
    String points = query(POINTS);
    if (!points.equals("declared %d, told %d, unmetered or quarantined 0".formatted(sent, sent))) {
      differences.add("of " + sent + " points: " + points);
    }
    return differences;
  }

  /** Rows that were inserted twice and merged by nobody. */
  List<String> doubled() {
    String doubled = query(DOUBLED);
    return doubled.equals("0") ? List.of() : List.of(doubled + " rows inserted twice");
  }

  void mergeCompletely() {
    clickHouse.query("OPTIMIZE TABLE " + database + ".usage_revision FINAL");
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
