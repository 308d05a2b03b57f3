package dev.headroom.cli.billing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.cli.output.Column;
import dev.headroom.cli.output.Format;
import dev.headroom.cli.output.Json;
import dev.headroom.cli.output.Table;
import dev.headroom.pricing.InvoiceLine;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Invoice lines for printing, by tenant, period, book and line. What the job has charged and what
 * {@code prices rate} computes go through here alike, so equal bills print as equal bytes.
 */
public final class InvoiceReport {
  private static final List<Column> LINE =
      List.of(
          Column.text("book_id"),
          Column.text("sku_id"),
          Column.text("description"),
          Column.decimal("quantity"),
          Column.text("unit"),
          Column.decimal("amount"),
          Column.text("currency"));

  private static final Comparator<InvoiceLine> ORDER =
      Comparator.comparing(InvoiceLine::tenantId)
          .thenComparing(InvoiceLine::month)
          .thenComparing(InvoiceLine::currency)
          .thenComparing(InvoiceLine::bookId)
          .thenComparing(InvoiceLine::skuId);

  private final SortedMap<Key, List<InvoiceLine>> invoices = new TreeMap<>();

  public InvoiceReport(List<InvoiceLine> lines) {
    lines.stream()
        .sorted(ORDER)
        .forEach(line -> invoices.computeIfAbsent(Key.of(line), k -> new ArrayList<>()).add(line));
  }

  /** One invoice has one currency. */
  private record Key(String tenant, YearMonth month, String currency) implements Comparable<Key> {
    static Key of(InvoiceLine line) {
      return new Key(line.tenantId(), line.month(), line.currency());
    }

    @Override
    public int compareTo(Key other) {
      return Comparator.comparing(Key::tenant)
          .thenComparing(Key::month)
          .thenComparing(Key::currency)
          .compare(this, other);
    }
  }

  public boolean isEmpty() {
    return invoices.isEmpty();
  }

  public String render(Format format) {
    return switch (format) {
      case JSON -> Json.pretty(json());
      case CSV -> lines().render(Format.CSV);
      case TABLE -> text();
    };
  }

  /** Every line, with its tenant and period before it. */
  private Table lines() {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.text("tenant_id"));
    columns.add(Column.text("period"));
    columns.addAll(LINE);
    List<List<String>> rows = new ArrayList<>();
    invoices.forEach(
        (key, lines) ->
            lines.forEach(
                line -> {
                  List<String> row = new ArrayList<>();
                  row.add(key.tenant());
                  row.add(key.month().toString());
                  row.addAll(cells(line));
                  rows.add(row);
                }));
    return new Table(columns, rows);
  }

  private ArrayNode json() {
    ArrayNode all = new ObjectMapper().createArrayNode();
    invoices.forEach(
        (key, lines) -> {
          ObjectNode invoice = all.addObject();
          invoice.put("tenant_id", key.tenant());
          invoice.put("period", key.month().toString());
          invoice.put("currency", key.currency());
          invoice.put("total", amount(total(lines), key.currency()));
          invoice.set("lines", table(lines).json());
        });
    return all;
  }

  private String text() {
    StringBuilder out = new StringBuilder();
    invoices.forEach(
        (key, lines) -> {
          out.append(out.isEmpty() ? "" : "\n");
          out.append("Invoice of %s for %s%n".formatted(key.tenant(), key.month()));
          out.append(table(lines).aligned());
          String total = amount(total(lines), key.currency());
          out.append("Total %s %s%n".formatted(total, key.currency()));
        });
    return out.toString();
  }

  private static Table table(List<InvoiceLine> lines) {
    return new Table(LINE, lines.stream().map(InvoiceReport::cells).toList());
  }

  private static List<String> cells(InvoiceLine line) {
    return List.of(
        line.bookId(),
        line.skuId(),
        line.description(),
        line.pricingQuantity().stripTrailingZeros().toPlainString(),
        line.pricingUnit(),
        amount(line.billedCost(), line.currency()),
        line.currency());
  }

  private static BigDecimal total(List<InvoiceLine> lines) {
    return lines.stream().map(InvoiceLine::billedCost).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /**
   * To the currency's exponent; with more places only if there are any, which would be an error.
   */
  static String amount(BigDecimal amount, String currency) {
    int exponent = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    BigDecimal exact = amount.stripTrailingZeros();
    return (exact.scale() <= exponent ? exact.setScale(exponent) : exact).toPlainString();
  }
}
