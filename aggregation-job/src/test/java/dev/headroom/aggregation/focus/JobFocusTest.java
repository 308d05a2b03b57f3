package dev.headroom.aggregation.focus;

import static dev.headroom.aggregation.stack.Otlp.counter;
import static dev.headroom.aggregation.stack.Otlp.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.headroom.aggregation.config.AggregationJobConfig;
import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.aggregation.config.SourceFile;
import dev.headroom.aggregation.config.StateBackend;
import dev.headroom.aggregation.runner.JobRunner;
import dev.headroom.aggregation.runner.RunningJob;
import dev.headroom.aggregation.stack.EmbeddedStack;
import dev.headroom.aggregation.stack.JobFixture;
import dev.headroom.aggregation.stack.StackExtension;
import dev.headroom.pricing.InvoiceDocument;
import dev.headroom.pricing.InvoiceLine;
import dev.headroom.pricing.IssuedInvoice;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the job charges, before and after an invoice, is what FOCUS 1.4 asks for. */
@ExtendWith(StackExtension.class)
class JobFocusTest {
  private static final String TENANTS =
      """
      apiVersion: headroom.dev/v1
      kind: Tenants
      vendor: {name: Example Cloud, service: Example Gateway, serviceCategory: Networking}
      tenants:
        - id: umbrella
          name: Umbrella Corporation
          timeZone: Europe/Berlin
          subscriptions:
            - {book: plan, from: 2024-12-31T23:00:00Z, commitment: {amount: 20, paid: upfront}}
      """;
  private static final YearMonth MARCH = YearMonth.of(2025, 3);

  @Test
  void chargesConformBeforeAnInvoiceAndAfterAndWhenLateUsageIsCorrected(EmbeddedStack stack)
      throws Exception {
    try (JobFixture fixture = stack.fixture();
        RunningJob job = JobRunner.start(config(fixture))) {
      send(fixture, "first", 60);
      fixture.awaitRows(
          "SELECT sumIf(billed_cost, kind != 'commitment') > 70, countIf(kind = 'commitment')"
              + " FROM charges",
          "1|2");
      List<FocusRow> open = focus(stack, fixture);
      assertThat(FocusCheck.complaints(open, Map.of())).isEmpty();
      assertNames(open);
      assertThat(kinds(open))
          .containsExactlyInAnyOrder(
              "fee Purchase Recurring",
              "usage Usage Usage-Based",
              "usage Adjustment Usage-Based",
              "rounding Adjustment Recurring",
              "discount Credit Recurring",
              "minimum Adjustment Recurring",
              "tax Tax Recurring",
              "commitment Purchase One-Time",
              "commitment Credit Recurring");
      assertPriced(open);

      finalise(fixture);
      fixture.awaitRows("SELECT invoice_id, currency FROM invoices", "umbrella-2025-03|EUR");
      BigDecimal total = new BigDecimal(fixture.rows("SELECT total FROM invoices").get(0));
      Map<String, BigDecimal> payable = Map.of("umbrella-2025-03 EUR", total);
      List<FocusRow> issued = focus(stack, fixture);
      assertThat(FocusCheck.complaints(issued, payable)).isEmpty();
      assertThat(issued).hasSameSizeAs(open).allMatch(row -> row.has("InvoiceId"));

      send(fixture, "late", 120);
      fixture.awaitRows("SELECT count() > 5 FROM charges WHERE kind = 'adjustment'", "1");
      assertCorrected(fixture, focus(stack, fixture), payable);
      assertThat(job.failure()).isEmpty();
    }
  }

  private static void assertNames(List<FocusRow> rows) {
    assertThat(rows)
        .allMatch(row -> row.is("BillingAccountName", "Umbrella Corporation"))
        .allMatch(row -> row.is("InvoiceIssuerName", "Example Cloud"))
        .allMatch(row -> row.is("ServiceName", "Example Gateway"))
        .allMatch(row -> row.is("ServiceCategory", "Networking"))
        .allMatch(row -> row.is("BillingPeriodStart", "2025-02-28T23:00:00Z"))
        .allMatch(row -> row.is("BillingPeriodEnd", "2025-03-31T22:00:00Z"));
  }

  private static void assertPriced(List<FocusRow> rows) {
    assertThat(rows.stream().filter(row -> row.has("SkuPriceId")))
        .extracting(
            row -> row.text("SkuPriceId"),
            row -> row.text("PricingQuantity"),
            row -> row.text("PricingUnit"),
            row -> row.text("SkuMeter"),
            row -> row.text("ListUnitPrice"),
            row -> row.text("BilledCost"))
        .containsExactlyInAnyOrder(
            tuple("plan/base", "1", "Months", "", "9.9", "9.9"),
            tuple("plan/flat", "6", "1000 Requests", "requests", "0.0333", "0.1998"),
            tuple("plan/tiers/free", "1000", "Requests", "requests", "0", "0"),
            tuple("plan/tiers", "4000", "Requests", "requests", "0.01", "40"),
            tuple("plan/tiers/tier-2", "1000", "Requests", "requests", "0.002", "2"),
            tuple("plan/started", "2", "Blocks", "requests", "0.75", "1.5"),
            tuple("plan/packs", "7500", "Requests", "requests", "0.0001", "0.75"),
            tuple("plan/volume", "6000", "Requests", "requests", "0.0002", "1.2"),
            tuple("plan/capped", "6000", "Requests", "requests", "0.0003", "1.8"),
            tuple("plan/ready/fee", "1", "Units", "requests", "0.5", "0.5"),
            tuple("plan/ready", "6000", "Requests", "requests", "0", "0"),
            tuple(
                "plan/ninth",
                "6",
                "1000 Requests",
                "requests",
                "0.111111111111111111",
                "0.666666667"),
            tuple("plan/support", "1", "Units", "", "5.14", "5.14"),
            tuple("plan/commitment/2024-12-31/paid", "1", "Units", "", "20", "20"));
    assertThat(rows)
        .filteredOn(row -> row.text("ChargeDescription").startsWith("Above the maximum"))
        .extracting(row -> row.text("SkuId"), row -> row.text("BilledCost"))
        .containsExactly(tuple("capped", "-0.8"));
  }

