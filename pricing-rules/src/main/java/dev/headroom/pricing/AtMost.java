package dev.headroom.pricing;

import java.util.Map;

/**
 * The most that is priced of a window.
 *
 * @param atMost pricing units, not negative
 */
record AtMost(Rational atMost) implements QuantityStep {
  @Override
  public Rational apply(Rational quantity, Map<String, String> dimensions) {
    return quantity.min(atMost);
  }

  @Override
  public String words() {
    return "at most " + Figure.of(atMost);
  }
}
