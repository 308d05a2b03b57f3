package dev.headroom.pricing;

import java.util.Map;

/**
 * Rounds a window up to the next multiple: a started hour is a whole one, 1.2 units are three
 * halves.
 *
 * @param roundUpTo pricing units, positive
 */
record RoundUpTo(Rational roundUpTo) implements QuantityStep {
  @Override
  public Rational apply(Rational quantity, Map<String, String> dimensions) {
    return Rational.of(quantity.started(roundUpTo)).times(roundUpTo);
  }

  @Override
  public String words() {
    return "rounded up to a multiple of " + Figure.of(roundUpTo);
  }
}
