package dev.headroom.pricing;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How usage became the amount of a line.
 *
 * @param rule the line of the book, with the prices of this subscription
 * @param meters what it took of each meter, that which earns last
 * @param windows in the order of event time
 * @param positions in the order of their cycles; their costs add up to {@code exact}
 * @param exact cost in the currency, before the maximum
 * @param rounding from the payable cost to the amount
 */
public record UsageExplanation(
    PriceLine rule,
    InvoiceLine line,
    BillingPeriod period,
    List<Meter> meters,
    List<WindowExplanation> windows,
    List<PositionExplanation> positions,
    Rational exact,
    LineRounding rounding)
    implements Explanation {

  public UsageExplanation {
    meters = List.copyOf(meters);
    windows = List.copyOf(windows);
    positions = List.copyOf(positions);
  }

  /**
   * What was taken of a meter.
   *
   * @param where dimensions that its usage must have
   * @param earns whether it makes something free and is not priced itself
   * @param windows in which it was used
   * @param total in {@code unit}
   * @param unit of the usage; empty if there was none
   * @param conversion how many of {@code convertedUnit} one of {@code unit} is
   * @param times factor of the line on that
   * @param converted the total in {@code convertedUnit}, with the factor
   */
  public record Meter(
      String name,
      Map<String, String> where,
      boolean earns,
      long windows,
      BigDecimal total,
      String unit,
      Rational conversion,
      String convertedUnit,
      Rational times,
      Rational converted) {}

  /** What is payable before it is rounded: the cost, but not more than the line's maximum. */
  @JsonProperty
  public Rational payable() {
    Rational maximum = rule.maximum();
    return maximum != null && exact.compareTo(maximum) > 0 ? maximum : exact;
  }

  /** What each price made of all positions together; their costs add up to {@link #exact}. */
  @JsonProperty
  public List<PriceTotal> prices() {
    return PriceTotal.of(positions);
  }

  /** With nothing but the windows that begin then. */
  UsageExplanation window(Instant start) {
    List<WindowExplanation> own =
        windows.stream().filter(window -> window.start().equals(start)).toList();
    return new UsageExplanation(rule, line, period, meters, own, positions, exact, rounding);
  }
}
