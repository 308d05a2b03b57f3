package dev.headroom.pricing;

import java.math.BigInteger;

/**
 * The greatest common divisor, by which every fraction is reduced. Denominators nearly always fit
 * into a long; then one division makes the numerator fit, too, and the rest needs no objects.
 */
final class CommonDivisor {
  /** Of numbers whose absolute value is a long. */
  private static final int MOST_BITS = Long.SIZE - 2;

  private CommonDivisor() {}

  /** Not negative; zero only if both are. */
  static BigInteger of(BigInteger numerator, BigInteger denominator) {
    if (denominator.signum() == 0 || denominator.bitLength() > MOST_BITS) {
      return numerator.gcd(denominator);
    }
    long divisor = Math.abs(denominator.longValue());
    if (divisor == 1) {
      return BigInteger.ONE;
    }
    boolean small = numerator.bitLength() <= MOST_BITS;
    long rest =
        small ? numerator.longValue() % divisor : numerator.remainder(denominator).longValue();
    return BigInteger.valueOf(rest == 0 ? divisor : of(Math.abs(rest), divisor));
  }

  /** Of a division without a rest. */
  static BigInteger quotient(BigInteger dividend, BigInteger divisor) {
    return dividend.bitLength() <= MOST_BITS && divisor.bitLength() <= MOST_BITS
        ? BigInteger.valueOf(dividend.longValue() / divisor.longValue())
        : dividend.divide(divisor);
  }

  /** Stein's algorithm (Knuth, The Art of Computer Programming 2, 4.5.2 B); both are positive. */
  private static long of(long rest, long divisor) {
    int twos = Long.numberOfTrailingZeros(rest | divisor);
    long a = rest >> Long.numberOfTrailingZeros(rest);
    long b = divisor >> Long.numberOfTrailingZeros(divisor);
    while (a != b) {
      long difference = a - b;
      b = Math.min(a, b);
      a = Math.abs(difference) >> Long.numberOfTrailingZeros(difference);
    }
    return a << twos;
  }
}
