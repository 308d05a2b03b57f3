package dev.headroom.pricing;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A calendar month in the tenant's time zone, or the part of one in which a book is subscribed to.
 *
 * @param month the billing period
 * @param from first day, inside the month
 * @param to first day no longer inside, at most the first of the next month
 * @param zone whose days they are
 */
public record BillingPeriod(YearMonth month, LocalDate from, LocalDate to, ZoneId zone) {

  public BillingPeriod {
    if (from.isBefore(month.atDay(1))
        || to.isAfter(month.plusMonths(1).atDay(1))
        || !from.isBefore(to)) {
      throw new IllegalArgumentException(from + " to " + to + " is not a part of " + month);
    }
  }

  /** Days in UTC. */
  public BillingPeriod(YearMonth month, LocalDate from, LocalDate to) {
    this(month, from, to, ZoneOffset.UTC);
  }

  /** A whole month in UTC. */
  public static BillingPeriod of(YearMonth month) {
    return of(month, ZoneOffset.UTC);
  }

  /** A whole month. */
  public static BillingPeriod of(YearMonth month, ZoneId zone) {
    return new BillingPeriod(month, month.atDay(1), month.plusMonths(1).atDay(1), zone);
  }

  /** Inclusive. */
  public Instant start() {
    return midnight(from);
  }

  /** Exclusive. */
  public Instant end() {
    return midnight(to);
  }

  /** The first instant of a day. */
  Instant midnight(LocalDate day) {
    return day.atStartOfDay(zone).toInstant();
  }

  /** The day that holds a time. */
  LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, zone);
  }

  /** Length of the whole month, which is not a multiple of a day where clocks are changed. */
  long monthSeconds() {
    BillingPeriod whole = of(month, zone);
    return Duration.between(whole.start(), whole.end()).toSeconds();
  }

  public boolean contains(Instant time) {
    return !time.isBefore(start()) && time.isBefore(end());
  }
}
