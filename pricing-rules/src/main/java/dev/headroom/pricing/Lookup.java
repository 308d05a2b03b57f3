package dev.headroom.pricing;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Multiplies by what a table says for the value of a dimension, such as credits an hour by the size
 * of a warehouse. A value that the table lacks counts as {@code otherwise}.
 *
 * @param lookup name of the dimension, one of those that the line keeps apart
 * @param factors by value
 * @param otherwise for all other values, and for usage without the dimension
 */
record Lookup(String lookup, Map<String, Rational> factors, Rational otherwise)
    implements QuantityStep {
  Lookup {
    factors = Map.copyOf(factors);
  }

  @Override
  public Rational apply(Rational quantity, Map<String, String> dimensions) {
    String value = dimensions.getOrDefault(lookup, "");
    return quantity.times(factors.getOrDefault(value, otherwise));
  }

  @Override
  public String words() {
    String table =
        new TreeMap<>(factors)
            .entrySet().stream()
                .map(entry -> entry.getKey() + " " + Figure.of(entry.getValue()))
                .collect(Collectors.joining(", "));
    return "times what the table says for %s (%s, otherwise %s)"
        .formatted(lookup, table, Figure.of(otherwise));
  }
}
