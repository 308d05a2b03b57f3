package dev.headroom.cli.billing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializerBase;
import dev.headroom.cli.CommandException;
import dev.headroom.cli.output.Json;
import dev.headroom.pricing.CommitmentExplanation;
import dev.headroom.pricing.Explanation;
import dev.headroom.pricing.FeeExplanation;
import dev.headroom.pricing.InvoiceExplanation;
import dev.headroom.pricing.StepExplanation;
import dev.headroom.pricing.UsageExplanation;
import dev.headroom.pricing.sentences.InvoiceSentences;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Explanations of invoices for printing.
 *
 * @param windows whether they are of single windows
 */
public record ExplanationReport(List<InvoiceExplanation> invoices, boolean windows) {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .registerModule(
              new SimpleModule()
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addSerializer(LocalDate.class, ToStringSerializer.instance)
                  .addSerializer(YearMonth.class, ToStringSerializer.instance)
                  .addSerializer(ZoneId.class, ToStringSerializer.instance)
                  .addSerializer(BigInteger.class, ToStringSerializer.instance)
                  .addSerializer(BigDecimal.class, new PlainDecimal()));

  /** As text, so that no reader makes a binary float of it. */
  private static final class PlainDecimal extends ToStringSerializerBase {
    private static final long serialVersionUID = 1L;

    PlainDecimal() {
      super(BigDecimal.class);
    }

    @Override
    public String valueToString(Object value) {
      return ((BigDecimal) value).toPlainString();
    }
  }

  public ExplanationReport {
    invoices = List.copyOf(invoices);
  }

  /** Everything about every invoice. */
  public ExplanationReport(List<InvoiceExplanation> invoices) {
    this(invoices, false);
  }

  /**
   * Of one line alone.
   *
   * @throws CommandException if no invoice has such a line
   */
  public ExplanationReport line(String id) {
    TreeSet<String> known =
        invoices.stream()
            .flatMap(invoice -> invoice.lines().stream())
            .map(line -> line.line().skuId())
            .collect(Collectors.toCollection(TreeSet::new));
    if (!known.isEmpty() && !known.contains(id)) {
      throw CommandException.badInput(
          "no invoice has a line '" + id + "', there are: " + String.join(", ", known));
    }
    return kept(invoices.stream().map(invoice -> invoice.only(id)).toList(), windows);
  }

  /**
   * Of one window alone.
   *
   * @throws CommandException if no line takes usage of such a window
   */
  public ExplanationReport window(Instant start) {
    ExplanationReport own =
        kept(invoices.stream().map(invoice -> invoice.window(start)).toList(), true);
    if (!invoices.isEmpty() && own.invoices.isEmpty()) {
      throw CommandException.badInput("no line takes usage of a window that begins at " + start);
    }
    return own;
  }

  private static ExplanationReport kept(List<InvoiceExplanation> some, boolean windows) {
    return new ExplanationReport(
        some.stream().filter(invoice -> !invoice.lines().isEmpty()).toList(), windows);
  }

  /** In sentences, or as JSON with every figure. */
  public String render(boolean json) {
    if (json) {
      return Json.pretty(json());
    }
    return invoices.stream()
        .map(InvoiceSentences::new)
        .map(sentences -> windows ? sentences.windows() : sentences.text())
        .collect(Collectors.joining("\n"));
  }

  private ArrayNode json() {
    ArrayNode all = MAPPER.createArrayNode();
    for (InvoiceExplanation explanation : invoices) {
      ObjectNode invoice = all.addObject();
      invoice.put("tenant_id", explanation.tenantId());
      invoice.put("period", explanation.month().toString());
      ObjectNode totals = invoice.putObject("totals");
      explanation
          .totals()
          .forEach((code, total) -> totals.put(code, InvoiceReport.amount(total, code)));
      ArrayNode lines = invoice.putArray("lines");
      explanation.lines().forEach(line -> lines.add(json(line)));
    }
    return all;
  }

  private static ObjectNode json(Explanation line) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("kind", kind(line));
    json.setAll((ObjectNode) MAPPER.valueToTree(line));
    return json;
  }

  private static String kind(Explanation line) {
    if (line instanceof UsageExplanation) {
      return "usage";
    }
    if (line instanceof FeeExplanation) {
      return "fee";
    }
    if (line instanceof CommitmentExplanation) {
      return "commitment";
    }
    return line instanceof StepExplanation ? "step" : "unpriced";
  }
}
