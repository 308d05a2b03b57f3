package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.usage.yaml.InvalidInputException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.Test;

class InvoiceDocumentTest {
  private static final YearMonth JULY = YearMonth.of(2026, 7);

  private static final IssuedInvoice INVOICE =
      new IssuedInvoice(
          "acme",
          JULY,
          Instant.parse("2026-08-03T09:00:00.123Z"),
          List.of(line(JULY, "cpu", "1.23", "EUR"), line(JULY, "unpriced/x/1", "0", "XXX")),
          List.of(
              new IssuedInvoice.Adjustment(
                  YearMonth.of(2026, 6), line(YearMonth.of(2026, 6), "cpu", "-0.5", "EUR"))));

  private static final String JSON =
      "{\"invoiceId\":\"acme-2026-07\",\"tenant\":\"acme\",\"period\":\"2026-07\","
          + "\"finalisedAt\":\"2026-08-03T09:00:00.123Z\",\"lines\":["
          + "{\"book\":\"b\",\"sku\":\"cpu\",\"description\":\"CPU \\\"used\\\"\",\"quantity\":\"4\","
          + "\"unit\":\"h\",\"amount\":\"1.23\",\"currency\":\"EUR\"},"
          + "{\"book\":\"b\",\"sku\":\"unpriced/x/1\",\"description\":\"CPU \\\"used\\\"\","
          + "\"quantity\":\"4\",\"unit\":\"h\",\"amount\":\"0\",\"currency\":\"XXX\"},"
          + "{\"book\":\"b\",\"sku\":\"cpu\",\"description\":\"CPU \\\"used\\\"\",\"quantity\":\"4\","
          + "\"unit\":\"h\",\"amount\":\"-0.5\",\"currency\":\"EUR\",\"corrects\":\"acme-2026-06\"}],"
          + "\"totals\":{\"EUR\":\"0.73\"}}";

  private static InvoiceLine line(YearMonth month, String sku, String cost, String currency) {
    return new InvoiceLine(
        "acme",
        month,
        "b",
        sku,
        "CPU \"used\"",
        new BigDecimal("4"),
        "h",
        new BigDecimal(cost),
        currency);
  }

  @Test
  void isWrittenAsTheReferenceSaysAndReadBack() {
    assertThat(InvoiceDocument.write(INVOICE)).isEqualTo(JSON);
    assertThat(InvoiceDocument.read("value", JSON)).isEqualTo(INVOICE);
    assertThat(InvoiceDocument.key("acme", JULY)).isEqualTo("acme|2026-07");
  }

  @Test
  void whatDoesNotAgreeWithItselfIsRefused() {
    refused(JSON.replace("acme-2026-07", "acme-2026-08"), "expected 'acme-2026-07'");
    refused(JSON.replace("\"0.73\"", "\"0.74\""), "expected the sums of the lines");
    refused(JSON.replace("{\"EUR\":\"0.73\"}", "{}"), "expected the sums of the lines");
    refused(JSON.replace("acme-2026-06", "acme-2026-07"), "an earlier invoice of this tenant");
    refused(JSON.replace("acme-2026-06", "else-2026-06"), "an earlier invoice of this tenant");
    refused(JSON.replace("acme-2026-06", "june"), "an earlier invoice of this tenant");
    refused(JSON.replace("03T09", "33T09"), "ISO-8601");
    refused(JSON.replace("\"1.23\"", "1.23"), "amount");
    refused(JSON.replace("\"period\":\"2026-07\",", ""), "period");
    refused("no JSON", "expected");
    refused("", "");
  }

  private static void refused(String json, String why) {
    assertThatThrownBy(() -> InvoiceDocument.read("value", json))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(why);
  }
}
