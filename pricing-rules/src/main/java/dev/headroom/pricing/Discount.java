package dev.headroom.pricing;

import java.util.List;

/**
 * A part of what is before it, off.
 *
 * @param discount percent, 0 to 100
 * @param of ids of the lines and steps it is on; empty for all
 */
record Discount(String id, String description, Rational discount, List<String> of)
    implements InvoiceStep {
  @SuppressWarnings("NullAway") // An absent key arrives as null and gets its default here.
  Discount {
    of = of == null ? List.of() : List.copyOf(of);
  }

  @Override
  public ChargeKind kind() {
    return ChargeKind.DISCOUNT;
  }

  @Override
  public Rational amount(LinesSoFar lines) {
    return lines.of(of).times(discount).dividedBy(Rational.of(100)).negated();
  }

  @Override
  public String words(LinesSoFar lines) {
    return Figure.of(discount) + " percent of it, off";
  }
}
