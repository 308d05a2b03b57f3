package dev.headroom.pricing;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of a price book, and of the invoice. With a meter it prices usage; without, it is a fee
 * for the month.
 *
 * @param id unique in the book; FOCUS SkuId
 * @param description for the customer; FOCUS ChargeDescription
 * @param meter name of the meter; null for a fee
 * @param unit unit that the prices are for, see {@link PricingUnit}; null for a fee
 * @param month length of {@code mo} in the unit; null if the unit has none
 * @param over how the windows of a period make its quantity
 * @param where dimensions that usage must have to be priced by this line
 * @param each dimensions that are kept apart: the steps of {@code quantity} see the usage of each
 *     combination of their values alone
 * @param quantity steps from what was used in a window to what is priced of it
 * @param as unit of what the steps have made, for the invoice; null: that of {@code unit}
 * @param scope what has an allowance and tiers of its own
 * @param cycle when the allowance and the tiers begin anew
 * @param maximum the most that the line costs in the period; null for no limit
 * @param evenIfUnused whether the fee of the first tier is due if nothing was used
 * @param prorate whether a fee is reduced to the days subscribed
 * @param prices one after the other without a gap; {@code to} is set on all but the last
 */
public record PriceLine(
    String id,
    String description,
    @Nullable String meter,
    @Nullable String unit,
    @Nullable MonthLength month,
    Over over,
    Map<String, String> where,
    List<String> each,
    List<QuantityStep> quantity,
    @Nullable String as,
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
    return meter == null;
  }

  @Nullable PriceVersion inForce(LocalDate day) {
    for (PriceVersion version : prices) {
      if (version.isInForce(day)) {
        return version;
      }
    }
    return null;
  }

  boolean matches(UsageQuantity usage) {
    return usage.meter().equals(meter)
        && (where.isEmpty() || usage.dimensions().entrySet().containsAll(where.entrySet()));
  }

  /** A price without an end holds until the next one begins. */
  private static List<PriceVersion> closed(List<PriceVersion> prices) {
    List<PriceVersion> closed = new ArrayList<>(prices);
    for (int i = 0; i + 1 < closed.size(); i++) {
      PriceVersion v = closed.get(i);
      if (v.to() == null) {
        closed.set(i, v.until(closed.get(i + 1).from()));
      }
    }
    return List.copyOf(closed);
  }
}
