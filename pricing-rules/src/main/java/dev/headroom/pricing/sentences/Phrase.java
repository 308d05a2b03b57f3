package dev.headroom.pricing.sentences;

import dev.headroom.pricing.Figure;
import dev.headroom.pricing.LineRounding;
import dev.headroom.pricing.Rational;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Parts of sentences that several of them have. */
final class Phrase {
  private Phrase() {}

  /** {@code 1 window}, {@code 2 windows}. */
  static String number(long number, String noun) {
    return Figure.of(number) + " " + noun + (number == 1 ? "" : "s");
  }

  static String quantity(Rational quantity, String unit) {
    return of(Figure.of(quantity), unit);
  }

  static String quantity(BigDecimal quantity, String unit) {
    return of(Figure.of(quantity), unit);
  }

  /** A unit such as {@code 10*6.{request}} should not be read as a second number. */
  private static String of(String figure, String unit) {
    return figure + (Character.isDigit(unit.charAt(0)) ? " times " : " ") + unit;
  }

  /** {@code region eu, size M}; {@code no dimension} if there are none. */
  static String dimensions(Map<String, String> dimensions) {
    return dimensions.isEmpty()
        ? "no dimension"
        : new TreeMap<>(dimensions)
            .entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
  }

  /** {@code cpu, memory and disk}. */
  static String list(List<String> words) {
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
  }

  /** {@code half-even to 2 places}. */
  static String rounding(LineRounding rounding) {
    String mode = rounding.mode().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return mode + " to " + number(rounding.exponent(), "place");
  }

  /** {@code is} or {@code are}. */
  static String are(Rational quantity) {
    return quantity.equals(Rational.ONE) ? "is" : "are";
  }

  static <T> Rational sum(List<T> list, Function<T, Rational> figure) {
    return list.stream().map(figure).reduce(Rational.ZERO, Rational::plus);
  }
}
