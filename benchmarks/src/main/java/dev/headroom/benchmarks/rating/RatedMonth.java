package dev.headroom.benchmarks.rating;

import dev.headroom.pricing.Invoice;
import dev.headroom.pricing.PriceBooks;
import dev.headroom.pricing.Subscription;
import dev.headroom.pricing.Tenant;
import dev.headroom.pricing.UsageQuantity;
import dev.headroom.usage.meter.MeterSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;

/**
 * A tenant's month of 744 hours, and the book it buys by.
 *
 * @param usage in the order of meters and hours
 */
record RatedMonth(PriceBooks books, Tenant tenant, List<UsageQuantity> usage) {
  static final YearMonth MONTH = YearMonth.of(2026, 7);
  static final int HOURS = 744;

  /** In the currency for one of whatever unit, at which the reference prices. */
  private static final BigDecimal FLAT = new BigDecimal("0.0000294");

  private static final Instant START = Instant.parse("2026-07-01T00:00:00Z");

  RatedMonth {
    usage = List.copyOf(usage);
  }

  /**
   * A month by a book in this package's resources.
   *
   * @param book its id and the name of its file
   */
  static RatedMonth of(String book, List<UsageQuantity> usage) {
    PriceBooks books =
        PriceBooks.parse(Map.of(book, text(book + ".yaml")), MeterSet.shipped().units());
    Subscription always = new Subscription(book, Instant.EPOCH, null);
    return new RatedMonth(books, new Tenant("acme", "acme", List.of(always)), usage);
  }

  /** The beginning of an hour of the month, 0 to 743. */
  static Instant hour(int hour) {
    return START.plusSeconds(3600L * hour);
  }

  /** The whole bill, as the job rates it anew when usage has changed. */
  Invoice rated() {
    return Invoice.of(books.byId(), tenant, MONTH, usage);
  }

  /** The least that pricing can be: each window at a flat price, rounded to nine places. */
  BigDecimal flat() {
    BigDecimal sum = BigDecimal.ZERO;
    for (UsageQuantity row : usage) {
      sum =
          sum.add(
              row.quantity().multiply(FLAT).setScale(UsageQuantity.SCALE, RoundingMode.HALF_EVEN));
    }
    return sum;
  }

  private static String text(String file) {
    try (InputStream in = RatedMonth.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no " + file + " on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
