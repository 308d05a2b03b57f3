package dev.headroom.pricing;

import java.util.Map;

/**
 * Multiplies, such as by the number of replicas or a factor for a faster engine.
 *
 * @param times not negative
 */
record Times(Rational times) implements QuantityStep {
  @Override
  public Rational apply(Rational quantity, Map<String, String> dimensions) {
    return quantity.times(times);
  }

  @Override
  public String words() {
    return "times " + Figure.of(times);
  }
}
