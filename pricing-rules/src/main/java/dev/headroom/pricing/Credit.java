package dev.headroom.pricing;

/**
 * An amount of every period that need not be paid, as far as there is something to pay.
 *
 * @param credit in the currency, not negative
 */
record Credit(String id, String description, Rational credit) implements InvoiceStep {
  @Override
  public ChargeKind kind() {
    return ChargeKind.DISCOUNT;
  }

  @Override
  public Rational amount(LinesSoFar lines) {
    Rational total = lines.total();
    return total.max(Rational.ZERO).min(credit).negated();
  }

  @Override
  public String words(LinesSoFar lines) {
    return "a credit of " + Figure.of(credit) + ", as far as there is something to pay";
  }
}
