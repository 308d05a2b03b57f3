package dev.headroom.cli.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.cli.output.Column;
import dev.headroom.cli.output.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decisions of the autoscaler, as the view {@code decisions} has them. */
public final class DecisionRecord {
  private static final List<Column> SHORT =
      List.of(
          Column.text("time"),
          Column.text("kind"),
          Column.text("rule"),
          Column.text("result"),
          Column.text("sentence"));

  private static final List<Column> FULL =
      List.of(
          Column.text("decision_id"),
          Column.text("time"),
          Column.text("tenant_id"),
          Column.text("pool"),
          Column.text("workload"),
          Column.text("kind"),
          Column.text("policy"),
          Column.text("rule"),
          Column.text("unit"),
          Column.decimal("from_capacity"),
          Column.decimal("to_capacity"),
          Column.text("result"),
          Column.json("inputs"),
          Column.json("bounds"),
          Column.text("expected"),
          Column.text("sentence"),
          Column.text("error"));

  private DecisionRecord() {}

  /**
   * The newest decisions, oldest first.
   *
   * @param tenant of decisions about a tenant; empty for any
   * @param pool of the pool; empty for any
   */
  public static List<JsonNode> newest(Store store, String tenant, String pool, int limit) {
    Map<String, String> values = new HashMap<>();
    values.put("tenant", tenant);
    values.put("pool", pool);
    values.put("limit", Integer.toString(limit));
    String sql =
        "SELECT * FROM (SELECT * FROM decisions"
            + " WHERE ({tenant:String} = '' OR tenant_id = {tenant:String})"
            + " AND ({pool:String} = '' OR pool = {pool:String})"
            + " ORDER BY time DESC, decision_id LIMIT {limit:UInt32}) ORDER BY time, decision_id";
    return store.rows(sql, values);
  }

  /** At most two whose id begins with these hex digits. */
  public static List<JsonNode> startingWith(Store store, String digits) {
    return store.rows(
        "SELECT * FROM decisions WHERE startsWith(decision_id, {id:String}) ORDER BY decision_id"
            + " LIMIT 2",
        Map.of("id", digits));
  }

  /** The first one after it that is about the same workload or pool. */
  public static Optional<JsonNode> after(Store store, JsonNode decision) {
    Map<String, String> values = new HashMap<>();
    for (String column : List.of("tenant_id", "pool", "workload", "kind")) {
      values.put(column, decision.path(column).asText());
    }
    values.put("time", decision.path("time").asText());
    return store
        .rows(
            "SELECT * FROM decisions WHERE tenant_id = {tenant_id:String} AND pool = {pool:String}"
                + " AND workload = {workload:String} AND kind = {kind:String}"
                + " AND time > parseDateTime64BestEffort({time:String}, 3, 'UTC')"
                + " ORDER BY time LIMIT 1",
            values)
        .stream()
        .findFirst();
  }

  /** What a person reads first. */
  public static Table summary(List<JsonNode> decisions) {
    return table(SHORT, decisions);
  }

  /** Everything. */
  public static Table full(List<JsonNode> decisions) {
    return table(FULL, decisions);
  }

  private static Table table(List<Column> columns, List<JsonNode> decisions) {
    return new Table(
        columns,
        decisions.stream()
            .map(d -> columns.stream().map(column -> cell(d.path(column.name()))).toList())
            .toList());
  }

  private static String cell(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }
}
