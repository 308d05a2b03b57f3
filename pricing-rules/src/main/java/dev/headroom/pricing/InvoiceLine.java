package dev.headroom.pricing;

import java.math.BigDecimal;
import java.time.YearMonth;

/**
 * The sum of the charges of one line of a book.
 *
 * @param pricingQuantity scale 9
 * @param billedCost what is payable, at the currency's exponent
 */
public record InvoiceLine(
    String tenantId,
    YearMonth month,
    String bookId,
    String skuId,
    String description,
    BigDecimal pricingQuantity,
    String pricingUnit,
    BigDecimal billedCost,
    String currency) {}
