package dev.headroom.pricing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.usage.yaml.InvalidInputException;
import dev.headroom.usage.yaml.Problem;
import dev.headroom.usage.yaml.YamlDocument;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A finalised invoice as JSON: the value of a record of the topic {@code usage.invoices}. */
public final class InvoiceDocument {
  /** JSON Schema, on the class path. */
  public static final String SCHEMA = "dev/headroom/pricing/issued-invoice.schema.json";

  private InvoiceDocument() {}

  private record Form(
      String invoiceId,
      String tenant,
      String period,
      String finalisedAt,
      List<Line> lines,
      Map<String, String> totals) {}

  private record Line(
      String book,
      String sku,
      String description,
      String quantity,
      String unit,
      String amount,
      String currency,
      @Nullable String corrects) {}

  /** The key of the record of the first invoice of a month. */
  public static String key(String tenantId, YearMonth month) {
    return InvoiceId.first(tenantId, month).key();
  }

  /** One JSON object. The same invoice is the same text. */
  public static String write(IssuedInvoice invoice) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("invoiceId", invoice.id().toString());
    json.put("tenant", invoice.tenantId());
    json.put("period", invoice.month().toString());
    json.put("finalisedAt", invoice.finalisedAt().toString());
    ArrayNode lines = json.putArray("lines");
    invoice.lines().forEach(line -> put(line, lines.addObject()));
    for (IssuedInvoice.Adjustment adjustment : invoice.adjustments()) {
      ObjectNode line = lines.addObject();
      put(adjustment.line(), line);
      line.put("corrects", adjustment.corrects().toString());
    }
    ObjectNode totals = json.putObject("totals");
    totals(invoice).forEach((currency, total) -> totals.put(currency, total.toPlainString()));
    return json.toString();
  }

  private static void put(InvoiceLine line, ObjectNode json) {
    json.put("book", line.bookId());
    json.put("sku", line.skuId());
    json.put("description", line.description());
    json.put("quantity", line.pricingQuantity().toPlainString());
    json.put("unit", line.pricingUnit());
    json.put("amount", line.billedCost().toPlainString());
    json.put("currency", line.currency());
  }

  /** What is payable, by currency. */
  public static SortedMap<String, BigDecimal> totals(IssuedInvoice invoice) {
    SortedMap<String, BigDecimal> totals = new TreeMap<>();
    List<InvoiceLine> all = new ArrayList<>(invoice.lines());
    invoice.adjustments().forEach(adjustment -> all.add(adjustment.line()));
    for (InvoiceLine line : all) {
      if (!line.currency().equals(Invoice.NO_CURRENCY)) {
        totals.merge(line.currency(), line.billedCost(), BigDecimal::add);
      }
    }
    return totals;
  }

  /**
   * Reads a document.
   *
   * @param name of the document, for messages
   * @throws InvalidInputException with every problem: of its form, and if it does not agree with
   *     itself
   */
  public static IssuedInvoice read(String name, String json) {
    YamlDocument document = YamlDocument.parse(name, json, SCHEMA);
    Form form = document.as(Form.class);
    List<Problem> problems = new ArrayList<>();
    InvoiceId id = id(document, form.invoiceId(), form.tenant(), form.period(), problems);
    Instant finalisedAt = time(document, "/finalisedAt", form.finalisedAt(), problems);
    List<InvoiceLine> lines = new ArrayList<>();
    List<IssuedInvoice.Adjustment> adjustments = new ArrayList<>();
    for (int i = 0; i < form.lines().size(); i++) {
      Line line = form.lines().get(i);
      String corrects = line.corrects();
      if (corrects == null) {
        lines.add(line(form, line, id.month()));
        continue;
      }
      Optional<InvoiceId> corrected =
          InvoiceId.parse(corrects)
              .filter(other -> other.tenantId().equals(form.tenant()))
              .filter(other -> other.month().isBefore(id.month()));
      if (corrected.isEmpty()) {
        problems.add(
            document.problemAt(
                "/lines/" + i + "/corrects", "expected an earlier invoice of this tenant"));
      } else {
        InvoiceLine other = line(form, line, corrected.get().month());
        adjustments.add(new IssuedInvoice.Adjustment(corrected.get(), other));
      }
    }
    IssuedInvoice invoice = new IssuedInvoice(id, finalisedAt, lines, adjustments);
    if (problems.isEmpty() && !isSame(totals(invoice), form.totals())) {
      problems.add(document.problemAt("/totals", "expected the sums of the lines"));
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return invoice;
  }

  /** The id that a document says; any one of its month beside a problem. */
  static InvoiceId id(
      YamlDocument document, String text, String tenant, String period, List<Problem> problems) {
    InvoiceId first = InvoiceId.first(tenant, YearMonth.parse(period));
    Optional<InvoiceId> id =
        InvoiceId.parse(text)
            .filter(told -> told.tenantId().equals(tenant) && told.month().equals(first.month()));
    if (id.isEmpty()) {
      problems.add(
          document.problemAt(
              "/invoiceId", "expected '" + first + "', or with its number after it"));
    }
    return id.orElse(first);
  }

  /** A time that a document says; the epoch beside a problem. */
  static Instant time(YamlDocument document, String at, String text, List<Problem> problems) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      problems.add(document.problemAt(at, "expected ISO-8601 in UTC"));
      return Instant.EPOCH;
    }
  }

  private static boolean isSame(SortedMap<String, BigDecimal> totals, Map<String, String> told) {
    return totals.keySet().equals(told.keySet())
        && told.entrySet().stream()
            .allMatch(
                e ->
                    new BigDecimal(e.getValue())
                            .compareTo(totals.getOrDefault(e.getKey(), BigDecimal.ZERO))
                        == 0);
  }

  private static InvoiceLine line(Form form, Line line, YearMonth month) {
    return new InvoiceLine(
        form.tenant(),
        month,
        line.book(),
        line.sku(),
        line.description(),
        new BigDecimal(line.quantity()),
        line.unit(),
        new BigDecimal(line.amount()),
        line.currency());
  }
}
