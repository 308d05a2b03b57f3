package dev.headroom.aggregation;

import static dev.headroom.aggregation.stack.Otlp.counter;
import static dev.headroom.aggregation.stack.Otlp.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.aggregation.runner.JobRunner;
import dev.headroom.aggregation.runner.RunningJob;
import dev.headroom.aggregation.stack.EmbeddedStack;
import dev.headroom.aggregation.stack.JobFixture;
import dev.headroom.aggregation.stack.StackExtension;
import dev.headroom.aggregation.stack.SteadyLoad;
import dev.headroom.pricing.InvoiceDocument;
import dev.headroom.pricing.InvoiceLine;
import dev.headroom.pricing.IssuedInvoice;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What comes after an invoice was finalised; the book has 9.90 and 0.0333 for a thousand. */
@ExtendWith(StackExtension.class)
class JobAdjustmentsTest {
  private static final YearMonth MARCH = YearMonth.of(2025, 3);
  private static final YearMonth APRIL = YearMonth.of(2025, 4);

  private static final String BY_PERIOD =
      "SELECT period, sum(billed_cost) FROM charges WHERE tenant_id = 'globex'"
          + " GROUP BY period HAVING sum(billed_cost) != 0 ORDER BY period";
  private static final String CORRECTIONS =
      "SELECT period, kind, sku_id, charge_start, invoice_id, pricing_quantity, billed_cost"
          + " FROM charges WHERE tenant_id = 'globex' AND invoice_id != ''"
          + " AND billed_cost != 0 ORDER BY ALL";
  private static final String INVOICES =
      "SELECT invoice_id, currency, total, adjustments != 0, lines FROM invoices ORDER BY ALL";

  @Test
  void lateUsageOfAFinalisedMonthGoesOnTheNextInvoice(EmbeddedStack stack) throws Exception {
    try (JobFixture fixture = stack.fixture()) {
      try (RunningJob job = JobRunner.start(fixture.config())) {
        SteadyLoad.send(fixture, 0, 60);
        fixture.awaitRows(BY_PERIOD, "2025-03-01|10.070000000");
        publish(fixture, march("0.17"));
        fixture.awaitRows(INVOICES, "globex-2025-03|EUR|10.070000000|0|2");
        assertThat(job.failure()).isEmpty();
      }
      SteadyLoad.send(fixture, 60, 120);
      IssuedInvoice april =
          new IssuedInvoice(
              "globex",
              APRIL,
              Instant.parse("2025-05-02T00:00:00Z"),
              List.of(),
              List.of(new IssuedInvoice.Adjustment(MARCH, line(MARCH, "requests", "6", "0.20"))));
      try (RunningJob job = JobRunner.start(fixture.config())) {
        fixture.awaitRows(
            CORRECTIONS,
            "2025-03-01|adjusted|requests|2025-03-01 00:00:00|globex-2025-03|-6.000000000|-0.200000000",
            "2025-04-01|adjustment|requests|2025-03-01 00:00:00|globex-2025-03|6.000000000|0.200000000");
        fixture.awaitRows(BY_PERIOD, "2025-03-01|10.070000000", "2025-04-01|0.200000000");

        publish(fixture, april);
        fixture.awaitRows(
            INVOICES, "globex-2025-03|EUR|10.070000000|0|2", "globex-2025-04|EUR|0.200000000|1|1");
        job.stop();
      }
      fixture.send(
          "globex", 61, request(counter("d", "headroom.requests", "{request}", 100, 0, 60)));
      try (RunningJob job = JobRunner.start(fixture.config())) {
        fixture.awaitRows(
            BY_PERIOD,
            "2025-03-01|10.070000000",
            "2025-04-01|0.200000000",
            "2025-05-01|0.200000000");
        fixture.awaitRows(
            "SELECT description, billed_cost FROM invoice_line"
                + " WHERE tenant_id = 'globex' AND corrects != '' ORDER BY period",
            "Correction of globex-2025-03: requests|0.200000000",
            "Correction of globex-2025-03: "
                + "Requests, the first thousand of a month free|0.200000000");
        assertThat(job.failure()).isEmpty();
      }
    }
  }

  @Test
  void anInvoiceThatCannotBeOneIsSetAsideAndTheFirstOneStays(EmbeddedStack stack) throws Exception {
    try (JobFixture fixture = stack.fixture();
        RunningJob job = JobRunner.start(fixture.config())) {
      publish(fixture, march("0.17"));
      fixture.awaitRows(INVOICES, "globex-2025-03|EUR|10.070000000|0|2");
      publish(fixture, march("0.17"));
      publish(fixture, march("0.99"));
      send(fixture, "globex|2025-03", "{}");
      send(fixture, "acme|2025-03", InvoiceDocument.write(march("0.17")));
      SteadyLoad.send(fixture, 0, 60);

      fixture.awaitRows(
          "SELECT tenant_id, count() FROM quarantine WHERE reason = 'bad-invoice'"
              + " GROUP BY tenant_id ORDER BY tenant_id",
          "acme|1",
          "globex|2");
      fixture.awaitRows(BY_PERIOD, "2025-03-01|10.070000000");
      fixture.awaitRows(CORRECTIONS);
      fixture.awaitRows(INVOICES, "globex-2025-03|EUR|10.070000000|0|2");
      assertThat(job.failure()).isEmpty();
    }
  }

  private static IssuedInvoice march(String requests) {
    return new IssuedInvoice(
        "globex",
        MARCH,
        Instant.parse("2025-04-02T00:00:00Z"),
        List.of(line(MARCH, "base", "1", "9.90"), line(MARCH, "requests", "6", requests)),
        List.of());
  }

  private static InvoiceLine line(YearMonth month, String sku, String quantity, String cost) {
    return new InvoiceLine(
        "globex",
        month,
        "test",
        sku,
        sku,
        new BigDecimal(quantity),
        "u",
        new BigDecimal(cost),
        "EUR");
  }

  private static void publish(JobFixture fixture, IssuedInvoice invoice) {
    send(
        fixture,
        InvoiceDocument.key(invoice.tenantId(), invoice.month()),
        InvoiceDocument.write(invoice));
  }

  private static void send(JobFixture fixture, String key, String value) {
    fixture.send(
        new ProducerRecord<>(
            fixture.kafka().invoicesTopic(), key.getBytes(UTF_8), value.getBytes(UTF_8)));
  }
}
