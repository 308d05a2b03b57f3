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
      EmbeddedStack stack, JobFixture fixture, String sku, String kind, String unit, String cost) {
    stack
        .clickhouse()
        .query(
            "INSERT INTO %s.charge_revision (tenant_id, period, book_id, sku_id, kind, meter,"
                    .formatted(fixture.clickhouse().database())
                + " charge_start, charge_end, pricing_quantity, pricing_unit, billed_cost,"
                + " currency, description, revision) VALUES ('acme', '2026-06-01', 'book', '%s',"
                    .formatted(sku)
                + " '%s', 'm', '2026-06-01', '2026-07-01', %s, '%s', %s, 'EUR', 'What it is', 1)"
                    .formatted(kind, cost.equals("0") ? "0" : "3", unit, cost));
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
        charge(stack, fixture, "line-" + unit, "usage", unit, "1");
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
      charge(stack, fixture, "unpriced/m/s", "unpriced", "s", "1");
      charge(stack, fixture, "gone", "usage", "s", "0");
      charge(stack, fixture, "vat", "tax", "1", "0");
      charge(stack, fixture, "cpu", "usage", "s", "1.50");

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
}
