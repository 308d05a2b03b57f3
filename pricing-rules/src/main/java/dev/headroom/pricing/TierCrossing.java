package dev.headroom.pricing;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * A move of a position from one tier into another, or out of an allowance, taken apart by price. It
 * may go back, if an allowance grew.
 */
final class TierCrossing {
  private final PriceVersion version;
  private final boolean evenIfUnused;
  private final ChargeParts parts;

  TierCrossing(PriceVersion version, boolean evenIfUnused, ChargeParts parts) {
    this.version = version;
    this.evenIfUnused = evenIfUnused;
    this.parts = parts;
  }

  /** The fee of a tier is due. */
  static void enter(PriceVersion version, int tier, ChargeParts parts) {
    Rational fee = PriceCurve.fee(version.asTiers().get(tier - 1));
    if (fee.signum() != 0) {
      parts.fee(tier, fee, true);
    }
  }

  /** Both in pricing units. */
  void move(Rational from, Rational to) {
    PricedQuantity before = PricedQuantity.of(version, from, evenIfUnused);
    PricedQuantity after = PricedQuantity.of(version, to, evenIfUnused);
    Rational free = after.free().minus(before.free());
    if (free.signum() != 0) {
      parts.used(0, BigDecimal.ZERO, free);
    }
    fees(before.parts(), false);
    fees(after.parts(), true);
    Rational used = to.minus(from).minus(free);
    if (version.model() == PriceVersion.Model.VOLUME) {
      volume(before, after, used);
    } else if (version.pack() == null) {
      before.parts().forEach(part -> parts.used(part.tier(), price(part), part.units().negated()));
      after.parts().forEach(part -> parts.used(part.tier(), price(part), part.units()));
    } else {
      before
          .parts()
          .forEach(part -> parts.packed(part.tier(), price(part), part.units().negated()));
      after.parts().forEach(part -> parts.packed(part.tier(), price(part), part.units()));
      reached(before, after).ifPresent(part -> parts.used(part.tier(), price(part), used));
    }
  }

  /** The tier in which the position is now; if it is free again, the one that it has left. */
  private static Optional<PricedQuantity.Part> reached(
      PricedQuantity before, PricedQuantity after) {
    List<PricedQuantity.Part> tiers = after.parts().isEmpty() ? before.parts() : after.parts();
    return tiers.isEmpty() ? Optional.empty() : Optional.of(tiers.get(tiers.size() - 1));
  }

  private void fees(List<PricedQuantity.Part> tiers, boolean isDue) {
    for (PricedQuantity.Part part : tiers) {
      if (part.fee().signum() != 0) {
        parts.fee(part.tier(), part.fee(), isDue);
      }
    }
  }

  private static BigDecimal price(PricedQuantity.Part part) {
    return ChargeParts.price(part.price());
  }

  /**
   * What comes is at the price of the tier that is reached, and so is from now on what was before.
   */
  private void volume(PricedQuantity before, PricedQuantity after, Rational used) {
    reached(before, after)
        .ifPresent(
            tier -> {
              Rational unitsBefore = units(before);
              parts.used(tier.tier(), price(tier), used);
              if (version.pack() != null) {
                parts.packed(tier.tier(), price(tier), units(after).minus(unitsBefore));
              }
              if (unitsBefore.signum() != 0) {
                Rational dearer = tier.price().minus(before.parts().get(0).price());
                parts.repriced(dearer.times(unitsBefore));
              }
            });
  }

  private static Rational units(PricedQuantity quantity) {
    return quantity.parts().isEmpty() ? Rational.ZERO : quantity.parts().get(0).units();
  }
}
