package dev.headroom.pricing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The price book a tenant buys by, for a time.
 *
 * @param book id of the book
 * @param from midnight UTC
 * @param to midnight UTC, exclusive; null if it has no end
 */
public record Subscription(String book, Instant from, @Nullable Instant to) {

  /** The part of the month in which it holds. */
  public Optional<BillingPeriod> in(YearMonth month) {
    BillingPeriod whole = BillingPeriod.of(month);
    LocalDate start = later(day(from), whole.from());
    LocalDate end = to == null || day(to).isAfter(whole.to()) ? whole.to() : day(to);
    return start.isBefore(end)
        ? Optional.of(new BillingPeriod(month, start, end))
        : Optional.empty();
  }

  private static LocalDate later(LocalDate a, LocalDate b) {
    return a.isAfter(b) ? a : b;
  }

  private static LocalDate day(Instant time) {
    return time.atZone(ZoneOffset.UTC).toLocalDate();
  }
}
