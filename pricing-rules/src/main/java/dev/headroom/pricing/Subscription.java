package dev.headroom.pricing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The price book a tenant buys by, for a time, and what was agreed with it alone.
 *
 * @param book id of the book
 * @param from midnight of the tenant
 * @param to midnight of the tenant, exclusive; null if it has no end
 * @param edition what is bought, such as {@code enterprise}; null if not said
 * @param region where, such as {@code eu-central-1}; null if not said
 * @param cohort whose prices it keeps, such as {@code 2025}; null if not said
 * @param currency that of the book; null if not said
 * @param invoice steps beside those of the book, such as a discount
 * @param commitment what was promised to be spent in its time; null for nothing
 * @param limits what may be spent or used before something happens
 */
public record Subscription(
    String book,
    Instant from,
    @Nullable Instant to,
    @Nullable String edition,
    @Nullable String region,
    @Nullable String cohort,
    @Nullable String currency,
    List<InvoiceStep> invoice,
    @Nullable Commitment commitment,
    List<UsageLimit> limits) {

  @SuppressWarnings("NullAway") // Absent keys arrive as null and get their defaults here.
  public Subscription {
    invoice = invoice == null ? List.of() : List.copyOf(invoice);
    limits = limits == null ? List.of() : List.copyOf(limits);
  }

  /** With nothing agreed beside the book. */
  public Subscription(String book, Instant from, @Nullable Instant to) {
    this(book, from, to, null, null, null, null, List.of(), null, List.of());
  }

  /** What {@code only} of a price may ask for. */
  public Map<String, String> terms() {
    Map<String, String> terms = new TreeMap<>();
    put(terms, "edition", edition);
    put(terms, "region", region);
    put(terms, "cohort", cohort);
    return terms;
  }

  private static void put(Map<String, String> terms, String key, @Nullable String value) {
    if (value != null) {
      terms.put(key, value);
    }
  }

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
