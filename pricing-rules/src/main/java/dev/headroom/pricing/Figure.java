package dev.headroom.pricing;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as people write them: {@code 14,400}, {@code 0.0000166667}, {@code 1/3,600}. */
public final class Figure {
  private static final Pattern THOUSANDS = Pattern.compile("(?<=[0-9])(?=(?:[0-9]{3})+$)");
  private static final int PLACES = 9;

  /** A fraction with more digits says nothing to a reader. */
  private static final int READABLE_DIGITS = 12;

  private Figure() {}

  /**
   * Exact where that can be read, else to nine places and marked as {@code about}; a fraction has
   * its decimal beside it.
   */
  public static String of(Rational number) {
    String text = number.toString();
    if (text.indexOf('/') < 0) {
      return decimal(text);
    }
    return text.length() > READABLE_DIGITS ? about(number) : exact(number);
  }

  /** Exact, however long; a fraction has its decimal beside it. */
  public static String exact(Rational number) {
    String text = number.toString();
    if (text.indexOf('/') < 0) {
      return decimal(text);
    }
    return "%s/%s (%s)".formatted(of(number.numerator()), of(number.denominator()), about(number));
  }

  public static String of(BigDecimal number) {
    return decimal(number.stripTrailingZeros().toPlainString());
  }

  public static String of(BigInteger number) {
    return decimal(number.toString());
  }

  public static String of(long number) {
    return decimal(Long.toString(number));
  }

  /** An amount that can be paid, with all places of the currency. */
  public static String amount(BigDecimal amount, int exponent) {
    return decimal(amount.setScale(Math.max(0, exponent)).toPlainString());
  }

  private static String about(Rational number) {
    return "about "
        + decimal(
            number.rounded(PLACES, RoundingMode.HALF_EVEN).stripTrailingZeros().toPlainString());
  }

  private static String decimal(String plain) {
    int point = plain.indexOf('.');
    String whole = point < 0 ? plain : plain.substring(0, point);
    Matcher groups = THOUSANDS.matcher(whole);
    return groups.replaceAll(",") + (point < 0 ? "" : plain.substring(point));
  }
}
