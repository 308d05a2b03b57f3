package dev.headroom.pricing;

/**
 * A tax on what is before it.
 *
 * @param tax percent, 0 to 100
 */
record Tax(String id, String description, Rational tax) implements InvoiceStep {
  @Override
  public ChargeKind kind() {
    return ChargeKind.TAX;
  }

  @Override
  public Rational amount(LinesSoFar lines) {
    return lines.total().times(tax).dividedBy(Rational.of(100));
  }
}
