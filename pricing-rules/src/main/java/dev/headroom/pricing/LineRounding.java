package dev.headroom.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How a line becomes an amount that can be paid.
 *
 * @param exponent places of the currency
 */
public record LineRounding(RoundingMode mode, int exponent) {
  static LineRounding of(PriceBook book) {
    return new LineRounding(book.rounding(), book.currencyExponent());
  }

  /** What is payable. */
  public BigDecimal of(Rational exact) {
    return exact.rounded(exponent, mode);
  }
}
