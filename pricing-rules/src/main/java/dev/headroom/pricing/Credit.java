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
    Rational most = total.signum() < 0 ? Rational.ZERO : total;
    return (most.compareTo(credit) < 0 ? most : credit).negated();
  }

  @Override
  public String words(LinesSoFar lines) {
    return "a credit of " + Figure.of(credit) + ", as far as there is something to pay";
  }
}
