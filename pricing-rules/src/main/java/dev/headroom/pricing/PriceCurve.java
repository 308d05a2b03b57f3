package dev.headroom.pricing;

import static dev.headroom.pricing.UsageQuantity.SCALE;

import java.math.BigDecimal;
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
  private static final BigInteger NANOS = BigInteger.TEN.pow(SCALE);
  private static final Rational NANO = Rational.of(NANOS);

  /** A stretch of the curve; {@code end} is its last quantum, null if open. */
  private record Segment(@Nullable BigInteger end, Rational a, Rational b, Rational unitPrice) {}

  private final BigInteger[] ends;
  private final BigInteger[] a;
  private final BigInteger[] b;
  private final Rational[] exactPrices;

  /** Null until they are asked for. */
  private final @Nullable BigDecimal[] unitPrices;

  private final BigInteger denominator;

  /** Pricing units that are free. */
  private final Rational free;

  /** Null if any quantity is sold: then the curve is over quanta, else over packs. */
  private final @Nullable Packs packs;

  /** How many packs there are in so many quanta: ⌈(quanta × perQuantum − free) / size⌉, not < 0. */
  private record Packs(BigInteger perQuantum, BigInteger free, BigInteger size, Rational units) {
    static Packs of(Rational perQuantum, Rational free, Rational size) {
      BigInteger common = leastCommonMultiple(perQuantum.denominator(), free.denominator());
      common = leastCommonMultiple(common, size.denominator());
      return new Packs(times(perQuantum, common), times(free, common), times(size, common), size);
    }

    private static BigInteger times(Rational fraction, BigInteger common) {
      return fraction.numerator().multiply(common.divide(fraction.denominator()));
    }

    BigInteger in(BigInteger quanta) {
      BigInteger beyond = quanta.multiply(perQuantum).subtract(free);
      return beyond.signum() <= 0
          ? BigInteger.ZERO
          : beyond.add(size).subtract(BigInteger.ONE).divide(size);
    }
  }

  private PriceCurve(List<Segment> segments, Rational free, @Nullable Packs packs) {
    this.free = free;
    this.packs = packs;
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
    unitPrices = new BigDecimal[n];
    exactPrices = new Rational[n];
    for (int i = 0; i < n; i++) {
      Segment s = segments.get(i);
      a[i] = s.a.numerator().multiply(common.divide(s.a.denominator()));
      b[i] = s.b.numerator().multiply(common.divide(s.b.denominator()));
      exactPrices[i] = s.unitPrice;
      if (s.end != null) {
        ends[i] = s.end;
      }
    }
  }

  /**
   * @param perQuantum pricing units in one quantum
   * @param offset added to every cost, in the currency
   * @param evenIfUnused whether nothing costs the fee of the first tier
   */
  static PriceCurve of(
      PriceVersion version, Rational perQuantum, Rational offset, boolean evenIfUnused) {
    Rational free = version.allowance() == null ? Rational.ZERO : version.allowance();
    if (version.pack() == null) {
      return new PriceCurve(segments(version, perQuantum, free, offset, evenIfUnused), free, null);
    }
    return new PriceCurve(
        segments(version, version.pack(), Rational.ZERO, offset, evenIfUnused),
        free,
        Packs.of(perQuantum, free, version.pack()));
  }

  private static List<Segment> segments(
      PriceVersion version,
      Rational perQuantum,
      Rational start,
      Rational offset,
      boolean evenIfUnused) {
    boolean volume = version.model() == PriceVersion.Model.VOLUME;
    List<Tier> tiers = version.asTiers();
    Rational first = fee(tiers.get(0));
    List<Segment> segments = new ArrayList<>();
    Rational unused = evenIfUnused ? offset.plus(first) : offset;
    segments.add(
        segment(start.dividedBy(perQuantum).floor(), unused, Rational.ZERO, Rational.ZERO));
    Rational base = offset;
    Rational tierStart = Rational.ZERO;
    for (Tier tier : tiers) {
      base = volume ? offset.plus(fee(tier)) : base.plus(fee(tier));
      // cost = base + price × (quanta × perQuantum − start − tierStart)
      Rational from = volume ? start : start.plus(tierStart);
      Rational constant = base.minus(tier.price().times(from));
      Rational slope = tier.price().times(perQuantum);
      if (tier.upTo() == null) {
        segments.add(segment(null, constant, slope, tier.price()));
        break;
      }
      BigInteger end = start.plus(tier.upTo()).dividedBy(perQuantum).floor();
      segments.add(segment(end, constant, slope, tier.price()));
      base = base.plus(tier.price().times(tier.upTo().minus(tierStart)));
      tierStart = tier.upTo();
    }
    return segments;
  }

  static Rational fee(Tier tier) {
    return tier.fee() == null ? Rational.ZERO : tier.fee();
  }

  private static Segment segment(
      @Nullable BigInteger end, Rational constant, Rational slope, Rational unitPrice) {
    return new Segment(end, constant.times(NANO), slope.times(NANO), unitPrice);
  }

  /** What the segments are over: quanta, or packs that are started. */
  BigInteger argument(BigInteger quanta) {
    return packs == null ? quanta : packs.in(quanta);
  }

  /** The tier in which an {@link #argument} lies, from 1; 0 for what is free, and for nothing. */
  int tier(BigInteger argument) {
    int i = 0;
    while (i < ends.length && argument.compareTo(ends[i]) > 0) {
      i++;
    }
    return i;
  }

  /** Per pricing unit. */
  BigDecimal unitPrice(int tier) {
    BigDecimal price = unitPrices[tier];
    if (price == null) {
      price = ChargeParts.price(exactPrices[tier]);
      unitPrices[tier] = price;
    }
    return price;
  }

  /** Whether something is free. */
  boolean hasAllowance() {
    return free.signum() != 0;
  }

  /** Pricing units in a pack; null if any quantity is sold. */
  @Nullable Rational pack() {
    return packs == null ? null : packs.units;
  }

  /** Exact cost in nano-units, times {@link #denominator}. */
  private BigInteger numerator(BigInteger argument, int i) {
    return b[i].signum() == 0 ? a[i] : a[i].add(b[i].multiply(argument));
  }

  /** R9 of the cost: whole nano-units, half-even. */
  BigInteger nanos(BigInteger argument, int tier) {
    return halfEven(numerator(argument, tier), denominator);
  }

  /** The exact cost in the currency. */
  Rational cost(BigInteger argument, int tier) {
    return new Rational(numerator(argument, tier), denominator.multiply(NANOS));
  }

  /** {@code divisor} is positive. */
  static BigInteger halfEven(BigInteger dividend, BigInteger divisor) {
    if (dividend.signum() < 0) {
      return halfEven(dividend.negate(), divisor).negate();
    }
    BigInteger[] parts = dividend.divideAndRemainder(divisor);
    int half = parts[1].shiftLeft(1).compareTo(divisor);
    boolean up = half > 0 || (half == 0 && parts[0].testBit(0));
    return up ? parts[0].add(BigInteger.ONE) : parts[0];
  }

  private static BigInteger leastCommonMultiple(BigInteger x, BigInteger y) {
    return x.divide(x.gcd(y)).multiply(y);
  }
}
