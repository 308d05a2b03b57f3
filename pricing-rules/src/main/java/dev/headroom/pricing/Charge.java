package dev.headroom.pricing;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One amount of a bill, with the terms of FOCUS (FinOps Open Cost and Usage Specification) where it
 * has one. The charges of a tenant and month are unique by book, SKU, kind, meter and charge
 * period.
 *
 * @param tenantId who pays
 * @param month billing period
 * @param bookId price book; empty if the tenant had none at the time
 * @param pricesFrom first day of the prices that were applied; null if none were
 * @param skuId line of the book; {@code unpriced/METER/UNIT} for usage without a price
 * @param kind what it is for
 * @param meter meter that was rated, several joined by {@code +}; empty for a fee
 * @param chargePeriodStart inclusive
 * @param chargePeriodEnd exclusive
 * @param pricingQuantity in the pricing unit, scale 9; of a fee, months
 * @param pricingUnit unit that prices are for
 * @param billedCost in the currency, scale 9
 * @param currency ISO 4217; {@code XXX} if there is no book
 * @param description of the line, or why there is no price
 * @param parts by price, which add up to {@code billedCost}; empty for what has no unit price, such
 *     as a discount, and for what is one unit at the price that it costs
 */
public record Charge(
    String tenantId,
    YearMonth month,
    String bookId,
    @Nullable LocalDate pricesFrom,
    String skuId,
    ChargeKind kind,
    String meter,
    Instant chargePeriodStart,
    Instant chargePeriodEnd,
    BigDecimal pricingQuantity,
    String pricingUnit,
    BigDecimal billedCost,
    String currency,
    String description,
    List<ChargePart> parts) {

  public Charge {
    parts = List.copyOf(parts);
  }
}
