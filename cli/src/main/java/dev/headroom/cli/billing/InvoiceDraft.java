package dev.headroom.cli.billing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.cli.CommandException;
import dev.headroom.cli.store.Store;
import dev.headroom.pricing.InvoiceId;
import dev.headroom.pricing.InvoiceLine;
import dev.headroom.pricing.IssuedInvoice;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An invoice as it stands in the tables, to be finalised.
 *
 * @param end of the period in the time zone of the tenant, exclusive, or of the last charge if that
 *     is later
 * @param lines of the period's own usage
 */
public record InvoiceDraft(
    String tenant,
    YearMonth month,
    Instant end,
    List<InvoiceLine> lines,
    List<IssuedInvoice.Adjustment> adjustments) {
  private static final String LINES =
      """
      SELECT book_id, sku_id, currency, if(kind = 'adjustment', invoice_id, '') AS corrects,
             argMax(description, charge_start) AS line, argMax(pricing_unit, charge_start) AS unit,
             sum(pricing_quantity) AS quantity, sum(billed_cost) AS amount,
             greatest(max(charge_end), max(period_end)) AS until
      FROM charges
      WHERE tenant_id = {tenant:String} AND period = {period:Date}
        AND (kind NOT IN ('adjusted', 'adjustment') OR billed_cost != 0 OR pricing_quantity != 0)
      GROUP BY book_id, sku_id, currency, corrects
      ORDER BY book_id, sku_id, currency, corrects
      """;

  private static final String MONTHS_BEFORE =
      """
      SELECT DISTINCT period AS month
      FROM charges
      WHERE tenant_id = {tenant:String} AND period < {period:Date} AND billed_cost != 0
      ORDER BY month
      """;

  public InvoiceDraft {
    lines = List.copyOf(lines);
    adjustments = List.copyOf(adjustments);
  }

  /**
   * Adds up the charges of a tenant's month, in one query, so as they stood at one moment.
   *
   * @throws CommandException if there are none
   */
  public static InvoiceDraft read(Store store, String tenant, YearMonth month) {
    List<JsonNode> rows =
        store.rows(LINES, Map.of("tenant", tenant, "period", month.atDay(1).toString()));
    if (rows.isEmpty()) {
      throw CommandException.badInput(
          "there are no charges of tenant '" + tenant + "' in " + month);
    }
    List<InvoiceLine> lines = new ArrayList<>();
    List<IssuedInvoice.Adjustment> adjustments = new ArrayList<>();
    Instant end = Instant.EPOCH;
    for (JsonNode row : rows) {
      Instant until = Instant.parse(row.path("until").asText());
      end = until.isAfter(end) ? until : end;
      String corrects = row.path("corrects").asText();
      if (corrects.isEmpty()) {
        lines.add(line(tenant, month, row));
      } else {
        InvoiceId corrected = id(corrects);
        adjustments.add(
            new IssuedInvoice.Adjustment(corrected, line(tenant, corrected.month(), row)));
      }
    }
    return new InvoiceDraft(tenant, month, end, lines, adjustments);
  }

  /** The months before another one in which a tenant has something to pay, in their order. */
  public static List<YearMonth> monthsBefore(Store store, String tenant, YearMonth month) {
    return store
        .rows(MONTHS_BEFORE, Map.of("tenant", tenant, "period", month.atDay(1).toString()))
        .stream()
        .map(row -> YearMonth.from(LocalDate.parse(row.path("month").asText())))
        .toList();
  }

  private static InvoiceId id(String text) {
    return InvoiceId.parse(text)
        .orElseThrow(() -> CommandException.failed("'" + text + "' in charges is no invoice"));
  }

  public boolean isOver(Instant now) {
    return !now.isBefore(end);
  }

  /** Itself; refuses a month that isn't over. */
  public InvoiceDraft requireOver(Instant now) {
    if (!isOver(now)) {
      throw CommandException.badInput(
          month + " is not over: it can be finalised from " + end + " on, it is " + now);
    }
    return this;
  }

  /** As an invoice. */
  public IssuedInvoice finalised(InvoiceId id, Instant now) {
    return new IssuedInvoice(id, now, lines, adjustments);
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
