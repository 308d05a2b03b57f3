package dev.headroom.pricing;

import static dev.headroom.pricing.UsageQuantity.SCALE;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cost of a quantity under one price version: a line broken at the ends of the tiers.
 *
 * <p>The argument is a whole number of quanta, 10⁻⁹ of the meter's unit, so that the hot path has
 * no fractions: within a segment the cost is (a + b·quanta) / d in whole numbers, one denominator
 * for all segments. Costs are in nano-units of the currency.
 */
final class PriceCurve {
  private static final Rational NANO = Rational.of(BigInteger.TEN.pow(SCALE));

  /** A stretch of the curve; {@code end} is its last quantum, null if open. */
  private record Segment(@Nullable BigInteger end, Rational a, Rational b) {}

  private final BigInteger[] ends;
  private final BigInteger[] a;
  private final BigInteger[] b;
  private final BigInteger denominator;

  private PriceCurve(List<Segment> segments) {
    int n = segments.size();
    BigInteger common = BigInteger.ONE;
    for (Segment s : segments) {
      common = leastCommonMultiple(common, s.a.denominator());
      common = leastCommonMultiple(common, s.b.denominator());
    }
    denominator = common;
    ends = new BigInteger[n - 1];
    a = new BigInteger[n];
    b = new BigInteger[n];
    for (int i = 0; i < n; i++) {
      Segment s = segments.get(i);
      a[i] = s.a.numerator().multiply(common.divide(s.a.denominator()));
      b[i] = s.b.numerator().multiply(common.divide(s.b.denominator()));
      if (s.end != null) {
        ends[i] = s.end;
      }
    }
  }

  /**
   * @param perQuantum pricing units in one quantum
   * @param offset added to every cost, in the currency
   */
  static PriceCurve of(PriceVersion version, Rational perQuantum, Rational offset) {
    Rational start = version.allowance() == null ? Rational.ZERO : version.allowance();
    Rational base = offset;
    List<Segment> segments = new ArrayList<>();
    segments.add(segment(start.dividedBy(perQuantum).floor(), base, Rational.ZERO));
    Rational tierStart = Rational.ZERO;
    for (Tier tier : version.asTiers()) {
      if (tier.fee() != null) {
        base = base.plus(tier.fee());
      }
      // cost = base + price × (quanta × perQuantum − start − tierStart)
      Rational constant = base.minus(tier.price().times(start.plus(tierStart)));
      Rational slope = tier.price().times(perQuantum);
      if (tier.upTo() == null) {
        segments.add(new Segment(null, constant.times(NANO), slope.times(NANO)));
        break;
      }
      BigInteger end = start.plus(tier.upTo()).dividedBy(perQuantum).floor();
      segments.add(segment(end, constant, slope));
      base = base.plus(tier.price().times(tier.upTo().minus(tierStart)));
      tierStart = tier.upTo();
    }
    return new PriceCurve(segments);
  }

  private static Segment segment(BigInteger end, Rational constant, Rational slope) {
    return new Segment(end, constant.times(NANO), slope.times(NANO));
  }

  /** Exact cost in nano-units, times {@link #denominator}. */
  private BigInteger numerator(BigInteger quanta) {
    int i = 0;
    while (i < ends.length && quanta.compareTo(ends[i]) > 0) {
      i++;
    }
    return b[i].signum() == 0 ? a[i] : a[i].add(b[i].multiply(quanta));
  }

  /** R9 of the cost: whole nano-units, half-even. */
  BigInteger nanos(BigInteger quanta) {
    return halfEven(numerator(quanta), denominator);
  }

  /** The exact cost in the currency. */
  Rational cost(BigInteger quanta) {
    return new Rational(numerator(quanta), denominator).dividedBy(NANO);
  }

  /** {@code dividend} is not negative and {@code divisor} positive. */
  static BigInteger halfEven(BigInteger dividend, BigInteger divisor) {
    BigInteger[] parts = dividend.divideAndRemainder(divisor);
    int half = parts[1].shiftLeft(1).compareTo(divisor);
    boolean up = half > 0 || (half == 0 && parts[0].testBit(0));
    return up ? parts[0].add(BigInteger.ONE) : parts[0];
  }

  private static BigInteger leastCommonMultiple(BigInteger x, BigInteger y) {
    return x.divide(x.gcd(y)).multiply(y);
  }
}
