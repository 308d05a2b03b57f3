package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FigureTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "14400, '14,400'",
        "-1234567.5, '-1,234,567.5'",
        "999, 999",
        "123456789012345678, '123,456,789,012,345,678'",
        "0.0000166667, 0.0000166667",
        "0.1234567, 0.1234567",
        "0.123456789012, 0.123456789012",
        "0.1234567890123, about 0.123456789",
        "-0.1, -0.1",
        "1000, '1,000'",
        "1/3600, '1/3,600 or about 0.000277778'",
        "40/9, '40/9 or about 4.444444444'",
        "123456789/987654321, about 0.124999999",
        "10000/9999999, '10,000/9,999,999 or about 0.001'",
        "100000/9999999, about 0.010000001",
        "-1/3600, '-1/3,600 or about -0.000277778'",
        "1/1073741824, '1/1,073,741,824 or about 0.000000000931323'",
      })
  void numbersAreWrittenAsPeopleDo(String number, String written) {
    assertThat(Figure.of(Rational.parse(number))).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 2, 0.10",
    "12, 2, 12.00",
    "12, 0, 12",
    "0.0000004, 2, 0.0000004",
    "-6, 2, -6.00"
  })
  void moneyHasThePlacesOfItsCurrency(String amount, int exponent, String written) {
    assertThat(Figure.money(Rational.parse(amount), exponent)).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "0.000001, 0.000001",
        "1/1073741824, '1/1,073,741,824 or about 0.000000000931323'",
        "1/3600, '1/3,600 or about 0.000277778'",
        "3600, '3,600'",
        "1000000000000, '1,000,000,000,000'"
      })
  void aFactorIsExact(String factor, String written) {
    assertThat(Figure.factor(Rational.parse(factor))).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "123456789/987654321, '13,717,421/109,739,369 or about 0.124999999'",
        "0.12345678901234, 0.12345678901234"
      })
  void whatHasToBeExactIs(String amount, String written) {
    assertThat(Figure.exact(Rational.parse(amount))).isEqualTo(written);
  }
}
