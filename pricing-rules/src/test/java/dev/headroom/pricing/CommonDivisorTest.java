package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The short way for numbers that fit into a long agrees with BigInteger's. */
class CommonDivisorTest {
  /** Both signs of zero, one, and everything within two of the powers of two up to 2⁷⁰. */
  private static List<BigInteger> edges() {
    List<BigInteger> edges = new ArrayList<>();
    for (int power : new int[] {0, 1, 31, 32, 61, 62, 63, 64, 70}) {
      for (int beside = -2; beside <= 2; beside++) {
        BigInteger edge = BigInteger.TWO.pow(power).add(BigInteger.valueOf(beside));
        edges.add(edge);
        edges.add(edge.negate());
      }
    }
    return edges;
  }

  private static void check(BigInteger numerator, BigInteger denominator) {
    BigInteger divisor = numerator.gcd(denominator);
    assertThat(CommonDivisor.of(numerator, denominator))
        .as("%s and %s", numerator, denominator)
        .isEqualTo(divisor);
    if (divisor.signum() != 0) {
      assertThat(CommonDivisor.quotient(numerator, divisor)).isEqualTo(numerator.divide(divisor));
    }
  }

  @Test
  void atTheEdgesOfALong() {
    for (BigInteger numerator : edges()) {
      for (BigInteger denominator : edges()) {
        check(numerator, denominator);
      }
    }
  }

  @Test
  void ofRandomNumbersWithACommonFactor() {
    long seed = new Random().nextLong();
    System.out.println("CommonDivisorTest seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      BigInteger common = new BigInteger(random.nextInt(40), random);
      BigInteger numerator = new BigInteger(random.nextInt(60), random).multiply(common);
      BigInteger denominator = new BigInteger(random.nextInt(60), random).multiply(common);
      check(random.nextBoolean() ? numerator : numerator.negate(), denominator);
    }
  }

  @Test
  void aStartedStepIsAWholeOne() {
    assertThat(Rational.of(6, 5).started(Rational.of(1, 2))).isEqualTo(3);
    assertThat(Rational.of(3, 2).started(Rational.of(1, 2))).isEqualTo(3);
    assertThat(Rational.ZERO.started(Rational.of(1, 2))).isEqualTo(0);
    assertThat(Rational.of(-6, 5).ceiling()).isEqualTo(-1);
    assertThat(Rational.of(6, 5).ceiling()).isEqualTo(2);
  }
}
