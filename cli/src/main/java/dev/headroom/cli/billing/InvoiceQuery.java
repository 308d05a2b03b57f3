package dev.headroom.cli.billing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.cli.store.Store;
import dev.headroom.pricing.InvoiceLine;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks the view {@code invoice_line} for the invoice issued now.
 *
 * @param tenant any if empty
 * @param period any if empty
 */
public record InvoiceQuery(Optional<String> tenant, Optional<YearMonth> period) {

  public List<InvoiceLine> read(Store store) {
    Map<String, String> values = new HashMap<>();
    StringBuilder where = new StringBuilder("1");
    tenant.ifPresent(
        id -> {
          values.put("tenant", id);
          where.append(" AND tenant_id = {tenant:String}");
        });
    period.ifPresent(
        month -> {
          values.put("period", month.atDay(1).toString());
          where.append(" AND period = {period:Date}");
        });
    String sql = "SELECT * FROM invoice_line WHERE " + where;
    return store.rows(sql, values).stream().map(InvoiceQuery::line).toList();
  }

  private static InvoiceLine line(JsonNode row) {
    return new InvoiceLine(
        row.path("tenant_id").asText(),
        YearMonth.from(LocalDate.parse(row.path("period").asText())),
        row.path("book_id").asText(),
        row.path("sku_id").asText(),
        row.path("description").asText(),
        new BigDecimal(row.path("pricing_quantity").asText()),
        row.path("pricing_unit").asText(),
        new BigDecimal(row.path("billed_cost").asText()),
        row.path("currency").asText());
  }
}
