package dev.headroom.pricing;

import java.util.Map;

/**
 * The least that is priced of a window in which anything was used.
 *
 * @param atLeast pricing units, not negative
 */
record AtLeast(Rational atLeast) implements QuantityStep {
  @Override
  public Rational apply(Rational quantity, Map<String, String> dimensions) {
    return quantity.signum() == 0 ? quantity : quantity.max(atLeast);
  }

  @Override
  public String words() {
    return "at least " + Figure.of(atLeast) + " if anything was used";
  }
}
