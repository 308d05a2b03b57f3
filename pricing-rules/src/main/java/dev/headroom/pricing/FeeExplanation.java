package dev.headroom.pricing;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * How a fee came to be.
 *
 * @param prorate what it is for a part of a month
 * @param parts one for each price that was in force; their costs add up to {@link #exact}
 * @param rounding from the exact cost to the amount
 */
public record FeeExplanation(
    InvoiceLine line,
    BillingPeriod period,
    PriceLine.Prorate prorate,
    List<Part> parts,
    LineRounding rounding)
    implements Explanation {

  public FeeExplanation {
    parts = List.copyOf(parts);
  }

  /**
   * Days at one price.
   *
   * @param to exclusive
   * @param price of a month, in the currency
   * @param share of a month
   */
  public record Part(LocalDate from, LocalDate to, Rational price, Rational share) {
    @JsonProperty
    public long days() {
      return ChronoUnit.DAYS.between(from, to);
    }

    /** In the currency. */
    @JsonProperty
    public Rational cost() {
      return price.times(share);
    }
  }

  /** In the currency. */
  @JsonProperty
  public Rational exact() {
    return parts.stream().map(Part::cost).reduce(Rational.ZERO, Rational::plus);
  }
}
