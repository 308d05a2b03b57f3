package dev.headroom.pricing;

/** Is told by {@link Commitments} how a commitment comes to what it adds to a month. */
interface CommitmentTrace {
  /** Looks at nothing. */
  CommitmentTrace NONE = new CommitmentTrace() {};

  /**
   * A line of a commitment; all amounts are in the currency.
   *
   * @param left before the line, of what was paid in advance
   * @param payable by the month before the line; of what is missing in the end, by all months
   * @param exact what the line adds, before it is rounded
   */
  default void entered(
      Subscription subscription,
      InvoiceLine line,
      Rational left,
      Rational payable,
      Rational exact) {}
}
