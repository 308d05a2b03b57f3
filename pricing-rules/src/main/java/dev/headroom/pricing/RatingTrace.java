package dev.headroom.pricing;

/**
 * Is told by {@link Rating} how it comes to the lines of one book and period. It sees what is rated
 * and changes nothing; by default it does not look.
 */
interface RatingTrace {
  /** Looks at nothing. */
  RatingTrace NONE = new RatingTrace() {};

  /** A book, as sold, is about to be applied to a period. */
  default void book(PriceBook book, BillingPeriod period) {}

  /** A line of the book is about to be rated. */
  default LineTrace line(PriceLine line) {
    return LineTrace.NONE;
  }

  /**
   * An invoice step.
   *
   * @param seen the lines before it
   * @param exact what it adds, in the currency, before it is rounded
   */
  default void step(InvoiceStep step, LinesSoFar seen, Rational exact) {}

  /** All lines and steps have been rated. */
  default void rated(RatedPeriod rated) {}
}
