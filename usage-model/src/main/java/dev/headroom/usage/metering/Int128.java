package dev.headroom.usage.metering;

import java.math.BigInteger;

/** Arithmetic on 128-bit numbers that are held as two longs, without objects. */
final class Int128 {
  private Int128() {}

  static BigInteger toBigInteger(long high, long low) {
    BigInteger upper = BigInteger.valueOf(high).shiftLeft(Long.SIZE);
    BigInteger lower = BigInteger.valueOf(low);
    return upper.add(low < 0 ? lower.add(BigInteger.ONE.shiftLeft(Long.SIZE)) : lower);
  }

  /** Upper half of {@code a - b}. */
  static long minusHigh(long aHigh, long aLow, long bHigh, long bLow) {
    return aHigh - bHigh - (Long.compareUnsigned(aLow, bLow) < 0 ? 1 : 0);
  }

  /** Upper half of {@code a + b}. */
  static long plusHigh(long aHigh, long aLow, long bHigh, long bLow) {
    return aHigh + bHigh + (Long.compareUnsigned(aLow + bLow, aLow) < 0 ? 1 : 0);
  }

  /** Whether {@code a} lies in {@code [-limit, limit)}, for a limit that is not negative. */
  static boolean isWithin(long aHigh, long aLow, long limitHigh, long limitLow) {
    long sign = aHigh >> 63;
    long high = aHigh ^ sign;
    return high < limitHigh
        || (high == limitHigh && Long.compareUnsigned(aLow ^ sign, limitLow) < 0);
  }

  /** Upper half of {@code -a}. */
  static long negatedHigh(long high, long low) {
    return low == 0 ? -high : ~high;
  }

  /** Upper half of {@code a × factor}, for a factor that is not negative. */
  static long timesHigh(long high, long low, long factor) {
    return high * factor + Math.multiplyHigh(low, factor) + ((low >> 63) & factor);
  }
}
