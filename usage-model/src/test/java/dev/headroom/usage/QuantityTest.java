package dev.headroom.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {

  private final long seed = new Random().nextLong();
  private final SplittableRandom random = new SplittableRandom(seed);

  @Test
  void arithmeticIsThatOfBigIntegersOrRefuses() {
    for (int i = 0; i < 20_000; i++) {
      Quantity a = any();
      Quantity b = any();
      long factor = random.nextLong() >> random.nextInt(64);
      BigInteger x = a.toBigInteger();
      BigInteger y = b.toBigInteger();
      check(x.add(y), () -> a.plus(b));
      check(x.subtract(y), () -> a.minus(b));
      check(x.negate(), a::negated);
      check(x.multiply(BigInteger.valueOf(factor)), () -> a.times(factor));
      assertThat(a.compareTo(b)).as("seed %d", seed).isEqualTo(x.compareTo(y));
      assertThat(a.signum()).as("seed %d", seed).isEqualTo(x.signum());
      assertThat(a.equals(b)).as("seed %d", seed).isEqualTo(x.equals(y));
      assertThat(Quantity.of(a.toBigDecimal())).as("seed %d", seed).isEqualTo(a);
    }
  }

  private Quantity any() {
    int kind = random.nextInt(4);
    long low = kind == 0 ? random.nextInt(-2, 3) : random.nextLong() >> random.nextInt(64);
    long high = kind < 2 ? low >> 63 : random.nextLong() >> random.nextInt(64);
    return kind == 3 && random.nextInt(10) == 0
        ? Quantity.ofNanos(random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE, low)
        : Quantity.ofNanos(high, low);
  }

  private void check(BigInteger expected, Supplier<Quantity> actual) {
    if (expected.bitLength() > 127) {
      assertThatThrownBy(actual::get).as("seed %d", seed).isInstanceOf(ArithmeticException.class);
    } else {
      assertThat(actual.get().toBigInteger()).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void doublesAreRoundedOnceHalfEven() {
    for (int i = 0; i < 40_000; i++) {
      double value = anyDouble();
      BigInteger expected =
          new BigDecimal(value).setScale(9, RoundingMode.HALF_EVEN).unscaledValue();
      assertThat(Quantity.fits(value))
          .as("%s, seed %d", value, seed)
          .isEqualTo(expected.bitLength() <= 127);
      check(expected, () -> Quantity.ofDouble(value));
    }
  }

  /** Where the ways of computing it change: at powers of two, and next to them. */
  @Test
  void doublesOfEveryMagnitudeAreRoundedAlike() {
    for (int exponent = Double.MIN_EXPONENT - 52; exponent <= 101; exponent++) {
      double power = Math.scalb(1.0, exponent);
      for (double value :
          new double[] {power, Math.nextUp(power), Math.nextDown(power), 1.5 * power}) {
        for (double signed : new double[] {value, -value}) {
          BigInteger expected =
              new BigDecimal(signed).setScale(9, RoundingMode.HALF_EVEN).unscaledValue();
          assertThat(Quantity.fits(signed)).as("%s", signed).isEqualTo(expected.bitLength() <= 127);
          check(expected, () -> Quantity.ofDouble(signed));
        }
      }
    }
  }

  @Test
  void halvesAreRoundedToTheEvenNeighbour() {
    assertThat(Quantity.ofDouble(0x1p-10)).hasToString("0.000976562"); // …2.5
    assertThat(Quantity.ofDouble(3 * 0x1p-10)).hasToString("0.002929688"); // …7.5
    assertThat(Quantity.ofDouble(-0x1p-10)).hasToString("-0.000976562");
  }

  @Test
  void equalQuantitiesHaveEqualHashes() {
    assertThat(Quantity.ofNanos(3, 5)).hasSameHashCodeAs(Quantity.ofNanos(3, 5));
    assertThat(Quantity.ofNanos(3, 5).hashCode())
        .isNotEqualTo(Quantity.ofNanos(5, 3).hashCode())
        .isNotEqualTo(Quantity.ofNanos(3, 6).hashCode())
        .isNotEqualTo(Quantity.ofNanos(4, 5).hashCode());
    assertThat(Quantity.ofNanos(3, 5).high()).isEqualTo(3);
    assertThat(Quantity.ofNanos(3, 5).low()).isEqualTo(5);
  }

  private double anyDouble() {
    return switch (random.nextInt(4)) {
      case 0 -> Math.scalb(random.nextDouble() - 0.5, random.nextInt(-60, 110));
      case 1 -> random.nextLong(-1_000_000, 1_000_000) / 1024.0 / 1024.0 / 512.0; // many halves
      case 2 -> random.nextInt(-1000, 1000) * Math.scalb(1.0, -random.nextInt(35));
      default -> {
        double value = Double.longBitsToDouble(random.nextLong());
        yield Double.isFinite(value) ? value : 0.0;
      }
    };
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.000000000",
    "-0.0, 0.000000000",
    "0.1, 0.100000000",
    "1234567.891, 1234567.891000000",
    "0.0000000004, 0.000000000",
    "0.0000000006, 0.000000001",
    "-2.5, -2.500000000",
    "4.9E-324, 0.000000000",
    "1e20, 100000000000000000000.000000000",
  })
  void readsADouble(double value, String expected) {
    assertThat(Quantity.ofDouble(value)).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource({"NaN", "Infinity", "-Infinity", "1e30", "-1.7976931348623157E308"})
  void refusesWhatDoesNotFit(double value) {
    assertThat(Quantity.fits(value)).isFalse();
    assertThatThrownBy(() -> Quantity.ofDouble(value)).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void aDecimalMustBeExactAtNinePlaces() {
    assertThat(Quantity.of(new BigDecimal("1.5"))).hasToString("1.500000000");
    assertThatThrownBy(() -> Quantity.of(new BigDecimal("0.0000000001")))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> Quantity.of(new BigDecimal("1e30")))
        .isInstanceOf(ArithmeticException.class);
    assertThat(Quantity.of(Long.MIN_VALUE)).hasToString("-9223372036854775808.000000000");
  }
}
