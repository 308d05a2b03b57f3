package dev.headroom.cli.billing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.cli.CommandException;
import dev.headroom.cli.store.Store;
import dev.headroom.pricing.InvoiceLine;
import dev.headroom.pricing.IssuedInvoice;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An invoice as it stands in the tables, to be finalised. */
public final class InvoiceDraft {
  private static final String LINES =
      """
      SELECT book_id, sku_id, currency, if(kind = 'adjustment', invoice_id, '') AS corrects,
             argMax(description, charge_start) AS line, argMax(pricing_unit, charge_start) AS unit,
             sum(pricing_quantity) AS quantity, sum(billed_cost) AS amount,
             max(charge_end) AS until
      FROM charges
      WHERE tenant_id = {tenant:String} AND period = {period:Date}
      GROUP BY book_id, sku_id, currency, corrects
      ORDER BY book_id, sku_id, currency, corrects
      """;

  private static final int MONTH_CHARS = 7;

  private InvoiceDraft() {}

  /** Refuses a month that isn't over. */
  public static void requireOver(YearMonth month, Instant now) {
    requireOver(month, month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant(), now);
  }

  private static void requireOver(YearMonth month, Instant end, Instant now) {
    if (now.isBefore(end)) {
      throw CommandException.badInput(
          month + " is not over: it can be finalised from " + end + " on, it is " + now);
    }
  }

  /**
   * Adds up the charges of a tenant's month, in one query, so as they stood at one moment.
   *
   * @param now when it is finalised
   * @throws CommandException if there are none, or some reach beyond {@code now}
   */
  public static IssuedInvoice read(Store store, String tenant, YearMonth month, Instant now) {
    List<JsonNode> rows =
        store.rows(LINES, Map.of("tenant", tenant, "period", month.atDay(1).toString()));
    if (rows.isEmpty()) {
      throw CommandException.badInput(
          "there are no charges of tenant '" + tenant + "' in " + month);
    }
    List<InvoiceLine> lines = new ArrayList<>();
    List<IssuedInvoice.Adjustment> adjustments = new ArrayList<>();
    for (JsonNode row : rows) {
      requireOver(month, Instant.parse(row.path("until").asText()), now);
      String corrects = row.path("corrects").asText();
      if (corrects.isEmpty()) {
        lines.add(line(tenant, month, row));
      } else {
        YearMonth corrected = YearMonth.parse(corrects.substring(corrects.length() - MONTH_CHARS));
        adjustments.add(new IssuedInvoice.Adjustment(corrected, line(tenant, corrected, row)));
      }
    }
    return new IssuedInvoice(tenant, month, now, lines, adjustments);
  }

  private static InvoiceLine line(String tenant, YearMonth month, JsonNode row) {
    return new InvoiceLine(
        tenant,
        month,
        row.path("book_id").asText(),
        row.path("sku_id").asText(),
        row.path("line").asText(),
        decimal(row.path("quantity")),
        row.path("unit").asText(),
        decimal(row.path("amount")),
        row.path("currency").asText());
  }

  private static BigDecimal decimal(JsonNode value) {
    BigDecimal exact = new BigDecimal(value.asText()).stripTrailingZeros();
    return exact.scale() < 0 ? exact.setScale(0) : exact;
  }
}
