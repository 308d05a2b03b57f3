package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsAndFractionsTest {

  /** A month of 730 hours. */
  @ParameterizedTest
  @CsvSource({
    "s,            {cpu}.h,         1/3600",
    "{cpu}.s,      {cpu}.h,         1/3600",
    "ms,           s,               0.001",
    "By,           GBy,             0.000000001",
    "By,           GiBy,            1/1073741824",
    "GiBy,         GBy,             1.073741824",
    "By.s,         GiBy.mo,         1/2821793513472000",
    "h.By,         By.s,            3600",
    "{request},    10*6.{request},  0.000001",
    "d,            h,               24",
    "MBy/s,        By/s,            1000000",
    "s/s,          1,               1",
    "{cpu}.{node}.h, {node}.{cpu}.s, 3600"
  })
  void unitsConvertExactly(String from, String to, String factor) {
    Rational month = Rational.of(730 * 3600L);
    assertThat(PricingUnit.parse(from).in(PricingUnit.parse(to), month))
        .isEqualTo(Rational.parse(factor));
  }

  @ParameterizedTest
  @CsvSource({
    "s,By",
    "By.s,By",
    "{request},{cpu}",
    "{request},s",
    "{cpu}.s,{request}.s",
    "By/s,By",
    "By/s,By.s"
  })
  void unlikeUnitsDoNot(String from, String to) {
    assertThat(PricingUnit.parse(from).convertsTo(PricingUnit.parse(to))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"''", "GB", "hour", "s/h", "{}", "10*0", "10*19", "s..s"})
  void notUnits(String text) {
    assertThatThrownBy(() -> PricingUnit.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"1/3,1/3", "2/6,1/3", "0.50,0.5", "48/3600,1/75", "1.038/8,0.12975", "7,7", "-3,-3"})
  void fractionsAreReduced(String text, String shown) {
    assertThat(Rational.parse(text)).hasToString(shown);
  }

  @Test
  void fractionsRoundAsAsked() {
    Rational eighth = Rational.of(1, 8);
    assertThat(eighth.rounded(2, RoundingMode.HALF_EVEN)).isEqualTo("0.12");
    assertThat(eighth.rounded(2, RoundingMode.HALF_UP)).isEqualTo("0.13");
    assertThat(eighth.rounded(0, RoundingMode.UP)).isEqualTo(new BigDecimal("1"));
    assertThat(eighth.negated().floor()).isEqualTo(-1);
    assertThat(Rational.of(5, 2).floor()).isEqualTo(2);
    assertThatThrownBy(() -> Rational.parse("1/0")).isInstanceOf(IllegalArgumentException.class);
  }

  /** Half-even of whole numbers agrees with BigDecimal. */
  @ParameterizedTest
  @CsvSource({"5,2", "7,2", "6,4", "1,3", "2,3", "0,7", "10,4", "-5,2", "-7,2", "-1,3", "-2,3"})
  void halfEven(long dividend, long divisor) {
    BigDecimal expected =
        BigDecimal.valueOf(dividend).divide(BigDecimal.valueOf(divisor), 0, RoundingMode.HALF_EVEN);
    assertThat(
            PriceCurve.halfEven(
                java.math.BigInteger.valueOf(dividend), java.math.BigInteger.valueOf(divisor)))
        .isEqualTo(expected.toBigInteger());
  }
}
