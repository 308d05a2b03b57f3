package dev.headroom.pricing;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The price of a line between two dates.
 *
 * @param from first day in force
 * @param to first day no longer in force; null for as long as nothing follows
 * @param allowance pricing units of the period that are free, before the tiers; null for none
 * @param price flat price per pricing unit (of a fee: per month); null if there are tiers
 * @param tiers graduated prices, the last one open; null if the price is flat
 */
public record PriceVersion(
    LocalDate from,
    @Nullable LocalDate to,
    @Nullable Rational allowance,
    @Nullable Rational price,
    @Nullable List<Tier> tiers) {

  public PriceVersion {
    tiers = tiers == null ? null : List.copyOf(tiers);
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
