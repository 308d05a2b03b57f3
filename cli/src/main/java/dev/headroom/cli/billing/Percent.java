package dev.headroom.cli.billing;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** A part of an amount, in percent. */
final class Percent {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private Percent() {}

  /** Two places, half-even; empty where there is nothing to compare with. */
  static String of(BigDecimal part, BigDecimal whole) {
    return whole.signum() == 0
        ? ""
        : part.multiply(HUNDRED).divide(whole, 2, RoundingMode.HALF_EVEN).toPlainString();
  }
}
