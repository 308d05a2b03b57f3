package dev.headroom.aggregation.rows;

import java.util.List;

/** The tables the job writes, with the columns it fills, in the order of the row's encoding. */
public enum SinkTable {
  USAGE(
      1,
      "usage_revision",
      "tenant_id",
      "period",
      "meter",
      "window_start",
      "window_end",
      "dimensions",
      "quantity",
      "quantity_allocated",
      "unit",
      "resource",
      "state",
      "revision"),
  LEDGER(
      2,
      "ledger_row",
      "kafka_topic",
      "kafka_partition",
      "kafka_offset",
      "appended_at",
      "tenant_id",
      "producer_id",
      "sequence",
      "points_declared",
      "points_found",
      "points_counted",
      "points_repeated",
      "points_covered",
      "points_unmetered",
      "points_quarantined"),
  QUARANTINE(
      3,
      "quarantine_row",
      "kafka_topic",
      "kafka_partition",
      "kafka_offset",
      "item",
      "appended_at",
      "tenant_id",
      "reason",
      "metric",
      "points",
      "detail",
      "payload"),
  CHARGE(
      4,
      "charge_revision",
      "tenant_id",
      "period",
      "period_start",
      "period_end",
      "book_id",
      "sku_id",
      "kind",
      "meter",
      "charge_start",
      "charge_end",
      "pricing_quantity",
      "pricing_unit",
      "billed_cost",
      "currency",
      "description",
      "parts",
      "invoice_id",
      "revision"),
  INVOICE(
      8,
      "issued_invoice_line",
      "invoice_id",
      "tenant_id",
      "period",
      "reissue",
      "finalised_at",
      "book_id",
      "sku_id",
      "corrects",
      "quantity",
      "unit",
      "amount",
      "currency",
      "description"),
  INVOICE_STATE(
      10,
      "invoice_state_revision",
      "invoice_id",
      "tenant_id",
      "period",
      "state",
      "voided_at",
      "void_reason",
      "revision"),
  PRICE_BOOK(9, "price_book_version", "book_id", "version", "published_at", "text"),
  ALLOCATION(
      6,
      "allocation_revision",
      "producer_id",
      "process",
      "meter",
      "window_start",
      "window_end",
      "dimensions",
      "used",
      "caused",
      "allocated",
      "own",
      "over_attributed",
      "unit",
      "revision"),
  DECISION(
      5,
      "decision_row",
      "decision_id",
      "time",
      "tenant_id",
      "pool",
      "workload",
      "kind",
      "policy",
      "rule",
      "unit",
      "from_capacity",
      "to_capacity",
      "result",
      "inputs",
      "bounds",
      "expected",
      "sentence",
      "error");

  private final int id;
  private final String tableName;

  @SuppressWarnings("ImmutableEnumChecker") // List.of cannot be changed
  private final List<String> columns;

  SinkTable(int id, String tableName, String... columns) {
    this.id = id;
    this.tableName = tableName;
    this.columns = List.of(columns);
  }

  /** Stands for the table in serialised rows; never reused. */
  public int id() {
    return id;
  }

  public String tableName() {
    return tableName;
  }

  public List<String> columns() {
    return columns;
  }

  public static SinkTable of(int id) {
    for (SinkTable table : values()) {
      if (table.id == id) {
        return table;
      }
    }
    throw new IllegalArgumentException("no table has the id " + id);
  }
}
