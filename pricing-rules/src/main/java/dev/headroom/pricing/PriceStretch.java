package dev.headroom.pricing;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far a position moved while one price held. What was before it costs what it did at the price
 * of its time, so the stretch costs the difference.
 *
 * @param pricesFrom first day of the price
 * @param before what the quantity at its beginning costs at this price; of the first stretch
 *     nothing
 * @param after what the quantity at its end does
 */
public record PriceStretch(LocalDate pricesFrom, PricedQuantity before, PricedQuantity after) {

  /** In the currency; negative if more usage made what was before it cheaper. */
  @JsonProperty
  public Rational cost() {
    return after.cost().minus(before.cost());
  }

  /**
   * What the stretch added to each tier, or took out of it: with {@link PriceVersion.Model#VOLUME}
   * all units move to the next tier. They add up to {@link #cost}.
   */
  public List<PricedQuantity.Part> parts() {
    Map<Integer, PricedQuantity.Part> parts = new TreeMap<>();
    after.parts().forEach(part -> parts.put(part.tier(), part));
    before.parts().forEach(part -> parts.merge(part.tier(), times(part, -1), PriceStretch::plus));
    return parts.values().stream()
        .filter(part -> part.units().signum() != 0 || part.fee().signum() != 0)
        .toList();
  }

  private static PricedQuantity.Part times(PricedQuantity.Part part, long factor) {
    Rational by = Rational.of(factor);
    return with(part, part.units().times(by), part.fee().times(by));
  }

  /** Both of one tier. */
  static PricedQuantity.Part plus(PricedQuantity.Part part, PricedQuantity.Part more) {
    return with(part, part.units().plus(more.units()), part.fee().plus(more.fee()));
  }

  private static PricedQuantity.Part with(PricedQuantity.Part part, Rational units, Rational fee) {
    return new PricedQuantity.Part(
        part.tier(), part.only(), part.over(), part.upTo(), units, part.price(), fee);
  }
}
