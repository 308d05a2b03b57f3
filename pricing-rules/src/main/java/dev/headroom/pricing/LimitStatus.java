package dev.headroom.pricing;

import static dev.headroom.pricing.UsageQuantity.SCALE;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
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
 * @param isCarriedOver whether the cycle began in the month before
 * @param wasReached whether it was reached by what was used in the month before alone
 */
public record LimitStatus(
    UsageLimit limit,
    Instant at,
    Instant from,
    Instant to,
    String unit,
    BigDecimal most,
    BigDecimal reached,
    boolean isReached,
    boolean isCarriedOver,
    boolean wasReached) {

  /**
   * The status of every limit of the subscription that holds at the newest usage of a bill.
   *
   * @param invoice of the same usage
   * @param carried what {@link #carriedOver} says of the month before
   * @param usage of the tenant's month
   */
  public static List<LimitStatus> of(
      Tenant tenant, Invoice invoice, List<CarriedQuota> carried, List<UsageQuantity> usage) {
    Optional<Instant> newest =
        usage.stream().map(UsageQuantity::windowStart).max(Comparator.naturalOrder());
    List<LimitStatus> all = new ArrayList<>();
    for (Subscription subscription : tenant.subscriptions()) {
      Optional<BillingPeriod> period = subscription.in(invoice.month(), tenant.timeZone());
      if (period.isPresent() && newest.filter(period.get()::contains).isPresent()) {
        for (UsageLimit limit : subscription.limits()) {
          all.add(
              limit.budget() == null
                  ? quota(limit, subscription, period.get(), newest.get(), carried, usage)
                  : budget(
                      limit, limit.budget(), subscription, period.get(), newest.get(), invoice));
        }
      }
    }
    return all;
  }

  /**
   * What a month has used of the quotas of a week that ends in the next one.
   *
   * @param usage of the tenant's month
   */
  public static List<CarriedQuota> carriedOver(
      Tenant tenant, YearMonth month, List<UsageQuantity> usage) {
    ZoneId zone = tenant.timeZone();
    Instant next = BillingPeriod.of(month.plusMonths(1), zone).start();
    Instant monday = start(UsageLimit.Per.WEEK, next, zone);
    List<CarriedQuota> carried = new ArrayList<>();
    for (Subscription subscription : tenant.subscriptions()) {
      boolean goesOn =
          subscription.in(month, zone).isPresent()
              && subscription.in(month.plusMonths(1), zone).isPresent();
      for (UsageLimit limit : subscription.limits()) {
        if (goesOn && limit.per() == UsageLimit.Per.WEEK && monday.isBefore(next)) {
          Instant from = later(monday, subscription.from());
          Rational used = used(limit, from, next, usage);
          if (used.signum() > 0) {
            carried.add(new CarriedQuota(subscription.from(), limit.id(), from, used));
          }
        }
      }
    }
    return carried;
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
    return new LimitStatus(
        limit,
        at,
        period.start(),
        period.end(),
        currency,
        budget.rounded(SCALE, RoundingMode.HALF_EVEN),
        spent.setScale(SCALE, RoundingMode.HALF_EVEN),
        Rational.of(spent).compareTo(budget) >= 0,
        false,
        false);
  }

  private static LimitStatus quota(
      UsageLimit limit,
      Subscription subscription,
      BillingPeriod period,
      Instant at,
      List<CarriedQuota> carried,
      List<UsageQuantity> usage) {
    Rational quota = limit.quota() == null ? Rational.ZERO : limit.quota();
    Instant from = later(start(limit.per(), at, period.zone()), subscription.from());
    Instant end = end(limit.per(), at, period.zone());
    Instant to = subscription.to() == null ? end : earlier(end, subscription.to());
    Rational before =
        carried.stream()
            .filter(week -> week.subscribedFrom().equals(subscription.from()))
            .filter(week -> week.limitId().equals(limit.id()) && week.from().equals(from))
            .map(CarriedQuota::used)
            .reduce(Rational.ZERO, Rational::plus);
    Rational used = before.plus(used(limit, from, to, usage));
    return new LimitStatus(
        limit,
        at,
        from,
        to,
        unit(limit),
        quota.rounded(SCALE, RoundingMode.HALF_EVEN),
        used.rounded(SCALE, RoundingMode.HALF_EVEN),
        used.compareTo(quota) >= 0,
        from.isBefore(period.start()),
        from.isBefore(period.start()) && before.compareTo(quota) >= 0);
  }

  private static String unit(UsageLimit limit) {
    return limit.unit() == null ? "1" : limit.unit();
  }

  private static Rational used(
      UsageLimit limit, Instant from, Instant to, List<UsageQuantity> usage) {
    PricingUnit unit = PricingUnit.parse(unit(limit));
    Rational used = Rational.ZERO;
    for (UsageQuantity row : usage) {
      boolean inside = !row.windowStart().isBefore(from) && row.windowStart().isBefore(to);
      if (inside && row.meter().equals(limit.meter())) {
        used = used.plus(in(unit, row));
      }
    }
    return used;
  }

  /** Nothing if the row's unit, of a meter as it once was, does not convert. */
  private static Rational in(PricingUnit asked, UsageQuantity row) {
    PricingUnit own = WindowQuantity.parsed(row.unit());
    return own == null || own.months() > 0 || !own.convertsTo(asked)
        ? Rational.ZERO
        : Rational.of(row.quantity()).times(own.in(asked, null));
  }

  private static Instant start(UsageLimit.Per cycle, Instant at, ZoneId zone) {
    LocalDate day = LocalDate.ofInstant(at, zone);
    return switch (cycle) {
      case HOUR -> at.atZone(zone).truncatedTo(ChronoUnit.HOURS).toInstant();
      case DAY -> day.atStartOfDay(zone).toInstant();
      case WEEK ->
          day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
              .atStartOfDay(zone)
              .toInstant();
      case MONTH -> day.withDayOfMonth(1).atStartOfDay(zone).toInstant();
    };
  }

  private static Instant end(UsageLimit.Per cycle, Instant at, ZoneId zone) {
    LocalDate day = LocalDate.ofInstant(at, zone);
    return switch (cycle) {
      case HOUR -> start(cycle, at, zone).plus(1, ChronoUnit.HOURS);
      case DAY -> day.plusDays(1).atStartOfDay(zone).toInstant();
      case WEEK ->
          day.with(TemporalAdjusters.next(DayOfWeek.MONDAY)).atStartOfDay(zone).toInstant();
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
