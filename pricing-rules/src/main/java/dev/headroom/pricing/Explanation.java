package dev.headroom.pricing;

/**
 * How one line of an invoice came to be, with every quantity between the usage and the amount. Its
 * figures add up to {@link #line}, exactly.
 */
public sealed interface Explanation
    permits UsageExplanation,
        FeeExplanation,
        StepExplanation,
        CommitmentExplanation,
        UnpricedExplanation {

  /** The line, as on the invoice. */
  InvoiceLine line();

  /** The days that the book is subscribed to, of the month. */
  BillingPeriod period();
}
