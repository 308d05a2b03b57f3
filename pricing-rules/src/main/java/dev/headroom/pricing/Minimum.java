package dev.headroom.pricing;

/**
 * What is missing to the least that a month costs.
 *
 * @param minimum in the currency, not negative
 * @param prorate how much of it is due for a part of a month
 */
record Minimum(String id, String description, Rational minimum, PriceLine.Prorate prorate)
    implements InvoiceStep {
  @SuppressWarnings("NullAway") // An absent key arrives as null and gets its default here.
  Minimum {
    prorate = prorate == null ? PriceLine.Prorate.DAYS : prorate;
  }

  @Override
  public ChargeKind kind() {
    return ChargeKind.MINIMUM;
  }

  @Override
  public Rational amount(LinesSoFar lines) {
    Rational missing = due(lines).minus(lines.total());
    return missing.signum() > 0 ? missing : Rational.ZERO;
  }

  @Override
  public String words(LinesSoFar lines) {
    String days =
        prorate == PriceLine.Prorate.DAYS && !lines.shareOfMonth().equals(Rational.ONE)
            ? " (%s of a month at %s)"
                .formatted(Figure.of(lines.shareOfMonth()), Figure.of(minimum))
            : "";
    return "what is missing to the least of " + Figure.of(due(lines)) + days;
  }

  private Rational due(LinesSoFar lines) {
    return prorate == PriceLine.Prorate.DAYS ? minimum.times(lines.shareOfMonth()) : minimum;
  }
}
