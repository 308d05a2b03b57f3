package dev.headroom.pricing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The price book a tenant buys by, for a time.
 *
 * @param book id of the book
 * @param from midnight of the tenant
 * @param to midnight of the tenant, exclusive; null if it has no end
 */
public record Subscription(String book, Instant from, @Nullable Instant to) {

  /**
   * The part of the month in which it holds.
   *
   * @param zone the tenant's
   */
  public Optional<BillingPeriod> in(YearMonth month, ZoneId zone) {
    BillingPeriod whole = BillingPeriod.of(month, zone);
    LocalDate start = later(whole.day(from), whole.from());
    LocalDate end = to == null || whole.day(to).isAfter(whole.to()) ? whole.to() : whole.day(to);
    return start.isBefore(end)
        ? Optional.of(new BillingPeriod(month, start, end, zone))
        : Optional.empty();
  }

  private static LocalDate later(LocalDate a, LocalDate b) {
    return a.isAfter(b) ? a : b;
  }
}
