package dev.headroom.pricing;

/**
 * Nothing is payable if it is less than that.
 *
 * @param waiveBelow in the currency, positive
 */
record WaiveBelow(String id, String description, Rational waiveBelow) implements InvoiceStep {
  @Override
  public ChargeKind kind() {
    return ChargeKind.DISCOUNT;
  }

  @Override
  public Rational amount(LinesSoFar lines) {
    Rational total = lines.total();
    return total.compareTo(waiveBelow) < 0 ? total.negated() : Rational.ZERO;
  }

  @Override
  public String words(LinesSoFar lines) {
    return "all of it off if it is less than " + Figure.of(waiveBelow);
  }
}
