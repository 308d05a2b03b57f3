package dev.headroom.collectors.node;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A quantity of Kubernetes, such as {@code 500m}, {@code 1.5Gi} or {@code 12e6}. Source: Kubernetes
 * API reference, "Quantity".
 */
final class PodQuantity {
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{1,18}(?:\\.\\d{0,18})?|\\.\\d{1,18})(?:[eE]([+-]?\\d{1,2})|([a-zA-Z]{0,2}))");
  private static final Map<String, BigDecimal> SUFFIXES =
      Map.ofEntries(
          Map.entry("n", BigDecimal.ONE.movePointLeft(9)),
          Map.entry("u", BigDecimal.ONE.movePointLeft(6)),
          Map.entry("m", BigDecimal.ONE.movePointLeft(3)),
          Map.entry("", BigDecimal.ONE),
          Map.entry("k", BigDecimal.ONE.movePointRight(3)),
          Map.entry("M", BigDecimal.ONE.movePointRight(6)),
          Map.entry("G", BigDecimal.ONE.movePointRight(9)),
          Map.entry("T", BigDecimal.ONE.movePointRight(12)),
          Map.entry("P", BigDecimal.ONE.movePointRight(15)),
          Map.entry("E", BigDecimal.ONE.movePointRight(18)),
          Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
          Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
          Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
          Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
          Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
          Map.entry("Ei", BigDecimal.valueOf(1L << 60)));

  private PodQuantity() {}

  /**
   * In parts of a unit, rounded up as Kubernetes does; empty if the text is no quantity or too
   * large.
   *
   * @param digits 0 for whole units, 9 for billionths
   */
  static Optional<Long> parse(String text, int digits) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    BigDecimal number = new BigDecimal(matcher.group(1));
    String exponent = matcher.group(2);
    BigDecimal factor =
        exponent == null
            ? SUFFIXES.get(matcher.group(3))
            : BigDecimal.ONE.scaleByPowerOfTen(Integer.parseInt(exponent));
    if (factor == null) {
      return Optional.empty();
    }
    BigDecimal parts =
        number.multiply(factor).movePointRight(digits).setScale(0, RoundingMode.CEILING);
    return parts.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? Optional.empty()
        : Optional.of(parts.longValueExact());
  }
}
