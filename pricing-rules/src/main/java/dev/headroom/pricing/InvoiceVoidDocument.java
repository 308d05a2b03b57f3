package dev.headroom.pricing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.usage.yaml.InvalidInputException;
import dev.headroom.usage.yaml.Problem;
import dev.headroom.usage.yaml.YamlDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** That an invoice is void, as JSON: the value of a record of the topic {@code usage.invoices}. */
public final class InvoiceVoidDocument {
  /** JSON Schema, on the class path. */
  public static final String SCHEMA = "dev/headroom/pricing/invoice-void.schema.json";

  private InvoiceVoidDocument() {}

  private record Form(
      String invoiceId, String tenant, String period, String voidedAt, String reason) {}

  /** One JSON object. */
  public static String write(InvoiceVoid voided) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("invoiceId", voided.id().toString());
    json.put("tenant", voided.id().tenantId());
    json.put("period", voided.id().month().toString());
    json.put("voidedAt", voided.voidedAt().toString());
    json.put("reason", voided.reason());
    return json.toString();
  }

  /**
   * Reads a document.
   *
   * @param name of the document, for messages
   * @throws InvalidInputException with every problem
   */
  public static InvoiceVoid read(String name, String json) {
    YamlDocument document = YamlDocument.parse(name, json, SCHEMA);
    Form form = document.as(Form.class);
    List<Problem> problems = new ArrayList<>();
    InvoiceId id =
        InvoiceDocument.id(document, form.invoiceId(), form.tenant(), form.period(), problems);
    Instant at = InvoiceDocument.time(document, "/voidedAt", form.voidedAt(), problems);
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return new InvoiceVoid(id, at, form.reason());
  }
}
