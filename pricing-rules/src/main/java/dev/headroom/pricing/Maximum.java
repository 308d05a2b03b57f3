package dev.headroom.pricing;

/**
 * What is beyond the most that a month costs, off.
 *
 * @param maximum in the currency, not negative
 */
record Maximum(String id, String description, Rational maximum) implements InvoiceStep {
  @Override
  public ChargeKind kind() {
    return ChargeKind.DISCOUNT;
  }

  @Override
  public Rational amount(LinesSoFar lines) {
    Rational beyond = lines.total().minus(maximum);
    return beyond.signum() > 0 ? beyond.negated() : Rational.ZERO;
  }

  @Override
  public String words(LinesSoFar lines) {
    return "what is above the most of " + Figure.of(maximum) + ", off";
  }
}
