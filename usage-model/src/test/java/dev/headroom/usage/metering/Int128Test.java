package dev.headroom.usage.metering;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** Every carry and every sign: against numbers that have no size. */
class Int128Test {

  private static final long[] HALVES = {
    0,
    1,
    2,
    -1,
    -2,
    1L << 32,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1,
    0x0123_4567_89ab_cdefL
  };

  private static BigInteger number(long high, long low) {
    return new BigInteger(Long.toString(high))
        .multiply(BigInteger.TWO.pow(64))
        .add(new BigInteger(Long.toUnsignedString(low)));
  }

  private static long high(BigInteger number) {
    return number.shiftRight(64).longValue();
  }

  private interface OfTwo {
    void check(long aHigh, long aLow, long bHigh, long bLow);
  }

  private static void forAll(OfTwo check) {
    for (long aHigh : HALVES) {
      for (long aLow : HALVES) {
        for (long bHigh : HALVES) {
          for (long bLow : HALVES) {
            check.check(aHigh, aLow, bHigh, bLow);
          }
        }
      }
    }
  }

  @Test
  void sumsDifferencesAndComparisons() {
    forAll(
        (aHigh, aLow, bHigh, bLow) -> {
          BigInteger a = number(aHigh, aLow);
          BigInteger b = number(bHigh, bLow);
          assertThat(Int128.plusHigh(aHigh, aLow, bHigh, bLow)).isEqualTo(high(a.add(b)));
          assertThat(Int128.minusHigh(aHigh, aLow, bHigh, bLow)).isEqualTo(high(a.subtract(b)));
          if (bHigh >= 0) {
            assertThat(Int128.isWithin(aHigh, aLow, bHigh, bLow))
                .as("%s within ±%s", a, b)
                .isEqualTo(a.compareTo(b) < 0 && a.compareTo(b.negate()) >= 0);
          }
        });
  }

  @Test
  void negationsAndProducts() {
    for (long high : HALVES) {
      for (long low : HALVES) {
        BigInteger a = number(high, low);
        assertThat(Int128.toBigInteger(high, low)).isEqualTo(a);
        assertThat(Int128.negatedHigh(high, low)).isEqualTo(high(a.negate()));
        for (long factor : HALVES) {
          if (factor >= 0) {
            assertThat(Int128.timesHigh(high, low, factor))
                .isEqualTo(high(a.multiply(BigInteger.valueOf(factor))));
          }
        }
      }
    }
  }
}
