package dev.headroom.pricing;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The price of a line between two dates.
 *
 * @param from first day in force
 * @param to first day no longer in force; null for as long as nothing follows
 * @param only what a subscription must say to be charged it, see {@link Subscription#terms}; empty
 *     for all that no other price of the line is for
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
    Map<String, String> only,
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

  @SuppressWarnings("NullAway") // Absent keys arrive as null and get their defaults here.
  public PriceVersion {
    only = only == null ? Map.of() : Map.copyOf(only);
    model = model == null ? Model.GRADUATED : model;
    tiers = tiers == null ? null : List.copyOf(tiers);
  }

  /** The same, until that day. */
  PriceVersion until(LocalDate end) {
    return new PriceVersion(from, end, only, allowance, pack, price, model, tiers);
  }

  /** The same from that day on, for whoever meets it. */
  PriceVersion forAll(LocalDate start) {
    return only.isEmpty() && start.equals(from)
        ? this
        : new PriceVersion(start, to, Map.of(), allowance, pack, price, model, tiers);
  }

  /** The days at which it begins and ends. */
  List<LocalDate> edges() {
    return to == null ? List.of(from) : List.of(from, to);
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
