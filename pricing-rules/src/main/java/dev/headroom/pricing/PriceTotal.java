package dev.headroom.pricing;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one price made of all positions of a line together.
 *
 * @param pricesFrom first day of the price
 * @param quantity by which the positions moved while it held, in pricing units
 * @param free of that, by the allowance of the price
 * @param packs those that were started; null if any quantity is sold
 * @param model what the tiers mean
 * @param parts by tier; they add up to {@link #cost}
 */
public record PriceTotal(
    LocalDate pricesFrom,
    Rational quantity,
    Rational free,
    PricedQuantity.@Nullable Packs packs,
    PriceVersion.Model model,
    List<PricedQuantity.Part> parts) {

  public PriceTotal {
    parts = List.copyOf(parts);
  }

  /** Adds stretches up, by their price. */
  static List<PriceTotal> of(List<PositionExplanation> positions) {
    Map<LocalDate, PriceTotal> totals = new TreeMap<>();
    for (PositionExplanation position : positions) {
      for (PriceStretch stretch : position.stretches()) {
        totals.merge(stretch.pricesFrom(), of(stretch), PriceTotal::plus);
      }
    }
    return new ArrayList<>(totals.values());
  }

  private static PriceTotal of(PriceStretch stretch) {
    PricedQuantity before = stretch.before();
    PricedQuantity after = stretch.after();
    PricedQuantity.Packs packs = after.packs();
    if (packs != null && before.packs() != null) {
      BigInteger number = packs.number().subtract(before.packs().number());
      packs = new PricedQuantity.Packs(packs.size(), number);
    }
    return new PriceTotal(
        stretch.pricesFrom(),
        after.quantity().minus(before.quantity()),
        after.free().minus(before.free()),
        packs,
        after.model(),
        stretch.parts());
  }

  private PriceTotal plus(PriceTotal more) {
    PricedQuantity.Packs sum = packs;
    if (sum != null && more.packs != null) {
      sum = new PricedQuantity.Packs(sum.size(), sum.number().add(more.packs.number()));
    }
    Map<Integer, PricedQuantity.Part> byTier = new TreeMap<>();
    parts.forEach(part -> byTier.put(part.tier(), part));
    more.parts.forEach(part -> byTier.merge(part.tier(), part, PriceStretch::plus));
    return new PriceTotal(
        pricesFrom,
        quantity.plus(more.quantity),
        free.plus(more.free),
        sum,
        model,
        new ArrayList<>(byTier.values()));
  }

  /** In the currency. */
  @JsonProperty
  public Rational cost() {
    return parts.stream().map(PricedQuantity.Part::cost).reduce(Rational.ZERO, Rational::plus);
  }
}
