package dev.headroom.pricing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An exact fraction in lowest terms: a third of a cent stays one until the invoice line is rounded.
 *
 * @param numerator any
 * @param denominator positive
 */
public record Rational(BigInteger numerator, BigInteger denominator)
    implements Comparable<Rational> {
  public static final Rational ZERO = new Rational(BigInteger.ZERO, BigInteger.ONE);
  public static final Rational ONE = new Rational(BigInteger.ONE, BigInteger.ONE);

  private static final Pattern FORM =
      Pattern.compile("(-?[0-9]{1,30}(?:\\.[0-9]{1,30})?)(?:/([0-9]{1,30}(?:\\.[0-9]{1,30})?))?");

  public Rational {
    if (denominator.signum() == 0) {
      throw new IllegalArgumentException("a fraction cannot have the denominator 0");
    }
    BigInteger gcd = CommonDivisor.of(numerator, denominator);
    BigInteger divisor = denominator.signum() < 0 ? gcd.negate() : gcd;
    if (!divisor.equals(BigInteger.ONE)) {
      numerator = CommonDivisor.quotient(numerator, divisor);
      denominator = CommonDivisor.quotient(denominator, divisor);
    }
  }

  public static Rational of(BigInteger whole) {
    return new Rational(whole, BigInteger.ONE);
  }

  public static Rational of(long whole) {
    return of(BigInteger.valueOf(whole));
  }

  public static Rational of(long numerator, long denominator) {
    return new Rational(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
  }

  public static Rational of(BigDecimal decimal) {
    return decimal.scale() <= 0
        ? of(decimal.toBigIntegerExact())
        : new Rational(decimal.unscaledValue(), BigInteger.TEN.pow(decimal.scale()));
  }

  /** {@code 12}, {@code 0.12}, {@code 1/3}, {@code 0.20/1000000}; at most 30 digits a part. */
  public static Rational parse(String text) {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a decimal or a fraction such as 0.12 or 1/3");
    }
    Rational top = of(new BigDecimal(m.group(1)));
    return m.group(2) == null ? top : top.dividedBy(of(new BigDecimal(m.group(2))));
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Rational fromJson(JsonNode node) {
    return node.isNumber() ? of(node.decimalValue()) : parse(node.asText());
  }

  public Rational plus(Rational other) {
    if (denominator.equals(other.denominator)) {
      return new Rational(numerator.add(other.numerator), denominator);
    }
    return new Rational(
        numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
        denominator.multiply(other.denominator));
  }

  public Rational minus(Rational other) {
    if (denominator.equals(other.denominator)) {
      return new Rational(numerator.subtract(other.numerator), denominator);
    }
    return plus(other.negated());
  }

  public Rational negated() {
    return new Rational(numerator.negate(), denominator);
  }

  public Rational times(Rational other) {
    return new Rational(
        numerator.multiply(other.numerator), denominator.multiply(other.denominator));
  }

  /** Throws {@link IllegalArgumentException} if {@code other} is zero. */
  public Rational dividedBy(Rational other) {
    return new Rational(
        numerator.multiply(other.denominator), denominator.multiply(other.numerator));
  }

  /** The lesser of both. */
  public Rational min(Rational other) {
    return compareTo(other) <= 0 ? this : other;
  }

  /** The greater of both. */
  public Rational max(Rational other) {
    return compareTo(other) >= 0 ? this : other;
  }

  public int signum() {
    return numerator.signum();
  }

  /** The greatest whole number that is not above this one. */
  public BigInteger floor() {
    BigInteger[] parts = numerator.divideAndRemainder(denominator);
    return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }

  /** The least whole number that is not below this one. */
  public BigInteger ceiling() {
    return ceiling(numerator, denominator);
  }

  /** In whole 10⁻⁹, half-even. */
  BigInteger nanos() {
    return rounded(UsageQuantity.SCALE, RoundingMode.HALF_EVEN).unscaledValue();
  }

  /** How many times {@code step} it takes to reach this number; {@code step} is positive. */
  BigInteger started(Rational step) {
    return ceiling(numerator.multiply(step.denominator), denominator.multiply(step.numerator));
  }

  private static BigInteger ceiling(BigInteger dividend, BigInteger divisor) {
    BigInteger[] parts = dividend.divideAndRemainder(divisor);
    return parts[1].signum() > 0 ? parts[0].add(BigInteger.ONE) : parts[0];
  }

  public BigDecimal rounded(int scale, RoundingMode mode) {
    BigInteger scaled = scale > 0 ? numerator.multiply(BigInteger.TEN.pow(scale)) : numerator;
    BigDecimal whole = new BigDecimal(scaled);
    if (!denominator.equals(BigInteger.ONE)) {
      whole = whole.divide(new BigDecimal(denominator), 0, mode);
    }
    return new BigDecimal(whole.unscaledValue(), scale);
  }

  @Override
  public int compareTo(Rational other) {
    if (denominator.equals(other.denominator)) {
      return numerator.compareTo(other.numerator);
    }
    return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
  }

  @JsonValue
  @Override
  public String toString() {
    BigInteger rest = denominator;
    int twos = rest.getLowestSetBit();
    rest = rest.shiftRight(twos);
    int fives = 0;
    while (rest.mod(BigInteger.valueOf(5)).signum() == 0) {
      rest = rest.divide(BigInteger.valueOf(5));
      fives++;
    }
    if (!rest.equals(BigInteger.ONE)) {
      return numerator + "/" + denominator;
    }
    return rounded(Math.max(twos, fives), RoundingMode.UNNECESSARY).toPlainString();
  }
}
