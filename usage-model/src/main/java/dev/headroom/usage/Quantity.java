package dev.headroom.usage;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * An exact decimal quantity of scale 9, held as a 128-bit two's complement number of
 * 10<sup>-9</sup> units: about ±1.7×10<sup>29</sup> units. Every operation is exact or throws
 * {@link ArithmeticException}; nothing wraps.
 */
public final class Quantity implements Comparable<Quantity> {

  /** Digits after the decimal point. */
  public static final int SCALE = 9;

  public static final Quantity ZERO = new Quantity(0, 0);

  private static final long NANOS = 1_000_000_000L;
  private static final int MANTISSA_BITS = 52;

  /** A mantissa below 2^53 times 10^9 stays below 2^83, so up to here a shift can't overflow. */
  private static final int MAX_FAST_SHIFT = 44;

  private final long high;
  private final long low;

  private Quantity(long high, long low) {
    this.high = high;
    this.low = low;
  }

  /** The quantity of {@code high × 2^64 + low} (low unsigned) times 10<sup>-9</sup>. */
  public static Quantity ofNanos(long high, long low) {
    return high == 0 && low == 0 ? ZERO : new Quantity(high, low);
  }

  /** A whole number of units. */
  public static Quantity of(long integer) {
    return ofNanos(Math.multiplyHigh(integer, NANOS), integer * NANOS);
  }

  /**
   * The exact decimal.
   *
   * @throws ArithmeticException if it has more than nine decimals or is out of range
   */
  public static Quantity of(BigDecimal value) {
    return of(value.setScale(SCALE, RoundingMode.UNNECESSARY).unscaledValue());
  }

  private static Quantity of(BigInteger nanos) {
    if (nanos.bitLength() > 127) {
      throw new ArithmeticException("out of range: " + nanos + "e-9");
    }
    return ofNanos(nanos.shiftRight(64).longValue(), nanos.longValue());
  }

  /** Whether {@link #ofDouble} takes the value. */
  public static boolean fits(double value) {
    if (!Double.isFinite(value)) {
      return false;
    }
    return Math.getExponent(value) - MANTISSA_BITS <= MAX_FAST_SHIFT
        || quantised(value).bitLength() <= 127;
  }

  /**
   * The binary number, rounded once, half-even, to nine decimals.
   *
   * @throws ArithmeticException if it is not finite or out of range
   */
  public static Quantity ofDouble(double value) {
    if (!Double.isFinite(value)) {
      throw new ArithmeticException("not a number: " + value);
    }
    int shift = Math.getExponent(value) - MANTISSA_BITS;
    if (shift > MAX_FAST_SHIFT) {
      return of(quantised(value));
    }
    long bits = Double.doubleToRawLongBits(value);
    long fraction = bits & ((1L << MANTISSA_BITS) - 1);
    if (shift < Double.MIN_EXPONENT - MANTISSA_BITS) {
      return ZERO; // subnormal: far below half of 10^-9
    }
    long mantissa = fraction | (1L << MANTISSA_BITS);
    Quantity size = shifted(Math.multiplyHigh(mantissa, NANOS), mantissa * NANOS, shift);
    return bits < 0 ? size.negated() : size;
  }

  private static BigInteger quantised(double value) {
    return new BigDecimal(value, MathContext.UNLIMITED)
        .setScale(SCALE, RoundingMode.HALF_EVEN)
        .unscaledValue();
  }

  /** The non-negative number below 2^83, times 2^shift, rounded half-even. */
  private static Quantity shifted(long high, long low, int shift) {
    if (shift >= 0) {
      return shift == 0
          ? ofNanos(high, low)
          : ofNanos((high << shift) | (low >>> (64 - shift)), low << shift);
    }
    int right = -shift;
    if (right > 84) {
      return ZERO; // below half
    }
    if (right >= 64) {
      return roundedFromHigh(high, low, right - 64);
    }
    long whole = (low >>> right) | (high << (64 - right));
    long wholeHigh = high >>> right;
    long rest = low & ((1L << right) - 1);
    long half = 1L << (right - 1);
    boolean up = Long.compareUnsigned(rest, half) > 0 || (rest == half && (whole & 1) == 1);
    Quantity floor = ofNanos(wholeHigh, whole);
    return up ? floor.plus(ofNanos(0, 1)) : floor;
  }

  /**
   * high.low divided by 2^(64 + right), right in 0 … 20, rounded to the nearest. It never lies
   * halfway: that would take 63 or more zeros at the end, but a mantissa has 52 at most, and 10^9
   * nine.
   */
  private static Quantity roundedFromHigh(long high, long low, int right) {
    long belowPoint = right == 0 ? low >>> 63 : (high >>> (right - 1)) & 1;
    return ofNanos(0, (high >>> right) + belowPoint);
  }

  /** The upper 64 bits. */
  public long high() {
    return high;
  }

  /** The lower 64 bits, unsigned. */
  public long low() {
    return low;
  }

  /**
   * The sum.
   *
   * @throws ArithmeticException if out of range
   */
  public Quantity plus(Quantity other) {
    long sumLow = low + other.low;
    long carry = Long.compareUnsigned(sumLow, low) < 0 ? 1 : 0;
    long sumHigh = high + other.high + carry;
    if (((high ^ sumHigh) & (other.high ^ sumHigh)) < 0) {
      throw new ArithmeticException("out of range: " + this + " + " + other);
    }
    return ofNanos(sumHigh, sumLow);
  }

  /**
   * The difference.
   *
   * @throws ArithmeticException if out of range
   */
  public Quantity minus(Quantity other) {
    long differenceLow = low - other.low;
    long borrow = Long.compareUnsigned(low, other.low) < 0 ? 1 : 0;
    long differenceHigh = high - other.high - borrow;
    if (((high ^ other.high) & (high ^ differenceHigh)) < 0) {
      throw new ArithmeticException("out of range: " + this + " - " + other);
    }
    return ofNanos(differenceHigh, differenceLow);
  }

  /**
   * The number with the other sign.
   *
   * @throws ArithmeticException if out of range
   */
  public Quantity negated() {
    return ZERO.minus(this);
  }

  /**
   * The product with a whole number.
   *
   * @throws ArithmeticException if out of range
   */
  public Quantity times(long factor) {
    if (high == low >> 63) {
      return ofNanos(Math.multiplyHigh(low, factor), low * factor);
    }
    return of(toBigInteger().multiply(BigInteger.valueOf(factor)));
  }

  /** Whether it is zero. */
  public boolean isZero() {
    return (high | low) == 0;
  }

  /** -1, 0 or 1. */
  public int signum() {
    if (high < 0) {
      return -1;
    }
    return isZero() ? 0 : 1;
  }

  @Override
  public int compareTo(Quantity other) {
    int byHigh = Long.compare(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  /** The same number, with scale 9. */
  public BigDecimal toBigDecimal() {
    return new BigDecimal(toBigInteger(), SCALE);
  }

  /** The number of 10<sup>-9</sup> units. */
  public BigInteger toBigInteger() {
    BigInteger upper = BigInteger.valueOf(high).shiftLeft(64);
    BigInteger lower = BigInteger.valueOf(low);
    return upper.add(low < 0 ? lower.add(BigInteger.ONE.shiftLeft(64)) : lower);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Quantity that && that.high == high && that.low == low;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(high * 31 + low);
  }

  @Override
  public String toString() {
    return toBigDecimal().toPlainString();
  }
}
