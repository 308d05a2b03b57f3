package dev.headroom.cli.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.cli.billing.InvoiceTopic;
import dev.headroom.cli.store.Store;
import dev.headroom.pricing.InvoiceLine;
import dev.headroom.pricing.InvoiceRecord;
import dev.headroom.pricing.IssuedInvoice;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a tenant's finalised invoices, void ones too, as they are stored and as the topic
 * has them. They never change.
 */
record IssuedLines(SortedMap<Id, Facts> stored, SortedMap<Id, Facts> issued) {

  /**
   * Which line.
   *
   * @param corrects the invoice that it corrects; empty if none
   */
  record Id(YearMonth month, String invoice, String line, String currency, String corrects)
      implements Comparable<Id> {
    private static final Comparator<Id> ORDER =
        Comparator.comparing(Id::month)
            .thenComparing(Id::invoice)
            .thenComparing(Id::line)
            .thenComparing(Id::currency)
            .thenComparing(Id::corrects);

    @Override
    public int compareTo(Id other) {
      return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
      String of = corrects.isEmpty() ? "" : " correcting " + corrects;
      return "invoice %s %s%s".formatted(invoice, line, of);
    }
  }

  /** What it says. */
  record Facts(BigDecimal quantity, String unit, BigDecimal amount, String currency) {
    boolean isSame(Facts other) {
      return quantity.compareTo(other.quantity) == 0
          && amount.compareTo(other.amount) == 0
          && unit.equals(other.unit);
    }

    String text() {
      return "%s %s for %s %s".formatted(plain(quantity), unit, plain(amount), currency);
    }

    private static String plain(BigDecimal value) {
      return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
  }

  static IssuedLines read(
      Store store, String tenant, InvoiceTopic.@Nullable TenantRecords records) {
    return new IssuedLines(stored(store, tenant), issued(records));
  }

  private static SortedMap<Id, Facts> stored(Store store, String tenant) {
    SortedMap<Id, Facts> lines = new TreeMap<>();
    store
        .rows(
            "SELECT toString(period) AS month, invoice_id, book_id, sku_id, currency, corrects,"
                + " toString(quantity) AS quantity, unit, toString(amount) AS amount"
                + " FROM issued_invoice_line FINAL WHERE tenant_id = {tenant:String}"
                + " AND invoice_id NOT IN (SELECT invoice_id FROM invoice_state_revision FINAL"
                + " WHERE state = 'refused')",
            Map.of("tenant", tenant))
        .forEach(row -> lines.put(id(row), facts(row)));
    return lines;
  }

  private static Id id(JsonNode row) {
    return new Id(
        YearMonth.from(LocalDate.parse(row.path("month").asText())),
        row.path("invoice_id").asText(),
        ChargeFacts.line(row.path("book_id").asText(), row.path("sku_id").asText()),
        row.path("currency").asText(),
        row.path("corrects").asText());
  }

  private static Facts facts(JsonNode row) {
    return new Facts(
        new BigDecimal(row.path("quantity").asText()),
        row.path("unit").asText(),
        new BigDecimal(row.path("amount").asText()),
        row.path("currency").asText());
  }

  private static SortedMap<Id, Facts> issued(InvoiceTopic.@Nullable TenantRecords records) {
    SortedMap<Id, Facts> lines = new TreeMap<>();
    if (records == null) {
      return lines;
    }
    for (InvoiceRecord record : records.byKey().values()) {
      boolean isRefused = records.history().refused().containsKey(record.key());
      if (!isRefused && record instanceof IssuedInvoice invoice) {
        invoice.lines().forEach(line -> put(lines, invoice, line, ""));
        invoice
            .adjustments()
            .forEach(own -> put(lines, invoice, own.line(), own.corrects().toString()));
      }
    }
    return lines;
  }

  private static void put(
      SortedMap<Id, Facts> lines, IssuedInvoice invoice, InvoiceLine line, String corrects) {
    lines.put(
        new Id(
            invoice.month(),
            invoice.id().toString(),
            ChargeFacts.line(line.bookId(), line.skuId()),
            line.currency(),
            corrects),
        new Facts(line.pricingQuantity(), line.pricingUnit(), line.billedCost(), line.currency()));
  }
}
