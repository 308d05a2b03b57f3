package dev.headroom.aggregation.focus;

import java.util.List;
import java.util.function.Predicate;

/**
 * What FOCUS 1.4 asks of a row across its columns.
 *
 * @param sentence the rule, in short
 * @param where which rows it is about
 * @param holds what must be so there
 */
record FocusRule(String sentence, Predicate<FocusRow> where, Predicate<FocusRow> holds) {
  static final List<FocusRule> ALL =
      List.of(
          rule(
              "Usage and Purchase have a SKU, a price, a quantity and a category",
              row -> isSold(row) && !row.has("ChargeClass"),
              row -> hasAll(row, "SkuId", "SkuPriceId", "PricingQuantity", "PricingCategory")),
          rule(
              "Tax has no SKU, price, quantity or category",
              row -> row.is("ChargeCategory", "Tax"),
              row -> hasNone(row, "SkuId", "SkuPriceId", "PricingQuantity", "PricingCategory")),
          rule(
              "without a SkuPriceId there is nothing that depends on one",
              row -> !row.has("SkuPriceId"),
              row ->
                  hasNone(
                      row,
                      "PricingQuantity",
                      "PricingCategory",
                      "SkuPriceDetails",
                      "ConsumedQuantity",
                      "ListUnitPrice",
                      "ContractedUnitPrice")),
          rule(
              "what has a SkuPriceId has unit prices",
              row -> row.has("SkuPriceId"),
              row -> hasAll(row, "ListUnitPrice", "ContractedUnitPrice")),
          rule(
              "a unit price is not negative",
              row -> row.has("ListUnitPrice") && row.has("ContractedUnitPrice"),
              row ->
                  row.decimal("ListUnitPrice").signum() >= 0
                      && row.decimal("ContractedUnitPrice").signum() >= 0),
          rule(
              "a SkuPriceId belongs to a SkuId, and so does a SkuMeter",
              row -> row.has("SkuPriceId") || row.has("SkuMeter"),
              row -> row.has("SkuId")),
          rule(
              "a quantity has a unit, and a unit a quantity",
              row -> true,
              row ->
                  row.has("PricingQuantity") == row.has("PricingUnit")
                      && row.has("ConsumedQuantity") == row.has("ConsumedUnit")),
          rule(
              "only Usage is consumed",
              row -> !row.is("ChargeCategory", "Usage"),
              row -> !row.has("ConsumedQuantity")),
          rule(
              "Usage says what was consumed",
              row -> row.is("ChargeCategory", "Usage") && !row.has("ChargeClass"),
              row -> row.has("ConsumedQuantity")),
          rule(
              "a Purchase is not Usage-Based",
              row -> row.is("ChargeCategory", "Purchase"),
              row -> !row.is("ChargeFrequency", "Usage-Based")),
          rule(
              "ListCost is ListUnitPrice × PricingQuantity",
              row -> row.has("ListUnitPrice") && row.has("PricingQuantity"),
              row -> isProduct(row, "ListCost", "ListUnitPrice")),
          rule(
              "ContractedCost is ContractedUnitPrice × PricingQuantity",
              row -> row.has("ContractedUnitPrice") && row.has("PricingQuantity"),
              row -> isProduct(row, "ContractedCost", "ContractedUnitPrice")),
          rule(
              "a Credit costs the same by list, by contract and on the bill",
              row -> row.is("ChargeCategory", "Credit"),
              row -> row.isEqual("ListCost", "BilledCost") && contractIsBill(row)),
          rule(
              "without negotiated prices ContractedCost is ListCost",
              row -> true,
              row -> row.isEqual("ContractedCost", "ListCost")),
          rule(
              "what neither covers another charge nor is covered has the EffectiveCost that is billed",
              row -> true,
              row -> row.isEqual("EffectiveCost", "BilledCost")),
          rule(
              "a period ends after it starts",
              row -> true,
              row ->
                  row.time("BillingPeriodStart").isBefore(row.time("BillingPeriodEnd"))
                      && row.time("ChargePeriodStart").isBefore(row.time("ChargePeriodEnd"))),
          rule(
              "a charge is of its billing period",
              row -> !row.has("ChargeClass"),
              row ->
                  !row.time("ChargePeriodStart").isBefore(row.time("BillingPeriodStart"))
                      && !row.time("ChargePeriodEnd").isAfter(row.time("BillingPeriodEnd"))),
          rule(
              "a Correction is of an earlier period, which was invoiced",
              row -> row.has("ChargeClass"),
              row ->
                  !row.time("ChargePeriodEnd").isAfter(row.time("BillingPeriodStart"))
                      && row.has("x_CorrectedInvoiceId")
                      && !row.text("x_CorrectedInvoiceId").equals(row.get("InvoiceId"))),
          rule(
              "a charge on an invoice is on a line of it",
              row -> true,
              row -> row.has("InvoiceId") == row.has("InvoiceDetailId")),
          rule(
              "the host is the service provider if nothing else is known",
              row -> row.has("HostProviderName"),
              row -> row.text("HostProviderName").equals(row.get("ServiceProviderName"))));

  private static FocusRule rule(
      String sentence, Predicate<FocusRow> where, Predicate<FocusRow> holds) {
    return new FocusRule(sentence, where, holds);
  }

  boolean isBroken(FocusRow row) {
    return where.test(row) && !holds.test(row);
  }

  private static boolean isSold(FocusRow row) {
    return row.is("ChargeCategory", "Usage", "Purchase");
  }

  private static boolean hasAll(FocusRow row, String... columns) {
    return List.of(columns).stream().allMatch(row::has);
  }

  private static boolean hasNone(FocusRow row, String... columns) {
    return List.of(columns).stream().noneMatch(row::has);
  }

  private static boolean isProduct(FocusRow row, String cost, String price) {
    return row.decimal(price).multiply(row.decimal("PricingQuantity")).compareTo(row.decimal(cost))
        == 0;
  }

  private static boolean contractIsBill(FocusRow row) {
    return row.isEqual("ContractedCost", "BilledCost");
  }
}
