package dev.headroom.pricing;

import static dev.headroom.pricing.UsageQuantity.SCALE;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The charges of one line. It is told what the line has come to so far and books the difference, so
 * that whatever the steps, they add up to the last figure.
 */
final class LineLedger {
  private final String tenantId;
  private final PriceBook book;
  private final BillingPeriod period;
  private final PriceLine line;
  private final String meter;
  private final String unit;
  private final List<Charge> charges = new ArrayList<>();
  private BigInteger quantityNanos = BigInteger.ZERO;
  private BigInteger costNanos = BigInteger.ZERO;
  private BigInteger limitedNanos = BigInteger.ZERO;

  LineLedger(String tenantId, PriceBook book, BillingPeriod period, PriceLine line) {
    this.tenantId = tenantId;
    this.book = book;
    this.period = period;
    this.line = line;
    this.meter = line.meterNames();
    this.unit = line.pricedUnit();
  }

  /**
   * {@code quantity}, {@code cost} and {@code limited} are those since the start of the period, in
   * 10⁻⁹.
   *
   * @param limited what of the cost the maximum of the line makes, not positive
   * @param parts at which prices what was added is charged
   */
  void reach(
      ChargeKind kind,
      Instant start,
      Instant end,
      LocalDate pricesFrom,
      BigInteger quantity,
      BigInteger cost,
      BigInteger limited,
      ChargeParts parts) {
    BigDecimal addedQuantity = new BigDecimal(quantity.subtract(quantityNanos), SCALE);
    BigDecimal addedCost = new BigDecimal(cost.subtract(costNanos), SCALE);
    List<ChargePart> added = parts.of(addedQuantity, addedCost, limited.subtract(limitedNanos));
    quantityNanos = quantity;
    costNanos = cost;
    limitedNanos = limited;
    charges.add(charge(kind, start, end, pricesFrom, addedQuantity, addedCost, added));
  }

  /**
   * Rounds the line, once. The charge for it is there even if it is nothing, so that a later
   * revision always finds one to replace.
   *
   * @param exactCost what the nano-units were rounded from
   */
  void close(Rational exactCost, List<Charge> allCharges, List<InvoiceLine> allLines) {
    if (charges.isEmpty()) {
      return;
    }
    BigDecimal payable = LineRounding.of(book).of(exactCost);
    BigDecimal rounding = payable.subtract(new BigDecimal(costNanos, SCALE)).setScale(SCALE);
    charges.add(
        charge(
            ChargeKind.ROUNDING,
            period.start(),
            period.end(),
            null,
            BigDecimal.ZERO.setScale(SCALE),
            rounding,
            List.of()));
    allCharges.addAll(charges);
    allLines.add(
        new InvoiceLine(
            tenantId,
            period.month(),
            book.id(),
            line.id(),
            line.description(),
            new BigDecimal(quantityNanos, SCALE),
            unit,
            payable,
            book.currency()));
  }

  private Charge charge(
      ChargeKind kind,
      Instant start,
      Instant end,
      @Nullable LocalDate pricesFrom,
      BigDecimal quantity,
      BigDecimal cost,
      List<ChargePart> parts) {
    return new Charge(
        tenantId,
        period.month(),
        book.id(),
        pricesFrom,
        line.id(),
        kind,
        meter,
        start,
        end,
        quantity,
        unit,
        cost,
        book.currency(),
        line.description(),
        parts);
  }
}
