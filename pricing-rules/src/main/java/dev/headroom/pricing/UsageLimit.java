package dev.headroom.pricing;

import org.jspecify.annotations.Nullable;

/**
 * What a subscription may spend or use before something happens: a budget, or a quota of a meter.
 *
 * @param id unique in the subscription
 * @param action what should happen
 * @param budget of what the month comes to, in the currency of the book; null for a quota
 * @param meter of which there is a quota; null for a budget
 * @param unit of the quota; null for a budget
 * @param quota how much of the meter, in {@code unit}; null for a budget
 * @param per when a quota begins anew, in the tenant's time zone
 */
public record UsageLimit(
    String id,
    LimitAction action,
    @Nullable Rational budget,
    @Nullable String meter,
    @Nullable String unit,
    @Nullable Rational quota,
    Per per) {

  /** When a quota begins anew, in the tenant's time zone. */
  public enum Per {
    HOUR,
    DAY,
    /** With a Monday, as in ISO 8601, also where a month ends within it. */
    WEEK,
    MONTH
  }

  @SuppressWarnings("NullAway") // An absent key arrives as null and gets its default here.
  public UsageLimit {
    per = per == null ? Per.MONTH : per;
  }
}
