package dev.headroom.pricing;

import java.util.List;

/**
 * A tax on what is before it.
 *
 * @param tax percent, 0 to 100
 * @param of ids of the lines and steps it is on; empty for all
 */
record Tax(String id, String description, Rational tax, List<String> of) implements InvoiceStep {
  @SuppressWarnings("NullAway") // An absent key arrives as null and gets its default here.
  Tax {
    of = of == null ? List.of() : List.copyOf(of);
  }

  @Override
  public ChargeKind kind() {
    return ChargeKind.TAX;
  }

  @Override
  public Rational amount(LinesSoFar lines) {
    return lines.of(of).times(tax).dividedBy(Rational.of(100));
  }

  @Override
  public String words(LinesSoFar lines) {
    return "a tax of " + Figure.of(tax) + " percent";
  }
}
