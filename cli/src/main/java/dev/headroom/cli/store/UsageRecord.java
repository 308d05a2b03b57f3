package dev.headroom.cli.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.cli.output.Column;
import dev.headroom.cli.output.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One row of the view {@code usage}, and of what {@code headroom usage --format csv} prints.
 *
 * @param dimensions a JSON object, keys sorted
 */
public record UsageRecord(
    String tenantId,
    String meter,
    Instant windowStart,
    Instant windowEnd,
    String dimensions,
    BigDecimal quantity,
    String unit) {
  public static final List<Column> COLUMNS =
      List.of(
          Column.text("tenant_id"),
          Column.text("meter"),
          Column.text("window_start"),
          Column.text("window_end"),
          Column.json("dimensions"),
          Column.decimal("quantity"),
          Column.text("unit"));

  /** Of one tenant, by meter and time. */
  public static List<UsageRecord> read(
      Store store, String tenant, Optional<YearMonth> period, Optional<String> meter) {
    Map<String, String> values = new HashMap<>(Map.of("tenant", tenant));
    StringBuilder where = new StringBuilder("tenant_id = {tenant:String}");
    meter.ifPresent(
        name -> {
          values.put("meter", name);
          where.append(" AND meter = {meter:String}");
        });
    period.ifPresent(
        month -> {
          values.put("from", month.atDay(1) + " 00:00:00");
          values.put("to", month.plusMonths(1).atDay(1) + " 00:00:00");
          where.append(" AND window_start >= {from:DateTime('UTC')}");
          where.append(" AND window_start < {to:DateTime('UTC')}");
        });
    String sql =
        "SELECT tenant_id, meter, window_start, window_end, dimensions, quantity, unit"
            + " FROM usage WHERE "
            + where
            + " ORDER BY tenant_id, meter, window_start, window_end, dimensions";
    return store.rows(sql, values).stream().map(UsageRecord::of).toList();
  }

  private static UsageRecord of(JsonNode row) {
    return new UsageRecord(
        row.path("tenant_id").asText(),
        row.path("meter").asText(),
        Instant.parse(row.path("window_start").asText()),
        Instant.parse(row.path("window_end").asText()),
        row.path("dimensions").asText(),
        new BigDecimal(row.path("quantity").asText()),
        row.path("unit").asText());
  }

  public static Table table(List<UsageRecord> records) {
    return new Table(COLUMNS, records.stream().map(UsageRecord::cells).toList());
  }

  private List<String> cells() {
    return List.of(
        tenantId,
        meter,
        windowStart.toString(),
        windowEnd.toString(),
        dimensions,
        quantity.stripTrailingZeros().toPlainString(),
        unit);
  }
}
