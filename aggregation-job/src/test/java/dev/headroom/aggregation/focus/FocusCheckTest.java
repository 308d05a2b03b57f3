package dev.headroom.aggregation.focus;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check finds what is broken, and nothing in what is not. */
class FocusCheckTest {
  private static final Map<String, BigDecimal> PAYABLE = Map.of("acme-2026-06 EUR", BigDecimal.TEN);

  private static final FocusRow USAGE = usage();
  private static final FocusRow FEE =
      USAGE
          .with("ChargeCategory", "Purchase")
          .with("ChargeFrequency", "Recurring")
          .with("ConsumedQuantity", null)
          .with("ConsumedUnit", null);
  private static final FocusRow CREDIT =
      without(FEE, "Credit").with("InvoiceId", null).with("InvoiceDetailId", null);
  private static final FocusRow TAX = without(CREDIT, "Tax");
  private static final FocusRow CORRECTION =
      USAGE
          .with("ChargeClass", "Correction")
          .with("ChargeFrequency", "One-Time")
          .with("ChargePeriodStart", "2026-05-01T00:00:00Z")
          .with("ChargePeriodEnd", "2026-06-01T00:00:00Z")
          .with("InvoiceId", null)
          .with("InvoiceDetailId", null)
          .with("x_CorrectedInvoiceId", "acme-2026-05");

  private static FocusRow usage() {
    Map<String, @Nullable String> cells = new TreeMap<>();
    FocusColumn.all().stream().filter(FocusColumn::isOurs).forEach(c -> cells.put(c.name(), null));
    cells.putAll(
        Map.of(
            "BilledCost", "5",
            "ContractedCost", "5.00",
            "EffectiveCost", "5",
            "ListCost", "5.000",
            "PricingQuantity", "2",
            "PricingUnit", "1000 Requests",
            "PricingCategory", "Standard",
            "ConsumedQuantity", "2",
            "ConsumedUnit", "1000 Requests"));
    cells.putAll(
        Map.of(
            "BillingAccountId", "acme",
            "BillingCurrency", "EUR",
            "BillingPeriodStart", "2026-06-01T00:00:00Z",
            "BillingPeriodEnd", "2026-07-01T00:00:00Z",
            "ChargePeriodStart", "2026-06-03T10:00:00Z",
            "ChargePeriodEnd", "2026-06-03T11:00:00Z",
            "ChargeCategory", "Usage",
            "ChargeFrequency", "Usage-Based",
            "ChargeDescription", "Requests"));
    cells.putAll(
        Map.of(
            "HostProviderName", "Vendor",
            "InvoiceIssuerName", "Vendor",
            "ServiceProviderName", "Vendor",
            "ServiceName", "plan",
            "ServiceCategory", "Other",
            "SkuId", "requests",
            "SkuPriceId", "plan/requests",
            "InvoiceId", "acme-2026-06",
            "InvoiceDetailId", "plan/requests/EUR"));
    cells.put("ListUnitPrice", "2.5");
    cells.put("ContractedUnitPrice", "2.50");
    cells.put("x_CorrectedInvoiceId", null);
    return new FocusRow(cells);
  }

  private static FocusRow without(FocusRow row, String category) {
    return row.with("ChargeCategory", category)
        .with("SkuId", null)
        .with("SkuPriceId", null)
        .with("ListUnitPrice", null)
        .with("ContractedUnitPrice", null)
        .with("PricingCategory", null)
        .with("PricingQuantity", null)
        .with("PricingUnit", null);
  }

