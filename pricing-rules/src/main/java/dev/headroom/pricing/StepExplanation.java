package dev.headroom.pricing;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * How an invoice step came to its amount.
 *
 * @param seen the lines and steps that it looked at, each as payable
 * @param words what it does with their sum
 * @param exact in the currency
 * @param rounding from the exact amount to that of the line
 */
public record StepExplanation(
    InvoiceLine line,
    BillingPeriod period,
    List<InvoiceLine> seen,
    String words,
    Rational exact,
    LineRounding rounding)
    implements Explanation {

  public StepExplanation {
    seen = List.copyOf(seen);
  }

  /** Of what it looked at, in the currency. */
  @JsonProperty
  public Rational sum() {
    return seen.stream()
        .map(line -> Rational.of(line.billedCost()))
        .reduce(Rational.ZERO, Rational::plus);
  }
}
