package dev.headroom.cli.billing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.cli.output.Column;
import dev.headroom.cli.output.Format;
import dev.headroom.cli.output.Json;
import dev.headroom.cli.output.Table;
import dev.headroom.pricing.InvoiceDocument;
import dev.headroom.pricing.InvoiceLine;
import dev.headroom.pricing.IssuedInvoice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One invoice for printing: what it is, its lines, its totals, and the charges behind it. */
public final class InvoiceSheet {
  private static final List<Column> LINE =
      List.of(
          Column.text("book_id"),
          Column.text("sku_id"),
          Column.text("description"),
          Column.decimal("quantity"),
          Column.text("unit"),
          Column.decimal("amount"),
          Column.text("currency"),
          Column.text("corrects"));

  private final Map<String, String> facts;
  private final String sentence;
  private final IssuedInvoice invoice;
  private final Optional<InvoiceCharges> charges;

  /**
   * As it is printed.
   *
   * @param facts about it by name: keys of the JSON, and columns before each line of the CSV
   * @param sentence what a table begins with
   * @param charges behind the lines, if they are asked for: in the CSV, in the place of the lines
   */
  public InvoiceSheet(
      Map<String, String> facts,
      String sentence,
      IssuedInvoice invoice,
      Optional<InvoiceCharges> charges) {
    this.facts = new LinkedHashMap<>();
    this.facts.put("invoice_id", invoice.id().toString());
    this.facts.put("tenant_id", invoice.tenantId());
    this.facts.put("period", invoice.month().toString());
    this.facts.putAll(facts);
    this.sentence = sentence;
    this.invoice = invoice;
    this.charges = charges;
  }

  /** The whole answer, with a line end. */
  public String render(Format format) {
    return switch (format) {
      case JSON -> Json.pretty(json());
      case CSV -> csv();
      case TABLE -> text();
    };
  }

  private Table lines() {
    List<List<String>> rows = new ArrayList<>();
    invoice.lines().forEach(line -> rows.add(cells(line, "")));
    invoice.adjustments().forEach(a -> rows.add(cells(a.line(), a.corrects().toString())));
    return new Table(LINE, rows);
  }

  private static List<String> cells(InvoiceLine line, String corrects) {
    return List.of(
        line.bookId(),
        line.skuId(),
        line.description(),
        line.pricingQuantity().stripTrailingZeros().toPlainString(),
        line.pricingUnit(),
        InvoiceReport.amount(line.billedCost(), line.currency()),
        line.currency(),
        corrects);
  }

  private String csv() {
    Table table = charges.map(InvoiceCharges::table).orElseGet(this::lines);
    List<Column> columns = new ArrayList<>(facts.keySet().stream().map(Column::text).toList());
    columns.addAll(table.columns());
    List<List<String>> rows = new ArrayList<>();
    for (List<String> row : table.rows()) {
      List<String> cells = new ArrayList<>(facts.values());
      cells.addAll(row);
      rows.add(cells);
    }
    return new Table(columns, rows).render(Format.CSV);
  }

  private ObjectNode json() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    facts.forEach(json::put);
    ObjectNode totals = json.putObject("totals");
    InvoiceDocument.totals(invoice)
        .forEach((currency, total) -> totals.put(currency, InvoiceReport.amount(total, currency)));
    json.set("lines", lines().json());
    charges.ifPresent(
        detail -> {
          json.put("charges_changed", detail.isChanged());
          json.set("charges", detail.table().json());
        });
    return json;
  }

  private String text() {
    StringBuilder out = new StringBuilder();
    out.append(sentence).append('\n').append(lines().aligned());
    InvoiceDocument.totals(invoice)
        .forEach(
            (currency, total) ->
                out.append("Total ")
                    .append(InvoiceReport.amount(total, currency))
                    .append(' ')
                    .append(currency)
                    .append('\n'));
    charges.ifPresent(
        detail ->
            out.append('\n')
                .append(detail.sentence())
                .append('\n')
                .append(detail.table().aligned()));
    return out.toString();
  }
}
