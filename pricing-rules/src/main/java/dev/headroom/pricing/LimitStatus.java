package dev.headroom.pricing;

import static dev.headroom.pricing.UsageQuantity.SCALE;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How far a tenant has come towards a limit.
 *
 * @param limit as agreed
 * @param at start of the newest window of the bill: the status is of the cycle that holds it
 * @param from start of the cycle
 * @param to end of the cycle
 * @param unit of the figures: of the quota, or the currency
 * @param most the limit, scale 9
 * @param reached so far in the cycle, scale 9; half-even
 * @param isReached whether that is the limit or more, exactly
 */
public record LimitStatus(
    UsageLimit limit,
    Instant at,
    Instant from,
    Instant to,
    String unit,
    BigDecimal most,
    BigDecimal reached,
    boolean isReached) {

  /**
   * The status of every limit of the subscription that holds at the newest usage of a bill.
   *
   * @param invoice of the same usage
   * @param usage of the tenant's month
   */
  public static List<LimitStatus> of(Tenant tenant, Invoice invoice, List<UsageQuantity> usage) {
    Optional<Instant> newest =
        usage.stream().map(UsageQuantity::windowStart).max(Comparator.naturalOrder());
    List<LimitStatus> all = new ArrayList<>();
    for (Subscription subscription : tenant.subscriptions()) {
      Optional<BillingPeriod> period = subscription.in(invoice.month(), tenant.timeZone());
      if (period.isPresent() && newest.filter(period.get()::contains).isPresent()) {
        for (UsageLimit limit : subscription.limits()) {
          all.add(
              limit.budget() == null
                  ? quota(limit, period.get(), newest.get(), usage)
                  : budget(
                      limit, limit.budget(), subscription, period.get(), newest.get(), invoice));
        }
      }
    }
    return all;
  }

  private static LimitStatus budget(
      UsageLimit limit,
      Rational budget,
      Subscription subscription,
      BillingPeriod period,
      Instant at,
      Invoice invoice) {
    List<Charge> own =
        invoice.charges().stream()
            .filter(charge -> charge.bookId().equals(subscription.book()))
            .filter(charge -> period.contains(charge.chargePeriodStart()))
            .toList();
    BigDecimal spent =
        own.stream().map(Charge::billedCost).reduce(BigDecimal.ZERO, BigDecimal::add);
    String currency = own.isEmpty() ? "" : own.get(0).currency();
    return status(limit, at, period.start(), period.end(), currency, budget, Rational.of(spent));
  }

  private static LimitStatus quota(
      UsageLimit limit, BillingPeriod period, Instant at, List<UsageQuantity> usage) {
    String unit = limit.unit() == null ? "1" : limit.unit();
    Rational quota = limit.quota() == null ? Rational.ZERO : limit.quota();
    Instant from = later(start(limit.per(), at, period.zone()), period.start());
    Instant to = earlier(end(limit.per(), at, period.zone()), period.end());
    Rational used = Rational.ZERO;
    for (UsageQuantity row : usage) {
      boolean inside = !row.windowStart().isBefore(from) && row.windowStart().isBefore(to);
      if (inside && row.meter().equals(limit.meter())) {
        used = used.plus(in(PricingUnit.parse(unit), row));
      }
    }
    return status(limit, at, from, to, unit, quota, used);
  }

  /** Nothing if the row's unit, of a meter as it once was, does not convert. */
  private static Rational in(PricingUnit asked, UsageQuantity row) {
    PricingUnit own = WindowQuantity.parsed(row.unit());
    return own == null || own.months() > 0 || !own.convertsTo(asked)
        ? Rational.ZERO
        : Rational.of(row.quantity()).times(own.in(asked, null));
  }

  private static LimitStatus status(
      UsageLimit limit,
      Instant at,
      Instant from,
      Instant to,
      String unit,
      Rational most,
      Rational reached) {
    return new LimitStatus(
        limit,
        at,
        from,
        to,
        unit,
        most.rounded(SCALE, RoundingMode.HALF_EVEN),
        reached.rounded(SCALE, RoundingMode.HALF_EVEN),
        reached.compareTo(most) >= 0);
  }

  private static Instant start(PriceLine.Cycle cycle, Instant at, ZoneId zone) {
    LocalDate day = LocalDate.ofInstant(at, zone);
    return switch (cycle) {
      case HOUR -> at.atZone(zone).truncatedTo(ChronoUnit.HOURS).toInstant();
      case DAY -> day.atStartOfDay(zone).toInstant();
      case MONTH -> day.withDayOfMonth(1).atStartOfDay(zone).toInstant();
    };
  }

  private static Instant end(PriceLine.Cycle cycle, Instant at, ZoneId zone) {
    LocalDate day = LocalDate.ofInstant(at, zone);
    return switch (cycle) {
      case HOUR -> start(cycle, at, zone).plus(1, ChronoUnit.HOURS);
      case DAY -> day.plusDays(1).atStartOfDay(zone).toInstant();
      case MONTH -> day.withDayOfMonth(1).plusMonths(1).atStartOfDay(zone).toInstant();
    };
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
