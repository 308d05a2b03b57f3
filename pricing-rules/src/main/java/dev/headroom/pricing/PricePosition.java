package dev.headroom.pricing;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** How far in an allowance and tiers a line has come, and what that costs. */
final class PricePosition {
  private final boolean evenIfUnused;
  private BigInteger quanta = BigInteger.ZERO;
  private @Nullable Prices prices;

  /** Where on the curve it is. */
  private BigInteger argument = BigInteger.ZERO;

  private int tier;

  /** Of the curve at the position; null until it is asked for. */
  private @Nullable Rational cost;

  /** A price version as it holds for the position. */
  private record Prices(PriceVersion version, Rational perQuantum, PriceCurve curve) {
    boolean are(PriceVersion others, Rational per) {
      return version.equals(others) && perQuantum.equals(per);
    }
  }

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
   * @param parts told of the fee that is due even if nothing is used
   */
  void enter(PriceVersion next, Rational perQuantum, ChargeParts parts) {
    if (prices != null && prices.are(next, perQuantum)) {
      return;
    }
    Rational offset = Rational.ZERO;
    if (prices != null) {
      PriceCurve plain = PriceCurve.of(next, perQuantum, Rational.ZERO, evenIfUnused);
      BigInteger here = plain.argument(quanta);
      offset = cost().minus(plain.cost(here, plain.tier(here)));
    } else if (evenIfUnused) {
      TierCrossing.enter(next, 1, parts);
    }
    PriceCurve curve = PriceCurve.of(next, perQuantum, offset, evenIfUnused);
    prices = new Prices(next, perQuantum, curve);
    argument = curve.argument(quanta);
    tier = curve.tier(argument);
    cost = null;
  }

  /**
   * Moves to another quantity, at the prices that were entered.
   *
   * @param parts told of the prices that are charged for the move
   * @return by how many quanta it moved
   */
  BigInteger moveTo(BigInteger position, ChargeParts parts) {
    Prices current = prices;
    if (current == null) {
      throw new IllegalStateException("a position moves at prices, and none were entered");
    }
    BigInteger moved = position.subtract(quanta);
    if (moved.signum() == 0) {
      return moved;
    }
    PriceCurve curve = current.curve;
    BigInteger argumentBefore = argument;
    argument = curve.argument(position);
    int tierBefore = tier;
    tier = curve.tier(argument);
    cost = null;
    boolean begins = tierBefore == 0 && tier == 1 && quanta.signum() == 0 && !curve.hasAllowance();
    if (begins && !evenIfUnused) {
      TierCrossing.enter(current.version, 1, parts);
    }
    if (begins || tier == tierBefore) {
      parts.used(tier, curve.unitPrice(tier), moved);
      Rational pack = curve.pack();
      if (pack != null && tier > 0) {
        parts.packs(tier, curve.unitPrice(tier), argument.subtract(argumentBefore), pack);
      }
    } else {
      Rational before = Rational.of(quanta).times(current.perQuantum);
      Rational after = Rational.of(position).times(current.perQuantum);
      new TierCrossing(current.version, evenIfUnused, parts).move(before, after);
    }
    quanta = position;
    return moved;
  }

  /** The exact cost so far, in the currency. */
  Rational cost() {
    if (cost == null) {
      cost = prices == null ? Rational.ZERO : prices.curve.cost(argument, tier);
    }
    return cost;
  }

  /** The same in whole nano-units, half-even. */
  BigInteger costNanos() {
    return prices == null ? BigInteger.ZERO : prices.curve.nanos(argument, tier);
  }
}
