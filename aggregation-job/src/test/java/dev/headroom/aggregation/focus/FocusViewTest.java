package dev.headroom.aggregation.focus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.aggregation.stack.EmbeddedStack;
import dev.headroom.aggregation.stack.JobFixture;
import dev.headroom.aggregation.stack.StackExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The view over charges that were written by hand. */
@ExtendWith(StackExtension.class)
class FocusViewTest {
  private static void charge(
      EmbeddedStack stack,
      JobFixture fixture,
      String sku,
      String kind,
      String unit,
      String cost,
      String parts) {
    stack
        .clickhouse()
        .query(
            "INSERT INTO %s.charge_revision (tenant_id, period, book_id, sku_id, kind, meter,"
                    .formatted(fixture.clickhouse().database())
                + " charge_start, charge_end, pricing_quantity, pricing_unit, billed_cost,"
                + " currency, description, parts, revision) VALUES ('acme', '2026-06-01', 'book',"
                + " '%s', '%s', 'm', '2026-06-01', '2026-07-01',".formatted(sku, kind)
                + " %s, '%s', %s, 'EUR', 'What it is', %s, 1)"
                    .formatted(cost.equals("0") ? "0" : "1", unit, cost, parts));
  }

  /** At a unit price of a half. */
  private static void usage(
      EmbeddedStack stack, JobFixture fixture, String sku, String unit, String cost) {
    String parts = "[('units', 1, 0.5, %s * 2, %s * 2, %s)]".formatted(cost, cost, cost);
    charge(stack, fixture, sku, "usage", unit, cost, parts);
  }

  @Test
  void unitsAreWrittenAsFocusAsks(EmbeddedStack stack) throws Exception {
    Map<String, String> units =
        Map.ofEntries(
            Map.entry("h", "Hours"),
            Map.entry("{cpu}.h", "Cpu-Hours"),
            Map.entry("GiBy.h", "GiB-Hours"),
            Map.entry("GBy.mo", "GB-Months"),
            Map.entry("kBy", "KB"),
            Map.entry("MBy/s", "MB/Second"),
            Map.entry("{call}/s", "Calls/Second"),
            Map.entry("{request}", "Requests"),
            Map.entry("10*6.{request}", "1000000 Requests"),
            Map.entry("10*3", "1000 Units"),
            Map.entry("1", "Units"),
            Map.entry("1.s", "Seconds"),
            Map.entry("{vcpu_seconds}", "Vcpu_seconds"));
    try (JobFixture fixture = stack.fixture()) {
      for (String unit : units.keySet()) {
        usage(stack, fixture, "line-" + unit, unit, "1");
      }
      List<FocusRow> rows = JobFocusTest.focus(stack, fixture);
      assertThat(FocusCheck.complaints(rows, Map.of())).isEmpty();
      assertThat(rows).hasSameSizeAs(units.keySet());
      for (FocusRow row : rows) {
        String unit = row.text("SkuId").substring("line-".length());
        assertThat(row.text("PricingUnit")).as(unit).isEqualTo(units.get(unit));
        assertThat(row.text("ConsumedUnit")).isEqualTo(row.text("PricingUnit"));
      }
    }
  }

  @Test
  void whatIsNoChargeIsLeftOutAndNamesHaveDefaults(EmbeddedStack stack) throws Exception {
    try (JobFixture fixture = stack.fixture()) {
      charge(stack, fixture, "unpriced/m/s", "unpriced", "s", "1", "[]");
      charge(stack, fixture, "gone", "usage", "s", "0", "[]");
      charge(stack, fixture, "vat", "tax", "1", "0", "[]");
      usage(stack, fixture, "cpu", "s", "1.50");

      List<FocusRow> rows = JobFocusTest.focus(stack, fixture);
      assertThat(FocusCheck.complaints(rows, Map.of())).isEmpty();
      assertThat(rows).singleElement().matches(row -> row.is("SkuPriceId", "book/cpu"));
      FocusRow row = rows.get(0);
      assertThat(row.text("BillingAccountName")).isEqualTo("acme");
      assertThat(row.text("InvoiceIssuerName")).isEqualTo("Vendor");
      assertThat(row.text("ServiceName")).isEqualTo("book");
      assertThat(row.text("ServiceCategory")).isEqualTo("Other");
      assertThat(row.text("BillingPeriodStart")).isEqualTo("2026-06-01T00:00:00Z");
      assertThat(row.text("BillingPeriodEnd")).isEqualTo("2026-07-01T00:00:00Z");
    }
  }

  @Test
  void aChargeIsARowForEachOfItsPrices(EmbeddedStack stack) throws Exception {
    try (JobFixture fixture = stack.fixture()) {
      charge(
          stack,
          fixture,
          "cpu",
          "usage",
          "h",
          "6.000000001",
          "[('units', 0, 0, 2, 2, 0), ('units', 1, 0.5, 3, 3, 1.5),"
              + " ('units', 2, 0.333333333333333333, 6, 5, 2.000000001),"
              + " ('tier_fee', 2, 4, 1, 0, 4), ('tier_fee', 1, 1, -1, 0, -1),"
              + " ('repriced', 0, 0, 0, 0, -0.25), ('limited', 0, 0, 0, 0, -0.25)]");
      charge(stack, fixture, "support", "fee", "1", "7.50", "[]");
      charge(stack, fixture, "commitment/2026-01-01/missing", "commitment", "1", "-5", "[]");

      List<FocusRow> rows = JobFocusTest.focus(stack, fixture);
      assertThat(FocusCheck.complaints(rows, Map.of())).isEmpty();
      assertThat(rows)
          .extracting(FocusViewTest::words)
          .containsExactlyInAnyOrder(
              "Usage book/cpu/free 2 × 0 Hours, 2 used: 0, 0 by list: What it is",
              "Usage book/cpu 3 × 0.5 Hours, 3 used: 1.5, 1.5 by list: What it is",
              "Usage book/cpu/tier-2 6 × 0.333333333333333333 Hours, 5 used: 2.000000001,"
                  + " 1.999999999999999998 by list: What it is",
              "Purchase book/cpu/tier-2/fee 1 × 4 Units,  used: 4, 4 by list:"
                  + " Fee of tier 2: What it is",
              "Purchase book/cpu/fee -1 × 1 Units,  used: -1, -1 by list:"
                  + " Fee of tier 1: What it is",
              "Adjustment   ×  ,  used: -0.25, -0.25 by list:"
                  + " Earlier units at the price of the tier that was reached: What it is",
              "Adjustment   ×  ,  used: -0.25, -0.25 by list:"
                  + " Above the maximum of the line: What it is",
              "Purchase book/support 1 × 7.5 Units,  used: 7.5, 7.5 by list: What it is",
              "Purchase book/commitment/2026-01-01/missing -1 × 5 Units,  used: -5, -5 by list:"
                  + " What it is");
    }
  }

  private static String words(FocusRow row) {
    return "%s %s %s × %s %s, %s used: %s, %s by list: %s"
        .formatted(
            row.text("ChargeCategory"),
            row.text("SkuPriceId"),
            row.text("PricingQuantity"),
            row.text("ListUnitPrice"),
            row.text("PricingUnit"),
            row.text("ConsumedQuantity"),
            row.text("BilledCost"),
            row.text("ListCost"),
            row.text("ChargeDescription"));
  }
}
