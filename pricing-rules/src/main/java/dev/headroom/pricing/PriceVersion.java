package dev.headroom.pricing;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The price of a line between two dates.
 *
 * @param from first day in force
 * @param to first day no longer in force; null for as long as nothing follows
 * @param allowance pricing units of the cycle that are free, before the tiers; null for none
 * @param pack pricing units that are sold together only, positive: a started pack is a whole one;
 *     null if any quantity is sold
 * @param price flat price per pricing unit (of a fee: per month); null if there are tiers
 * @param model what the tiers mean
 * @param tiers the last one open; null if the price is flat
 */
public record PriceVersion(
    LocalDate from,
    @Nullable LocalDate to,
    @Nullable Rational allowance,
    @Nullable Rational pack,
    @Nullable Rational price,
    Model model,
    @Nullable List<Tier> tiers) {

  /** What tiers mean. */
  public enum Model {
    /** Each unit costs what the tier says in which it lies. */
    GRADUATED,
    /** All units cost what the tier says in which the last one lies. */
    VOLUME
  }

  @SuppressWarnings("NullAway") // An absent key arrives as null and gets its default here.
  public PriceVersion {
    model = model == null ? Model.GRADUATED : model;
    tiers = tiers == null ? null : List.copyOf(tiers);
  }

  /** The same, until that day. */
  PriceVersion until(LocalDate end) {
    return new PriceVersion(from, end, allowance, pack, price, model, tiers);
  }

  /** A flat price is one open tier. */
  List<Tier> asTiers() {
    if (tiers != null) {
      return tiers;
    }
    return List.of(new Tier(null, price == null ? Rational.ZERO : price, null));
  }

  boolean isInForce(LocalDate day) {
    return !day.isBefore(from) && (to == null || day.isBefore(to));
  }
}
