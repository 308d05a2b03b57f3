package dev.headroom.pricing;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a tenant owes for a month, under all of its subscriptions.
 *
 * @param charges they add up to {@code lines}, line by line
 * @param lines in the order of the subscriptions, then of the books
 * @param committed what the subscriptions with a commitment come to
 * @param banks what the credit banks hold at the end, for the next month
 */
public record Invoice(
    String tenantId,
    YearMonth month,
    List<Charge> charges,
    List<InvoiceLine> lines,
    List<SubscriptionTotal> committed,
    List<BankBalance> banks) {
  /** ISO 4217: no currency. */
  public static final String NO_CURRENCY = "XXX";

  public Invoice {
    charges = List.copyOf(charges);
    lines = List.copyOf(lines);
    committed = List.copyOf(committed);
    banks = List.copyOf(banks);
  }

  /**
   * Rates a month's usage so far. Each subscription is rated for its own days: its allowance and
   * tiers begin with it. Usage outside of every subscription is shown as unpriced.
   *
   * @param books by id, at least those subscribed to
   * @param month in the tenant's time zone
   * @param banksBefore what the credit banks held at the end of the month before
   * @param usage of this tenant; rows of other months are left out
   * @throws IllegalArgumentException if a book is missing
   */
  public static Invoice of(
      Map<String, PriceBook> books,
      Tenant tenant,
      YearMonth month,
      List<BankBalance> banksBefore,
      List<UsageQuantity> usage) {
    return of(books, tenant, month, banksBefore, usage, RatingTrace.NONE);
  }

  /** Of a month alone: its credit banks are empty when it begins. */
  public static Invoice of(
      Map<String, PriceBook> books, Tenant tenant, YearMonth month, List<UsageQuantity> usage) {
    return of(books, tenant, month, List.of(), usage);
  }

  /** The same, and tells how each subscription is rated. */
  static Invoice of(
      Map<String, PriceBook> books,
      Tenant tenant,
      YearMonth month,
      List<BankBalance> banksBefore,
      List<UsageQuantity> usage,
      RatingTrace trace) {
    List<UsageQuantity> rest = within(BillingPeriod.of(month, tenant.timeZone()), usage);
    List<Charge> charges = new ArrayList<>();
    List<InvoiceLine> lines = new ArrayList<>();
    List<SubscriptionTotal> committed = new ArrayList<>();
    List<BankBalance> saved = new ArrayList<>();
    for (Subscription subscription : tenant.subscriptions()) {
      BillingPeriod period = subscription.in(month, tenant.timeZone()).orElse(null);
      if (period == null) {
        continue;
      }
      PriceBook book = books.get(subscription.book());
      if (book == null) {
        throw new IllegalArgumentException("no price book '" + subscription.book() + "'");
      }
      Banks banks = new Banks(subscription.from(), book.id(), banksBefore);
      RatedPeriod rated =
          Rating.rate(
              tenant.id(), book.soldTo(subscription), period, within(period, rest), banks, trace);
      if (subscription.in(month.plusMonths(1), tenant.timeZone()).isPresent()) {
        saved.addAll(banks.after());
      }
      charges.addAll(rated.charges());
      lines.addAll(rated.lines());
      if (subscription.commitment() != null) {
        committed.add(new SubscriptionTotal(subscription.from(), rated.total(), rated.currency()));
      }
      rest = outside(period, rest);
    }
    unpriced(tenant.id(), month, rest, charges, lines);
    saved.sort(BankBalance.ORDER);
    return new Invoice(tenant.id(), month, charges, lines, committed, saved);
  }

  /** What is payable, by currency. */
  public SortedMap<String, BigDecimal> totals() {
    SortedMap<String, BigDecimal> totals = new TreeMap<>();
    for (InvoiceLine line : lines) {
      if (!line.currency().equals(NO_CURRENCY)) {
        totals.merge(line.currency(), line.billedCost(), BigDecimal::add);
      }
    }
    return totals;
  }

  private static void unpriced(
      String tenantId,
      YearMonth month,
      List<UsageQuantity> usage,
      List<Charge> charges,
      List<InvoiceLine> lines) {
    UnpricedUsage unpriced = new UnpricedUsage(tenantId, month, "", NO_CURRENCY);
    for (MeterUsage meter : MeterUsage.byMeter(usage).values()) {
      for (int i = 0; i < meter.size(); i++) {
        meter.complain(i, "no subscription at this time");
      }
      unpriced.collect(meter, charges, lines);
    }
  }

  private static List<UsageQuantity> within(BillingPeriod period, List<UsageQuantity> usage) {
    return usage.stream().filter(in(period)).toList();
  }

  private static List<UsageQuantity> outside(BillingPeriod period, List<UsageQuantity> usage) {
    return usage.stream().filter(in(period).negate()).toList();
  }

  /** As {@link BillingPeriod#contains}, but what a day begins with is looked up once. */
  private static Predicate<UsageQuantity> in(BillingPeriod period) {
    Instant start = period.start();
    Instant end = period.end();
    return row -> !row.windowStart().isBefore(start) && row.windowStart().isBefore(end);
  }
}
