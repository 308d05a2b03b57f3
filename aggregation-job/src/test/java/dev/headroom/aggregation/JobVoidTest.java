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
import dev.headroom.pricing.InvoiceId;
import dev.headroom.pricing.InvoiceLine;
import dev.headroom.pricing.InvoiceRecord;
import dev.headroom.pricing.InvoiceVoid;
import dev.headroom.pricing.IssuedInvoice;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Invoices that are made void; the book has 9.90 and 0.0333 for a thousand. */
@ExtendWith(StackExtension.class)
class JobVoidTest {
  private static final InvoiceId MARCH = InvoiceId.first("globex", YearMonth.of(2025, 3));
  private static final InvoiceId AGAIN = MARCH.next();
  private static final InvoiceId APRIL = InvoiceId.first("globex", YearMonth.of(2025, 4));

  private static final String BY_PERIOD =
      "SELECT period, sum(billed_cost) FROM charges WHERE tenant_id = 'globex'"
          + " GROUP BY period HAVING sum(billed_cost) != 0 ORDER BY period";
  private static final String NAMED =
      "SELECT period, kind, invoice_id, billed_cost FROM charges"
          + " WHERE tenant_id = 'globex' AND invoice_id != '' ORDER BY ALL";
  private static final String INVOICES =
      "SELECT invoice_id, total, state, ifNull(formatDateTime(voided_at, '%F'), '-'), void_reason, replaced_by FROM invoices ORDER BY ALL";
  private static final String FOCUS =
      "SELECT DISTINCT InvoiceId FROM focus_1_4 WHERE BillingAccountId = 'globex'"
          + " AND InvoiceId IS NOT NULL ORDER BY ALL";
  private static final String REFUSED =
      "SELECT tenant_id, detail FROM quarantine WHERE reason = 'bad-invoice' ORDER BY ALL";
  private static final String VOID_MARCH =
      "globex-2025-03|10.070000000|void|2025-04-05|forgot an hour|";
  private static final String FINAL = "|final|-||";

  @Test
  void aVoidInvoiceOpensItsMonthAndTheNextOneHolds(EmbeddedStack stack) throws Exception {
    try (JobFixture fixture = stack.fixture()) {
      try (RunningJob job = JobRunner.start(fixture.config())) {
        SteadyLoad.send(fixture, 0, 60);
        fixture.awaitRows(BY_PERIOD, "2025-03-01|10.070000000");
        publish(fixture, march(MARCH, 2, "0.17"));
        SteadyLoad.send(fixture, 60, 120);
        fixture.awaitRows(BY_PERIOD, "2025-03-01|10.070000000", "2025-04-01|0.200000000");
        fixture.awaitRows(FOCUS, "globex-2025-03");

        publish(fixture, new InvoiceVoid(MARCH, day(5), "forgot an hour"));
        fixture.awaitRows(BY_PERIOD, "2025-03-01|10.270000000");
        fixture.awaitRows(INVOICES, VOID_MARCH);
        fixture.awaitRows(NAMED);
        fixture.awaitRows(FOCUS);
        job.stop();
      }
      try (RunningJob job = JobRunner.start(fixture.config())) {
        publish(fixture, march(AGAIN, 6, "0.37"));
        fixture.awaitRows(
            INVOICES, VOID_MARCH + "globex-2025-03-2", "globex-2025-03-2|10.270000000" + FINAL);
        fixture.awaitRows(FOCUS, "globex-2025-03-2");
        fixture.send(
            "globex", 61, request(counter("d", "headroom.requests", "{request}", 100, 0, 60)));
        fixture.awaitRows(BY_PERIOD, "2025-03-01|10.270000000", "2025-04-01|0.200000000");
        assertThat(
                fixture.rows(NAMED + " LIMIT 100").stream()
                    .filter(r -> !r.endsWith("|0.000000000")))
            .containsExactly(
                "2025-03-01|adjusted|globex-2025-03-2|-0.200000000",
                "2025-04-01|adjustment|globex-2025-03-2|0.200000000");
        assertThat(fixture.rows(REFUSED)).isEmpty();
        assertThat(job.failure()).isEmpty();
      }
    }
  }

  @Test
  void whatCannotBeMadeVoidIsSetAsideAndChangesNothing(EmbeddedStack stack) throws Exception {
    try (JobFixture fixture = stack.fixture();
        RunningJob job = JobRunner.start(fixture.config())) {
      SteadyLoad.send(fixture, 0, 60);
      publish(fixture, new InvoiceVoid(APRIL, day(1), "unknown"));
      publish(fixture, march(MARCH, 2, "0.17"));
      publish(fixture, new IssuedInvoice(APRIL, day(40), List.of(line("base", "9.90")), List.of()));
      publish(fixture, new InvoiceVoid(MARCH, day(41), "not the newest"));
      publish(fixture, march(AGAIN, 42, "9.99"));
      send(fixture, "globex|2025-04|void", "{}");
      send(fixture, "acme|2025-04|void", new InvoiceVoid(APRIL, day(43), "x").json());

      JobFixture.await(() -> fixture.rows(REFUSED).size() == 5);
      assertThat(fixture.rows(REFUSED))
          .contains(
              "acme|key:1:1: expected 'globex|2025-04|void', as the value says",
              "globex|globex-2025-03 was finalised before and is not void",
              "globex|globex-2025-04 is no invoice that was finalised and is not void",
              "globex|globex-2025-04 is of a later month and builds on globex-2025-03: it must be"
                  + " made void first");
      fixture.awaitRows(
          INVOICES, "globex-2025-03|10.070000000" + FINAL, "globex-2025-04|9.900000000" + FINAL);
      fixture.awaitRows(FOCUS, "globex-2025-03", "globex-2025-04");

      // One that was refused does not keep the invoice from being made void for good.
      publish(fixture, new InvoiceVoid(APRIL, day(50), "known by now"));
      fixture.awaitRows(
          INVOICES,
          "globex-2025-03|10.070000000" + FINAL,
          "globex-2025-04|9.900000000|void|2025-05-20|known by now|");
      assertThat(job.failure()).isEmpty();
    }
  }

  private static Instant day(int days) {
    return Instant.parse("2025-03-31T00:00:00Z").plusSeconds(86_400L * days);
  }

  private static IssuedInvoice march(InvoiceId id, int day, String requests) {
    return new IssuedInvoice(
        id, day(day), List.of(line("base", "9.90"), line("requests", requests)), List.of());
  }

  private static InvoiceLine line(String sku, String cost) {
    return new InvoiceLine(
        "globex",
        MARCH.month(),
        "test",
        sku,
        sku,
        BigDecimal.ONE,
        "u",
        new BigDecimal(cost),
        "EUR");
  }

  private static void publish(JobFixture fixture, InvoiceRecord record) {
    send(fixture, record.key(), record.json());
  }

  private static void send(JobFixture fixture, String key, String value) {
    fixture.send(
        new ProducerRecord<>(
            fixture.kafka().invoicesTopic(), key.getBytes(UTF_8), value.getBytes(UTF_8)));
  }
}