  private static void assertCorrected(
      JobFixture fixture, List<FocusRow> rows, Map<String, BigDecimal> payable) {
    assertThat(FocusCheck.complaints(rows, payable)).isEmpty();
    List<FocusRow> corrections = rows.stream().filter(row -> row.has("ChargeClass")).toList();
    assertThat(kinds(corrections))
        .contains(
            "adjustment Usage One-Time", "adjustment Credit One-Time", "adjustment Tax One-Time")
        .allMatch(kind -> kind.startsWith("adjustment "));
    assertThat(corrections)
        .noneMatch(row -> row.has("InvoiceId"))
        .allMatch(row -> row.is("BillingPeriodStart", "2025-03-31T22:00:00Z"))
        .allMatch(row -> row.is("ChargePeriodStart", "2025-02-28T23:00:00Z"));
    assertThat(kinds(rows)).contains("adjusted Adjustment One-Time", "usage Purchase Recurring");
    assertThat(rows)
        .filteredOn(row -> row.text("ChargeDescription").startsWith("Earlier units at the price"))
        .extracting(row -> row.text("SkuId"), row -> row.text("BilledCost"))
        .containsExactly(tuple("volume", "-1.2"));
    // Nothing is counted twice, in money or in quantity.
    assertThat(sum(rows, "BilledCost"))
        .isEqualByComparingTo(fixture.rows("SELECT sum(billed_cost) FROM charges").get(0));
    List<FocusRow> tiers = rows.stream().filter(row -> row.is("SkuId", "tiers")).toList();
    assertThat(sum(tiers, "ConsumedQuantity")).isEqualByComparingTo("18000");
    assertThat(sum(tiers, "PricingQuantity")).isEqualByComparingTo("18000");
    List<FocusRow> packs = rows.stream().filter(row -> row.is("SkuId", "packs")).toList();
    assertThat(sum(packs, "ConsumedQuantity")).isEqualByComparingTo("18000");
    assertThat(sum(packs, "PricingQuantity")).isEqualByComparingTo("20000");
  }

  private static BigDecimal sum(List<FocusRow> rows, String column) {
    return rows.stream()
        .filter(row -> row.has(column))
        .map(row -> row.decimal(column))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static List<String> kinds(List<FocusRow> rows) {
    return rows.stream()
        .map(
            row ->
                String.join(
                    " ",
                    row.text("x_ChargeKind"),
                    row.text("ChargeCategory"),
                    row.text("ChargeFrequency")))
        .distinct()
        .toList();
  }

  static List<FocusRow> focus(EmbeddedStack stack, JobFixture fixture) {
    return FocusRow.read(
        stack
            .clickhouse()
            .query(
                "SELECT * FROM "
                    + fixture.clickhouse().database()
                    + ".focus_1_4 ORDER BY ALL FORMAT JSONEachRow SETTINGS"
                    + " date_time_output_format = 'iso', output_format_json_quote_decimals = 1"));
  }

  private static void send(JobFixture fixture, String resource, int minutes) {
    fixture.send(
        "umbrella",
        minutes + 1,
        request(counter(resource, "headroom.requests", "{request}", 100, 0, minutes)));
  }

  private static AggregationJobConfig config(JobFixture fixture) throws IOException {
    AggregationJobConfig plain = fixture.config(fixture.clickhouse(), StateBackend.HASHMAP);
    return new AggregationJobConfig(
        plain.kafka(),
        plain.clickhouse(),
        new PriceFiles(
            plain.prices().meters(),
            new SourceFile("tenants.yaml", TENANTS),
            List.of(
                new SourceFile(
                    "price-book.yaml",
                    JobFixture.resource("/dev/headroom/aggregation/focus/price-book.yaml")))),
        plain.metering(),
        plain.checkpoint(),
        plain.stateBackend(),
        plain.flush(),
        plain.parallelism());
  }

  /** March as it stands in the tables. */
  private static void finalise(JobFixture fixture) {
    List<InvoiceLine> lines =
        fixture
            .rows(
                "SELECT sku_id, pricing_quantity, pricing_unit, billed_cost, description"
                    + " FROM invoice_line WHERE period = '2025-03-01'")
            .stream()
            .map(row -> line(row.split("\\|", -1)))
            .toList();
    IssuedInvoice invoice =
        new IssuedInvoice(
            "umbrella", MARCH, Instant.parse("2025-04-02T00:00:00Z"), lines, List.of());
    fixture.send(
        new ProducerRecord<>(
            fixture.kafka().invoicesTopic(),
            InvoiceDocument.key("umbrella", MARCH).getBytes(UTF_8),
            InvoiceDocument.write(invoice).getBytes(UTF_8)));
  }

  private static InvoiceLine line(String[] cells) {
    return new InvoiceLine(
        "umbrella",
        MARCH,
        "plan",
        cells[0],
        cells[4],
        new BigDecimal(cells[1]),
        cells[2],
        new BigDecimal(cells[3]),
        "EUR");
  }
}
