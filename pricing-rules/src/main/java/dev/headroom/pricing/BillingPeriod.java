package dev.headroom.pricing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * A calendar month in UTC, or the part of one in which a book is subscribed to.
 *
 * @param month the billing period
 * @param from first day, inside the month
 * @param to first day no longer inside, at most the first of the next month
 */
public record BillingPeriod(YearMonth month, LocalDate from, LocalDate to) {

  public BillingPeriod {
    if (from.isBefore(month.atDay(1))
        || to.isAfter(month.plusMonths(1).atDay(1))
        || !from.isBefore(to)) {
      throw new IllegalArgumentException(from + " to " + to + " is not a part of " + month);
    }
  }

  public static BillingPeriod of(YearMonth month) {
    return new BillingPeriod(month, month.atDay(1), month.plusMonths(1).atDay(1));
  }

  /** Inclusive. */
  public Instant start() {
    return from.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** Exclusive. */
  public Instant end() {
    return to.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  public boolean contains(Instant time) {
    return !time.isBefore(start()) && time.isBefore(end());
  }
}
