package dev.headroom.aggregation;

import static dev.headroom.aggregation.stack.Otlp.counter;
import static dev.headroom.aggregation.stack.Otlp.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.aggregation.config.AggregationJobConfig;
import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.aggregation.config.StateBackend;
import dev.headroom.aggregation.runner.JobRunner;
import dev.headroom.aggregation.runner.RunningJob;
import dev.headroom.aggregation.stack.EmbeddedStack;
import dev.headroom.aggregation.stack.JobFixture;
import dev.headroom.aggregation.stack.StackExtension;
import dev.headroom.pricing.Invoice;
import dev.headroom.pricing.Tenant;
import dev.headroom.pricing.UsageQuantity;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Charges that the job writes as usage comes, out of order and over a change of price, are those of
 * an invoice over the same usage: of every kind of line and step.
 */
@ExtendWith(StackExtension.class)
class JobPriceModelsTest {
  private static final String BOOK =
      """
      apiVersion: headroom.dev/v1
      kind: PriceBook
      id: models
      name: Models
      mode: serverless
      source: Made up for tests
      sourceDate: 2025-01-01
      currency: EUR
      lines:
        - id: packs
          description: Requests by the thousand, all at the price of the last tier
          meter: requests
          unit: "{request}"
          evenIfUnused: true
          prices:
            - {from: 2025-01-01, model: volume, pack: 1000, tiers: [{upTo: 100000, price: 0.01, fee: 5}, {price: 0.002}]}
            - {from: 2025-03-02, model: volume, pack: 1000, tiers: [{upTo: 110000, price: 0.02}, {price: 0.001}]}
        - id: daily
          description: Requests, the first ten thousand of a day free
          meter: requests
          unit: "{request}"
          cycle: day
          maximum: 90
          prices: [{from: 2025-01-01, allowance: 10000, price: 0.0007}]
        - id: started
          description: Requests by started blocks of an hour
          meter: requests
          unit: "{request}"
          quantity: [{roundUpTo: 5000}, {times: 1/5000}]
          as: "{block}"
          prices: [{from: 2025-01-01, tiers: [{upTo: 3, price: 1}, {price: 0.75}]}]
      invoice:
        - {id: partner, description: Partner discount, discount: 15, of: [packs, started]}
        - {id: commitment, description: Minimum of a month, minimum: 300}
        - {id: vat, description: VAT, tax: 19}
      """;
  private static final String TENANTS =
      """
      apiVersion: headroom.dev/v1
      kind: Tenants
      tenants:
        - id: umbrella
          subscriptions: [{book: models, from: 2025-01-01T00:00:00Z}]
      """;

  private static void send(JobFixture fixture, String resource, int from, int to) {
    fixture.send(
        "umbrella",
        to - from + 1,
        request(counter(resource, "headroom.requests", "{request}", 100, from, to)));
  }

  @ParameterizedTest
  @EnumSource(StateBackend.class)
  void chargesAreThoseOfAnInvoiceWheneverUsageComes(StateBackend backend, EmbeddedStack stack)
      throws Exception {
    try (JobFixture fixture = stack.fixture()) {
      AggregationJobConfig config = fixture.config(backend, TENANTS, BOOK);
      try (RunningJob job = JobRunner.start(config)) {
        send(fixture, "first", 0, 60);
        assertBilled(fixture, config.prices(), "6000");
        send(fixture, "first", 1440, 1500);
        assertBilled(fixture, config.prices(), "150000");
        // The first day again, after the second was rated: everything behind it moves.
        send(fixture, "late", 0, 120);
        assertBilled(fixture, config.prices(), "162000");
        assertThat(job.failure()).isEmpty();
      }
    }
  }

  private static void assertBilled(JobFixture fixture, PriceFiles prices, String requests) {
    fixture.awaitRows("SELECT toInt64(sum(quantity)) FROM usage", requests);
    List<UsageQuantity> usage =
        fixture
            .rows(
                "SELECT toUnixTimestamp(window_start), toUnixTimestamp(window_end),"
                    + " toString(quantity) FROM usage")
            .stream()
            .map(row -> quantity(row.split("\\|", -1)))
            .toList();
    var parsed = prices.parse();
    Tenant tenant = parsed.tenants().find("umbrella").orElseThrow();
    Invoice invoice = Invoice.of(parsed.books(), tenant, YearMonth.of(2025, 3), usage);
    assertThat(invoice.lines()).hasSize(6);
    fixture.awaitRows(
        "SELECT sku_id, pricing_unit, toString(billed_cost) FROM invoice_line ORDER BY sku_id",
        invoice.lines().stream()
            .map(line -> line.skuId() + "|" + line.pricingUnit() + "|" + text(line.billedCost()))
            .sorted()
            .toArray(String[]::new));
  }

  private static String text(BigDecimal amount) {
    return amount.stripTrailingZeros().toPlainString();
  }

  private static UsageQuantity quantity(String[] row) {
    return new UsageQuantity(
        "requests",
        Instant.ofEpochSecond(Long.parseLong(row[0])),
        Instant.ofEpochSecond(Long.parseLong(row[1])),
        Map.of(),
        new BigDecimal(row[2]),
        "{request}");
  }
}
