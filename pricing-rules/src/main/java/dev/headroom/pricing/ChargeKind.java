package dev.headroom.pricing;

/** What a charge is for. */
public enum ChargeKind {
  /** What one window of usage adds to its line. */
  USAGE,
  /** A fee for the month, or its part. */
  FEE,
  /** Less to pay: a discount, a credit, a limit or a waiver. */
  DISCOUNT,
  /** What is missing to the least that a month costs. */
  MINIMUM,
  /** A tax. */
  TAX,
  /** What was promised for the time of a subscription: paid, used of it, or missing in the end. */
  COMMITMENT,
  /** From the exact sum of a line to the amount that can be paid. */
  ROUNDING,
  /** Usage that no price applies to: its amount is 0, and the description says why. */
  UNPRICED,
  /** What changed in a month after its invoice was finalised, taken out of that month. */
  ADJUSTED,
  /** The same, on a later month's bill: FOCUS ChargeClass Correction. */
  ADJUSTMENT
}
