package dev.headroom.pricing;

/**
 * How a commitment came to what it adds to a month; all amounts are in the currency.
 *
 * @param commitment what was promised
 * @param left before the line, of what was paid in advance
 * @param payable by the month before the line; of what is missing in the end, by all months
 * @param exact what the line adds
 * @param rounding from that to the amount
 */
public record CommitmentExplanation(
    InvoiceLine line,
    BillingPeriod period,
    Commitment commitment,
    Rational left,
    Rational payable,
    Rational exact,
    LineRounding rounding)
    implements Explanation {

  /** Whether it is what is paid in advance; else it is what is used of that, or missing. */
  public boolean paid() {
    return commitment.paid() == Commitment.Paid.UPFRONT && exact.signum() > 0;
  }
}
