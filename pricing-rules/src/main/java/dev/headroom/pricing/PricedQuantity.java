package dev.headroom.pricing;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a quantity costs at one price, part by part: what {@link PriceCurve} says in one step, taken
 * apart for people. All quantities are in pricing units.
 *
 * @param quantity not negative
 * @param free of it, by the allowance of the price
 * @param packs those that were started; null if any quantity is sold
 * @param model what the tiers mean
 * @param parts in the order of the tiers; with {@link PriceVersion.Model#VOLUME} at most one
 */
public record PricedQuantity(
    Rational quantity,
    Rational free,
    @Nullable Packs packs,
    PriceVersion.Model model,
    List<Part> parts) {

  public PricedQuantity {
    parts = List.copyOf(parts);
  }

  /**
   * What is sold together only.
   *
   * @param size pricing units
   */
  public record Packs(Rational size, BigInteger number) {
    /** Pricing units in all of them. */
    @JsonProperty
    public Rational units() {
      return size.times(Rational.of(number));
    }
  }

  /**
   * What lies in a tier.
   *
   * @param tier its number, from 1
   * @param only whether there is no other
   * @param over where it begins
   * @param upTo where it ends; null if open
   * @param units that are charged its price
   * @param price of a unit, in the currency
   * @param fee for being in it
   */
  public record Part(
      int tier,
      boolean only,
      Rational over,
      @Nullable Rational upTo,
      Rational units,
      Rational price,
      Rational fee) {
    /** In the currency. */
    @JsonProperty
    public Rational cost() {
      return units.times(price).plus(fee);
    }
  }

  /**
   * Takes the cost of a quantity apart.
   *
   * @param evenIfUnused whether nothing costs the fee of the first tier
   */
  static PricedQuantity of(PriceVersion version, Rational quantity, boolean evenIfUnused) {
    Rational allowance = version.allowance() == null ? Rational.ZERO : version.allowance();
    Rational free = quantity.min(allowance);
    Rational charged = quantity.minus(free);
    Packs packs = null;
    if (version.pack() != null) {
      packs = new Packs(version.pack(), charged.started(version.pack()));
      charged = packs.units();
    }
    return new PricedQuantity(
        quantity, free, packs, version.model(), parts(version, charged, evenIfUnused));
  }

  private static List<Part> parts(PriceVersion version, Rational charged, boolean evenIfUnused) {
    boolean volume = version.model() == PriceVersion.Model.VOLUME;
    List<Tier> tiers = version.asTiers();
    List<Part> parts = new ArrayList<>();
    Rational over = Rational.ZERO;
    for (int i = 0; i < tiers.size(); i++) {
      Tier tier = tiers.get(i);
      if (charged.compareTo(over) <= 0 && !(i == 0 && evenIfUnused)) {
        break;
      }
      Rational upTo = tier.upTo();
      boolean last = upTo == null || charged.compareTo(upTo) <= 0;
      if (last || !volume) {
        Rational inside = (upTo == null ? charged : charged.min(upTo)).minus(over);
        Rational fee = tier.fee() == null ? Rational.ZERO : tier.fee();
        Rational units = volume ? charged : inside;
        parts.add(new Part(i + 1, tiers.size() == 1, over, upTo, units, tier.price(), fee));
      }
      if (last || upTo == null) {
        break;
      }
      over = upTo;
    }
    return parts;
  }

  /** Of all parts, in the currency. */
  @JsonProperty
  public Rational cost() {
    return parts.stream().map(Part::cost).reduce(Rational.ZERO, Rational::plus);
  }
}
