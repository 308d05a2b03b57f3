package dev.headroom.cli.billing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.cli.store.Store;
import dev.headroom.pricing.InvoiceId;
import dev.headroom.pricing.InvoiceLine;
import dev.headroom.pricing.IssuedInvoice;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finalised invoices in the tables, in which the job keeps them as they were read. */
public final class FinalisedInvoices {
  private static final String STATES =
      """
      SELECT DISTINCT invoice_id, state, voided_at, void_reason, replaced_by
      FROM invoices
      WHERE tenant_id = {tenant:String} AND period = {period:Date}
      """;
  private static final String LINES =
      """
      SELECT finalised_at, book_id, sku_id, corrects, quantity, unit, amount, currency, description
      FROM issued_invoice_line FINAL
      WHERE invoice_id = {invoice:String}
      ORDER BY corrects, book_id, sku_id, currency
      """;

  private FinalisedInvoices() {}

  /**
   * An invoice and what became of it.
   *
   * @param voidedAt if it is void
   * @param reason why it is void; empty if it is not
   * @param replacedBy the invoice by which the period was finalised again; empty if it was not
   */
  public record Kept(
      IssuedInvoice invoice, Optional<Instant> voidedAt, String reason, String replacedBy) {}

  /** Empty if the tables have no such invoice. */
  public static Optional<Kept> find(Store store, InvoiceId id) {
    return states(store, id.tenantId(), id.month()).stream()
        .filter(row -> row.path("invoice_id").asText().equals(id.toString()))
        .findFirst()
        .map(row -> kept(store, id, row));
  }

  /** The newest of a tenant's month, void or not. */
  public static Optional<InvoiceId> newest(Store store, String tenant, YearMonth month) {
    return states(store, tenant, month).stream()
        .flatMap(row -> InvoiceId.parse(row.path("invoice_id").asText()).stream())
        .reduce((a, b) -> a.number() > b.number() ? a : b);
  }

  /** Whether an invoice holds, as far as the tables know. */
  public static boolean isFinal(Store store, InvoiceId id) {
    return states(store, id.tenantId(), id.month()).stream()
        .anyMatch(
            row ->
                row.path("invoice_id").asText().equals(id.toString())
                    && row.path("state").asText().equals("final"));
  }

  private static List<JsonNode> states(Store store, String tenant, YearMonth month) {
    return store.rows(STATES, Map.of("tenant", tenant, "period", month.atDay(1).toString()));
  }

  private static Kept kept(Store store, InvoiceId id, JsonNode state) {
    List<InvoiceLine> lines = new ArrayList<>();
    List<IssuedInvoice.Adjustment> adjustments = new ArrayList<>();
    Instant finalisedAt = Instant.EPOCH;
    for (JsonNode row : store.rows(LINES, Map.of("invoice", id.toString()))) {
      finalisedAt = Instant.parse(row.path("finalised_at").asText());
      Optional<InvoiceId> corrects = InvoiceId.parse(row.path("corrects").asText());
      InvoiceLine line = line(id.tenantId(), corrects.orElse(id).month(), row);
      corrects.ifPresentOrElse(
          other -> adjustments.add(new IssuedInvoice.Adjustment(other, line)),
          () -> lines.add(line));
    }
    JsonNode voidedAt = state.path("voided_at");
    return new Kept(
        new IssuedInvoice(id, finalisedAt, lines, adjustments),
        voidedAt.isNull() ? Optional.empty() : Optional.of(Instant.parse(voidedAt.asText())),
        state.path("void_reason").asText(),
        state.path("replaced_by").asText());
  }

  private static InvoiceLine line(String tenant, YearMonth month, JsonNode row) {
    return new InvoiceLine(
        tenant,
        month,
        row.path("book_id").asText(),
        row.path("sku_id").asText(),
        row.path("description").asText(),
        new BigDecimal(row.path("quantity").asText()),
        row.path("unit").asText(),
        new BigDecimal(row.path("amount").asText()),
        row.path("currency").asText());
  }
}
