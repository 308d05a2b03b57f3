package dev.headroom.pricing;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** How far in an allowance and tiers a line has come, and what that costs. */
final class PricePosition {
  private final boolean evenIfUnused;
  private BigInteger quanta = BigInteger.ZERO;
  private @Nullable PriceVersion version;
  private @Nullable Rational perQuantum;
  private @Nullable PriceCurve curve;

  /** Of the curve at the position; null until it is asked for. */
  private @Nullable Rational cost;

  PricePosition(boolean evenIfUnused) {
    this.evenIfUnused = evenIfUnused;
  }

  BigInteger quanta() {
    return quanta;
  }

  /**
   * What comes next is at those prices; what was before costs what it did.
   *
   * @param perQuantum pricing units in one quantum
   */
  void enter(PriceVersion next, Rational perQuantum) {
    if (next.equals(version) && perQuantum.equals(this.perQuantum)) {
      return;
    }
    Rational before = cost();
    Rational offset = Rational.ZERO;
    if (curve != null) {
      offset = before.minus(curve(next, perQuantum, Rational.ZERO).cost(quanta));
    }
    this.version = next;
    this.perQuantum = perQuantum;
    this.curve = curve(next, perQuantum, offset);
    this.cost = null;
  }

  private PriceCurve curve(PriceVersion prices, Rational perQuantum, Rational offset) {
    return PriceCurve.of(prices, perQuantum, offset, evenIfUnused);
  }

  void moveTo(BigInteger position) {
    quanta = position;
    cost = null;
  }

  /** The exact cost so far, in the currency. */
  Rational cost() {
    if (cost == null) {
      cost = curve == null ? Rational.ZERO : curve.cost(quanta);
    }
    return cost;
  }

  /** The same in whole nano-units, half-even. */
  BigInteger costNanos() {
    return curve == null ? BigInteger.ZERO : curve.nanos(quanta);
  }
}
