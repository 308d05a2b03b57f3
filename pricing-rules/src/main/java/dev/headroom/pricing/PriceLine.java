package dev.headroom.pricing;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One line of a price book, and of the invoice. With a meter, or several, it prices usage; without,
 * it is a fee for the month.
 *
 * @param id unique in the book; FOCUS SkuId
 * @param description for the customer; FOCUS ChargeDescription
 * @param meter name of the meter; null for a fee, or if there are several
 * @param unit unit that the prices are for, see {@link PricingUnit}; null as the meter is
 * @param meters those that make one quantity together, at least two; empty if there is one or none
 * @param combine how they do; null if there are not several
 * @param month length of {@code mo} in the unit; null if the unit has none
 * @param over how the windows of a period make its quantity
 * @param where dimensions that usage must have to be priced by this line
 * @param each dimensions that are kept apart: the steps of {@code quantity} see the usage of each
 *     combination of their values alone
 * @param quantity steps from what was used in a window to what is priced of it
 * @param as unit of what the steps or the meters together have made, for the invoice; null: that of
 *     {@code unit}
 * @param allowanceOf another meter, of which so much is free in each cycle; null for none
 * @param creditBank what another meter earns and this line spends; null for none
 * @param scope what has an allowance and tiers of its own
 * @param cycle when the allowance and the tiers begin anew
 * @param maximum the most that the line costs in the period; null for no limit
 * @param evenIfUnused whether the fee of the first tier is due if nothing was used
 * @param prorate whether a fee is reduced to the days subscribed
 * @param prices of those with equal {@code only}, one after the other without a gap; {@code to} is
 *     set on all but the last
 */
public record PriceLine(
    String id,
    String description,
    @Nullable String meter,
    @Nullable String unit,
    List<MeterPart> meters,
    @Nullable Combine combine,
    @Nullable MonthLength month,
    Over over,
    Map<String, String> where,
    List<String> each,
    List<QuantityStep> quantity,
    @Nullable String as,
    @Nullable MeterPart allowanceOf,
    @Nullable CreditBank creditBank,
    Scope scope,
    Cycle cycle,
    @Nullable Rational maximum,
    Boolean evenIfUnused,
    Prorate prorate,
    List<PriceVersion> prices) {

  /** How the windows of a period make the quantity that is priced. */
  public enum Over {
    /** They are added. */
    SUM,
    /** The greatest one counts, such as the most CPUs seen; dimensions of one window are added. */
    MAX
  }

  /** What has an allowance and tiers of its own. */
  public enum Scope {
    /** All usage of the line together. */
    POOLED,
    /** Each combination of the dimensions that are kept apart. */
    EACH
  }

  /** When the allowance and the tiers begin anew, in the tenant's time zone. */
  public enum Cycle {
    HOUR,
    DAY,
    /** With the billing period. */
    MONTH
  }

  /** What a fee is for a part of a month. */
  public enum Prorate {
    /** The days in force and subscribed, of the days of the calendar month. */
    DAYS,
    /** The whole fee, at the price in force on the first of those days. */
    NONE
  }

  @SuppressWarnings("NullAway") // Absent keys arrive as null and get their defaults here.
  public PriceLine {
    meters = meters == null ? List.of() : List.copyOf(meters);
    over = over == null ? Over.SUM : over;
    where = where == null ? Map.of() : Map.copyOf(where);
    each = each == null ? List.of() : List.copyOf(each);
    quantity = quantity == null ? List.of() : List.copyOf(quantity);
    scope = scope == null ? Scope.POOLED : scope;
    cycle = cycle == null ? Cycle.MONTH : cycle;
    evenIfUnused = evenIfUnused != null && evenIfUnused;
    prorate = prorate == null ? Prorate.DAYS : prorate;
    prices = closed(prices);
  }

  public boolean isFee() {
    return meter == null && meters.isEmpty();
  }

  /** Every meter whose usage it prices; empty for a fee. */
  public List<MeterPart> parts() {
    return meter == null || unit == null
        ? meters
        : List.of(new MeterPart(meter, unit, Rational.ONE, Map.of()));
  }

  /** Of whose use something is free or earned; null for none. */
  @Nullable MeterPart earning() {
    return creditBank == null ? allowanceOf : creditBank.earnedBy();
  }

  /** For charges: the names of the meters joined by {@code +}; empty for a fee. */
  String meterNames() {
    return String.join("+", parts().stream().map(MeterPart::meter).toList());
  }

  /** The unit that prices are for; {@code mo} for a fee. */
  String pricedUnit() {
    String priced = as == null ? unit : as;
    return priced == null ? "mo" : priced;
  }

  @Nullable PriceVersion inForce(LocalDate day) {
    for (PriceVersion version : prices) {
      if (version.isInForce(day)) {
        return version;
      }
    }
    return null;
  }

  /** Whether usage of one of its meters has the dimensions. */
  boolean matches(UsageQuantity usage) {
    return where.isEmpty() || usage.dimensions().entrySet().containsAll(where.entrySet());
  }

  /**
   * The line with the prices that such a subscription is charged: on each day the one that asks for
   * the most of its terms. Null if there are none.
   */
  @Nullable PriceLine soldTo(Map<String, String> terms) {
    List<PriceVersion> met =
        prices.stream()
            .filter(version -> terms.entrySet().containsAll(version.only().entrySet()))
            .toList();
    SortedSet<LocalDate> edges = new TreeSet<>();
    met.forEach(version -> edges.addAll(version.edges()));
    List<PriceVersion> own = new ArrayList<>();
    PriceVersion before = null;
    for (LocalDate day : edges) {
      PriceVersion best =
          met.stream()
              .filter(version -> version.isInForce(day))
              .max(Comparator.comparingInt(version -> version.only().size()))
              .orElse(null);
      if (before != null && !before.equals(best)) {
        own.set(own.size() - 1, own.get(own.size() - 1).until(day));
      }
      if (best != null && !best.equals(before)) {
        own.add(best.forAll(day));
      }
      before = best;
    }
    return own.isEmpty() ? null : with(own);
  }

  /** With the prices of the days before one; null if there are none. */
  @Nullable PriceLine until(LocalDate day) {
    List<PriceVersion> before =
        prices.stream()
            .filter(version -> version.from().isBefore(day))
            .map(
                version ->
                    version.to() == null || version.to().isAfter(day)
                        ? version.until(day)
                        : version)
            .toList();
    return before.isEmpty() ? null : with(before);
  }

  private PriceLine with(List<PriceVersion> own) {
    return new PriceLine(
        id,
        description,
        meter,
        unit,
        meters,
        combine,
        month,
        over,
        where,
        each,
        quantity,
        as,
        allowanceOf,
        creditBank,
        scope,
        cycle,
        maximum,
        evenIfUnused,
        prorate,
        own);
  }

  /** A price without an end holds until the next one for the same begins. */
  private static List<PriceVersion> closed(List<PriceVersion> prices) {
    List<PriceVersion> closed = new ArrayList<>(prices);
    Map<Map<String, String>, LocalDate> next = new HashMap<>();
    for (int i = closed.size() - 1; i >= 0; i--) {
      PriceVersion version = closed.get(i);
      LocalDate end = next.put(version.only(), version.from());
      if (version.to() == null && end != null) {
        closed.set(i, version.until(end));
      }
    }
    return List.copyOf(closed);
  }
}
