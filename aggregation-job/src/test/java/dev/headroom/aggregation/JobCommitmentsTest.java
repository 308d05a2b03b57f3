package dev.headroom.aggregation;

import static dev.headroom.aggregation.stack.Otlp.counter;
import static dev.headroom.aggregation.stack.Otlp.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.aggregation.config.AggregationJobConfig;
import dev.headroom.aggregation.config.StateBackend;
import dev.headroom.aggregation.runner.JobRunner;
import dev.headroom.aggregation.runner.RunningJob;
import dev.headroom.aggregation.stack.EmbeddedStack;
import dev.headroom.aggregation.stack.JobFixture;
import dev.headroom.aggregation.stack.StackExtension;
import dev.headroom.pricing.InvoiceDocument;
import dev.headroom.pricing.InvoiceLine;
import dev.headroom.pricing.IssuedInvoice;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A commitment that is paid in advance; the book has 0.001 for a request. */
@ExtendWith(StackExtension.class)
class JobCommitmentsTest {
  private static final YearMonth MARCH = YearMonth.of(2025, 3);
  private static final String BOOK =
      """
      apiVersion: headroom.dev/v1
      kind: PriceBook
      id: calls
      name: Calls
      mode: serverless
      source: Made up for tests
      sourceDate: 2025-01-01
      currency: EUR
      lines:
        - id: calls
          description: Requests
          meter: requests
          unit: "{request}"
          prices: [{from: 2025-01-01, price: 0.001}]
      """;
  private static final String TENANTS =
      """
      apiVersion: headroom.dev/v1
      kind: Tenants
      tenants:
        - id: umbrella
          subscriptions:
            - {book: calls, from: 2025-01-01T00:00:00Z, commitment: {amount: 10, paid: upfront}}
      """;
  private static final String LINES =
      "SELECT period, sku_id, toString(billed_cost) FROM invoice_line"
          + " WHERE billed_cost != 0 ORDER BY period, sku_id";
  private static final String PAID = "2025-03-01|commitment/2025-01-01/paid|10";

  private static void send(JobFixture fixture, String resource, int to) {
    fixture.send(
        "umbrella",
        to + 1,
        request(counter(resource, "headroom.requests", "{request}", 100, 0, to)));
  }

  private static InvoiceLine line(String sku, String amount) {
    return new InvoiceLine(
        "umbrella", MARCH, "calls", sku, sku, BigDecimal.ONE, "1", new BigDecimal(amount), "EUR");
  }

  @ParameterizedTest
  @EnumSource(StateBackend.class)
  void whatWasPaidIsUsedUpAndAFinalisedMonthKeepsItsPart(StateBackend backend, EmbeddedStack stack)
      throws Exception {
    try (JobFixture fixture = stack.fixture()) {
      AggregationJobConfig config = fixture.config(backend, TENANTS, BOOK);
      try (RunningJob job = JobRunner.start(config)) {
        send(fixture, "first", 60);
        fixture.awaitRows(
            LINES, "2025-03-01|calls|6", PAID, "2025-03-01|commitment/2025-01-01/used|-6");
        job.stop();
      }
      try (RunningJob job = JobRunner.start(config)) {
        send(fixture, "second", 20);
        fixture.awaitRows(
            LINES, "2025-03-01|calls|8", PAID, "2025-03-01|commitment/2025-01-01/used|-8");
        IssuedInvoice march =
            new IssuedInvoice(
                "umbrella",
                MARCH,
                Instant.parse("2025-04-02T00:00:00Z"),
                List.of(
                    line("calls", "8.00"),
                    line("commitment/2025-01-01/paid", "10.00"),
                    line("commitment/2025-01-01/used", "-8.00")),
                List.of());
        fixture.send(
            new ProducerRecord<>(
                fixture.kafka().invoicesTopic(),
                InvoiceDocument.key("umbrella", MARCH).getBytes(UTF_8),
                InvoiceDocument.write(march).getBytes(UTF_8)));
        fixture.awaitRows("SELECT toString(total) FROM invoices", "10");
        send(fixture, "third", 30);
        fixture.awaitRows(
            LINES,
            "2025-03-01|calls|8",
            PAID,
            "2025-03-01|commitment/2025-01-01/used|-8",
            "2025-04-01|calls|3");
        assertThat(fixture.rows("SELECT DISTINCT kind FROM charges WHERE sku_id LIKE 'commit%'"))
            .containsExactly("commitment");
        // In April 100,000 requests and the correction meet what is left, 2.
        fixture.send(
            "umbrella",
            2,
            request(counter("first", "headroom.requests", "{request}", 100, 45_000, 45_001)));
        fixture.awaitRows(
            "SELECT toString(sum(billed_cost)) FROM charges WHERE sku_id LIKE '%/used'"
                + " AND period = '2025-04-01'",
            "-2");
        assertThat(job.failure()).isEmpty();
      }
    }
  }
}
