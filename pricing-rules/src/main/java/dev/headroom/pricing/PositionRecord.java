package dev.headroom.pricing;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Keeps how a position moved, price by price. */
final class PositionRecord {
  private final String cycle;
  private final SortedMap<String, String> dimensions;
  private final boolean evenIfUnused;
  private final List<Stretch> stretches = new ArrayList<>();
  private PositionExplanation.@Nullable EarnedAllowance allowance;

  /** Quantities in pricing units. */
  private record Stretch(PriceVersion prices, Rational from, Rational to) {}

  PositionRecord(String cycle, SortedMap<String, String> dimensions, boolean evenIfUnused) {
    this.cycle = cycle;
    this.dimensions = dimensions;
    this.evenIfUnused = evenIfUnused;
  }

  /** So much in the cycle so far, in pricing units. */
  void allowed(Rational used, Rational earned) {
    allowance = new PositionExplanation.EarnedAllowance(used, earned);
  }

  void move(PriceVersion prices, Rational from, Rational to) {
    int last = stretches.size() - 1;
    if (last >= 0 && stretches.get(last).prices().equals(prices)) {
      stretches.set(last, new Stretch(prices, stretches.get(last).from(), to));
    } else {
      stretches.add(new Stretch(prices, from, to));
    }
  }

  PositionExplanation explanation() {
    List<PriceStretch> priced = new ArrayList<>();
    for (Stretch stretch : stretches) {
      boolean first = priced.isEmpty();
      priced.add(
          new PriceStretch(
              stretch.prices().from(),
              PricedQuantity.of(stretch.prices(), stretch.from(), evenIfUnused && !first),
              PricedQuantity.of(stretch.prices(), stretch.to(), evenIfUnused)));
    }
    return new PositionExplanation(cycle, dimensions, allowance, priced);
  }
}