  private static FocusRow named(String name) {
    return switch (name) {
      case "usage" -> USAGE;
      case "fee" -> FEE;
      case "credit" -> CREDIT;
      case "tax" -> TAX;
      case "correction" -> CORRECTION;
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static List<String> complaints(FocusRow... rows) {
    return FocusCheck.complaints(List.of(rows), PAYABLE);
  }

  @Test
  void rowsOfEveryKindThatAreRightPass() {
    assertThat(complaints(USAGE, FEE, CREDIT, TAX, CORRECTION)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "usage, BilledCost,, BilledCost is null",
    "usage, BilledCost, 1e3, no decimal",
    "usage, BilledCost, '1,5', no decimal",
    "usage, BilledCost, +5, no decimal",
    "usage, ChargePeriodStart, 2026-06-03 10:00:00, no date/time",
    "usage, ChargePeriodStart, 2026-06-03T10:00:00+00:00, no date/time",
    "usage, ChargeCategory, usage, not allowed",
    "usage, ChargeClass, Refund, not allowed",
    "usage, ChargeFrequency, Monthly, not allowed",
    "usage, ServiceCategory, Gateway, not allowed",
    "usage, PricingCategory, On-Demand, not allowed",
    "usage, BillingCurrency, EURO, no currency",
    "usage, PricingUnit, 10*3.{request}, no unit",
    "usage, ConsumedUnit, h, no unit",
    "usage, BillingAccountName, '', is empty instead of null",
    "usage, SkuPriceDetails, none, no json",
    "usage, SkuPriceId,, 'Usage and Purchase have a SKU'",
    "fee, PricingQuantity,, 'Usage and Purchase have a SKU'",
    "usage, ListUnitPrice,, what has a SkuPriceId has unit prices",
    "fee, ContractedUnitPrice,, what has a SkuPriceId has unit prices",
    "correction, ListUnitPrice,, what has a SkuPriceId has unit prices",
    "credit, ListUnitPrice, 1, without a SkuPriceId",
    "usage, ListUnitPrice, 2.4, ListCost is ListUnitPrice ×",
    "fee, ContractedUnitPrice, 2.6, ContractedCost is ContractedUnitPrice ×",
    "usage, ListUnitPrice, -2.5, a unit price is not negative",
    "fee, ChargeFrequency, Usage-Based, a Purchase is not Usage-Based",
    "fee, ConsumedQuantity, 1, only Usage is consumed",
    "usage, ConsumedQuantity,, Usage says what was consumed",
    "usage, PricingUnit,, a quantity has a unit",
    "tax, SkuId, vat, Tax has no SKU",
    "credit, PricingQuantity, 1, without a SkuPriceId",
    "credit, SkuMeter, requests, and so does a SkuMeter",
    "credit, ListCost, 0, a Credit costs the same",
    "usage, ListCost, 4, without negotiated prices",
    "usage, EffectiveCost, 0, neither covers another charge",
    "usage, ChargePeriodEnd, 2026-06-03T10:00:00Z, a period ends after it starts",
    "usage, BillingPeriodEnd, 2026-05-01T00:00:00Z, a period ends after it starts",
    "usage, ChargePeriodStart, 2026-05-03T10:00:00Z, a charge is of its billing period",
    "correction, ChargePeriodEnd, 2026-06-02T00:00:00Z, a Correction is of an earlier period",
    "correction, x_CorrectedInvoiceId,, a Correction is of an earlier period",
    "usage, InvoiceDetailId,, a charge on an invoice is on a line",
    "usage, HostProviderName, Other, the host is the service provider",
  })
  void aBrokenValueIsFound(String row, String column, @Nullable String value, String said) {
    assertThat(complaints(named(row).with(column, value), FEE)).anyMatch(c -> c.contains(said));
  }

  @Test
  void aColumnThatIsMissingUnknownOrOutOfOrderIsFound() {
    Map<String, @Nullable String> missing = new TreeMap<>(USAGE.cells());
    missing.remove("ListCost");
    missing.remove("InvoiceDetailId");
    assertThat(complaints(new FocusRow(missing)))
        .containsExactly("InvoiceDetailId is missing", "ListCost is missing");
    assertThat(complaints(sorted(USAGE.with("ProviderName", "Vendor"))))
        .containsExactly("ProviderName is no column of FOCUS");
    assertThat(complaints(unsorted())).hasSize(1).first().asString().contains("order");
    assertThat(complaints()).containsExactly("there are no rows");
  }

  private static FocusRow sorted(FocusRow row) {
    return new FocusRow(new TreeMap<>(row.cells()));
  }

  private static FocusRow unsorted() {
    Map<String, @Nullable String> custom = new LinkedHashMap<>();
    custom.put("x_First", "1");
    custom.putAll(USAGE.cells());
    return new FocusRow(custom);
  }

  @Test
  void whatHoldsAcrossRowsIsHeld() {
    List<String> complaints =
        new ArrayList<>(
            complaints(
                USAGE,
                FEE.with("SkuId", "other").with("PricingUnit", "Requests"),
                CREDIT.with("ServiceCategory", "Web")));
    assertThat(complaints)
        .containsExactly(
            "SkuPriceId plan/requests has more than one SkuId",
            "SkuPriceId plan/requests has more than one PricingUnit",
            "ServiceName plan has more than one ServiceCategory");
    assertThat(complaints(USAGE, CREDIT))
        .containsExactly(
            "BilledCost comes to {acme-2026-06 EUR=5}, the invoices to {acme-2026-06 EUR=1E+1}");
  }
}
