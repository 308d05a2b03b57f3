package dev.headroom.pricing;

/**
 * What a tenant has promised to spend within a subscription.
 *
 * @param amount in the currency of the book, positive
 * @param paid when
 */
public record Commitment(Rational amount, Paid paid) {
  /** When what was promised is paid. */
  public enum Paid {
    /** At once; what months come to is taken out of it until it is used up or the time is over. */
    UPFRONT,
    /** What the months have not come to, with the last of them. */
    AT_END
  }
}
