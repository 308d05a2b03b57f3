package dev.headroom.usage.meter;

import java.math.BigInteger;

/**
 * The value of the latest point as one number, of which the greater is the later: the time in
 * nanoseconds since 1970, then 128 bits of the value in 10<sup>-9</sup> units, shifted to be
 * positive. Of two values at one time the greater counts, so that order doesn't matter.
 */
public final class LastValue {
  private static final int VALUE_BITS = 128;
  private static final BigInteger SHIFT = BigInteger.ONE.shiftLeft(VALUE_BITS - 1);
  private static final BigInteger MASK =
      BigInteger.ONE.shiftLeft(VALUE_BITS).subtract(BigInteger.ONE);

  private LastValue() {}

  /**
   * One number of the two.
   *
   * @param value a number of at most 128 bits, its sign included
   */
  public static BigInteger of(long timeNanos, BigInteger value) {
    return BigInteger.valueOf(timeNanos).shiftLeft(VALUE_BITS).add(value.add(SHIFT));
  }

  public static long timeNanos(BigInteger lastValue) {
    return lastValue.shiftRight(VALUE_BITS).longValueExact();
  }

  /** In 10<sup>-9</sup> units. */
  public static BigInteger value(BigInteger lastValue) {
    return lastValue.and(MASK).subtract(SHIFT);
  }
}
