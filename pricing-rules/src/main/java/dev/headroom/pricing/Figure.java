package dev.headroom.pricing;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/**
 * Numbers as people write them: {@code 14,400}, {@code 0.0000166667}, {@code 1/3,600 or about
 * 0.000277778}.
 */
public final class Figure {
  private static final Pattern THOUSANDS = Pattern.compile("(?<=[0-9])(?=(?:[0-9]{3})+$)");

  /** Places of a decimal that is read with ease; of more it is a fraction. */
  private static final int READABLE_PLACES = 12;

  /** A fraction with more characters says nothing to a reader. */
  private static final int READABLE_FRACTION = 16;

  private static final int PLACES = 9;
  private static final MathContext DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);
  private static final Rational SMALL = Rational.of(1, 1_000);

  private Figure() {}

  /** Exact where that can be read, else rounded and marked as {@code about}. */
  public static String of(Rational number) {
    String exact = decimal(number);
    if (!exact.isEmpty() && places(exact) <= READABLE_PLACES) {
      return exact;
    }
    String fraction = fraction(number);
    return fraction.length() > READABLE_FRACTION ? about(number) : beside(number);
  }

  /** Exact, however long; what is no decimal has one beside it. */
  public static String exact(Rational number) {
    String decimal = decimal(number);
    return decimal.isEmpty() ? beside(number) : decimal;
  }

  /** A factor between units: exact, the smaller ones as fractions. */
  public static String factor(Rational number) {
    return places(decimal(number)) > READABLE_PLACES ? beside(number) : exact(number);
  }

  public static String of(BigDecimal number) {
    return grouped(number.stripTrailingZeros().toPlainString());
  }

  public static String of(BigInteger number) {
    return grouped(number.toString());
  }

  public static String of(long number) {
    return grouped(Long.toString(number));
  }

  /** An amount with the places of its currency, and more only if there are any. */
  public static String money(Rational amount, int exponent) {
    BigDecimal rounded = amount.rounded(exponent, RoundingMode.DOWN);
    return Rational.of(rounded).equals(amount) ? money(rounded) : of(amount);
  }

  /** An amount with the places that it has. */
  public static String money(BigDecimal amount) {
    return grouped(amount.toPlainString());
  }

  private static int places(String decimal) {
    int point = decimal.indexOf('.');
    return point < 0 ? 0 : decimal.length() - point - 1;
  }

  /** Empty if the number is no decimal. */
  private static String decimal(Rational number) {
    String text = number.toString();
    return text.indexOf('/') < 0 ? grouped(text) : "";
  }

  private static String fraction(Rational number) {
    return of(number.numerator()) + "/" + of(number.denominator());
  }

  /** A fraction and its decimal. */
  private static String beside(Rational number) {
    return fraction(number) + " or " + about(number);
  }

  private static String about(Rational number) {
    BigDecimal rounded =
        number.compareTo(SMALL) < 0 && number.compareTo(SMALL.negated()) > 0
            ? new BigDecimal(number.numerator())
                .divide(new BigDecimal(number.denominator()), DIGITS)
            : number.rounded(PLACES, RoundingMode.HALF_EVEN);
    return "about " + of(rounded);
  }

  private static String grouped(String plain) {
    int point = plain.indexOf('.');
    String whole = point < 0 ? plain : plain.substring(0, point);
    return THOUSANDS.matcher(whole).replaceAll(",") + (point < 0 ? "" : plain.substring(point));
  }
}
