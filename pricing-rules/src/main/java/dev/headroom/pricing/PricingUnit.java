package dev.headroom.pricing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A unit in the notation of UCUM, as far as usage and prices need it: factors joined by a dot.
 *
 * <ul>
 *   <li>time: {@code ns us ms s min h d}, and {@code mo}, whose length the price line states;
 *   <li>data: {@code By}, decimal {@code kBy MBy GBy TBy PBy}, binary {@code KiBy MiBy GiBy TiBy
 *       PiBy}; a GB is never a GiB;
 *   <li>a count of something: {@code {cpu}}, {@code {request}}; {@code 1} for a bare number;
 *   <li>a rate: what stands before {@code /s}, per second;
 *   <li>a multiple: {@code 10*6} is a million, so {@code 10*6.{request}} is a million requests.
 * </ul>
 *
 * Units convert if their dimensions are equal and what they count is equal, or if one of them does
 * not say what it counts: CPU seconds ({@code s}) may be priced as {@code {cpu}.h}.
 *
 * @param text as written
 * @param time power of time
 * @param data power of data
 * @param months power of {@code mo}, counted beside {@code time}
 * @param counted what is counted, sorted, without braces
 * @param factor of this unit in seconds and bytes, months left out
 */
record PricingUnit(
    String text, int time, int data, int months, List<String> counted, Rational factor) {
  private static final Pattern COUNT = Pattern.compile("\\{[a-zA-Z][a-zA-Z0-9_-]*}");
  private static final Pattern MULTIPLE = Pattern.compile("10\\*([1-9]|1[0-8])");

  private static final Map<String, Rational> SECONDS =
      Map.of(
          "ns", Rational.of(1, 1_000_000_000),
          "us", Rational.of(1, 1_000_000),
          "ms", Rational.of(1, 1_000),
          "s", Rational.ONE,
          "min", Rational.of(60),
          "h", Rational.of(3_600),
          "d", Rational.of(86_400));
  private static final Map<String, Rational> BYTES =
      Map.ofEntries(
          Map.entry("By", Rational.ONE),
          Map.entry("kBy", Rational.of(1_000L)),
          Map.entry("MBy", Rational.of(1_000_000L)),
          Map.entry("GBy", Rational.of(1_000_000_000L)),
          Map.entry("TBy", Rational.of(1_000_000_000_000L)),
          Map.entry("PBy", Rational.of(1_000_000_000_000_000L)),
          Map.entry("KiBy", Rational.of(1L << 10)),
          Map.entry("MiBy", Rational.of(1L << 20)),
          Map.entry("GiBy", Rational.of(1L << 30)),
          Map.entry("TiBy", Rational.of(1L << 40)),
          Map.entry("PiBy", Rational.of(1L << 50)));

  private static final String PER_SECOND = "/s";

  static final String EXPECTED =
      "a unit such as s, h, {cpu}.h, By, GiBy.h, GBy.mo, MBy/s, {request} or 10*6.{request}";

  /** Throws {@link IllegalArgumentException} if the text is no such unit. */
  static PricingUnit parse(String text) {
    boolean rate = text.endsWith(PER_SECOND);
    String factors = rate ? text.substring(0, text.length() - PER_SECOND.length()) : text;
    int time = rate ? -1 : 0;
    int data = 0;
    int months = 0;
    Rational factor = Rational.ONE;
    List<String> counted = new ArrayList<>();
    for (String term : factors.split("\\.", -1)) {
      Rational seconds = SECONDS.get(term);
      Rational bytes = BYTES.get(term);
      if (seconds != null) {
        time++;
        factor = factor.times(seconds);
      } else if (bytes != null) {
        data++;
        factor = factor.times(bytes);
      } else if (term.equals("mo")) {
        months++;
      } else if (COUNT.matcher(term).matches()) {
        counted.add(term.substring(1, term.length() - 1));
      } else if (MULTIPLE.matcher(term).matches()) {
        factor = factor.times(Rational.of(tenTo(Integer.parseInt(term.substring(3)))));
      } else if (!term.equals("1")) {
        throw new IllegalArgumentException("'" + text + "' is not " + EXPECTED);
      }
    }
    counted.sort(null);
    return new PricingUnit(text, time, data, months, List.copyOf(counted), factor);
  }

  private static long tenTo(int power) {
    long value = 1;
    for (int i = 0; i < power; i++) {
      value *= 10;
    }
    return value;
  }

  boolean convertsTo(PricingUnit other) {
    return time + months == other.time + other.months
        && data == other.data
        && (counted.isEmpty() || other.counted.isEmpty() || counted.equals(other.counted));
  }

  /**
   * How many of {@code other} one of this unit is.
   *
   * @param monthSeconds length of {@code mo}; may be null if neither unit has it
   */
  Rational in(PricingUnit other, @Nullable Rational monthSeconds) {
    if (!convertsTo(other)) {
      throw new IllegalArgumentException(text + " cannot be converted to " + other.text);
    }
    return absolute(monthSeconds).dividedBy(other.absolute(monthSeconds));
  }

  private Rational absolute(@Nullable Rational monthSeconds) {
    Rational value = factor;
    for (int i = 0; i < months; i++) {
      if (monthSeconds == null) {
        throw new IllegalArgumentException("the length of mo in " + text + " is not stated");
      }
      value = value.times(monthSeconds);
    }
    return value;
  }
}
