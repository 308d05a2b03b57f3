package dev.headroom.cli.billing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.cli.output.Column;
import dev.headroom.cli.output.Table;
import dev.headroom.cli.store.Store;
import dev.headroom.pricing.InvoiceId;
import java.util.List;
import java.util.Map;

/**
 * The charges of a finalised period by window, as they stand now: late usage changes them, but not
 * their sums.
 */
public record InvoiceCharges(Table table, boolean isChanged) {
  private static final List<Column> COLUMNS =
      List.of(
          Column.text("book_id"),
          Column.text("sku_id"),
          Column.text("kind"),
          Column.text("meter"),
          Column.text("charge_start"),
          Column.text("charge_end"),
          Column.decimal("pricing_quantity"),
          Column.text("pricing_unit"),
          Column.decimal("billed_cost"),
          Column.text("currency"));
  private static final String SQL =
      """
      SELECT book_id, sku_id, kind, meter, charge_start, charge_end, pricing_quantity, pricing_unit,
             billed_cost, currency
      FROM charges
      WHERE tenant_id = {tenant:String} AND period = {period:Date}
        AND (billed_cost != 0 OR pricing_quantity != 0)
      ORDER BY book_id, sku_id, currency, charge_start, kind, meter
      """;

  public static InvoiceCharges read(Store store, InvoiceId id) {
    List<JsonNode> rows =
        store.rows(SQL, Map.of("tenant", id.tenantId(), "period", id.month().atDay(1).toString()));
    return new InvoiceCharges(
        new Table(
            COLUMNS,
            rows.stream()
                .map(row -> COLUMNS.stream().map(c -> row.path(c.name()).asText()).toList())
                .toList()),
        rows.stream().anyMatch(row -> row.path("kind").asText().equals("adjusted")));
  }

  /** What is to be said of them. */
  public String sentence() {
    return isChanged
        ? "Charges as they stand. Late usage has changed them; the rows of the kind adjusted take the"
            + " difference out again, which is on a later invoice."
        : "Charges as they stand. Nothing has changed them since.";
  }
}
