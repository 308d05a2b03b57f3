package dev.headroom.pricing;

import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The invoices of a tenant, month after month: each begins with what the credit banks held at the
 * end of the one before.
 */
public final class Invoices {
  private Invoices() {}

  /**
   * Rates usage so far.
   *
   * @param books by id, at least those subscribed to
   * @param months all that are billed, in the tenant's time zone; after a gap of more than {@link
   *     BegunMonths#LONGEST_GAP_MONTHS} the banks are empty
   * @param usage of this tenant; rows of other months are left out
   * @throws IllegalArgumentException if a book is missing
   */
  public static SortedMap<YearMonth, Invoice> of(
      Map<String, PriceBook> books,
      Tenant tenant,
      SortedSet<YearMonth> months,
      List<UsageQuantity> usage) {
    return of(books, tenant, months, usage, month -> RatingTrace.NONE);
  }

  /** The same, and tells how each month is rated. */
  static SortedMap<YearMonth, Invoice> of(
      Map<String, PriceBook> books,
      Tenant tenant,
      SortedSet<YearMonth> months,
      List<UsageQuantity> usage,
      Function<YearMonth, RatingTrace> traces) {
    SortedMap<YearMonth, Invoice> invoices = new TreeMap<>();
    List<BankBalance> banks = List.of();
    for (YearMonth month : months) {
      if (isAfterGap(month, invoices)) {
        banks = List.of();
      }
      Invoice invoice = Invoice.of(books, tenant, month, banks, usage, traces.apply(month));
      banks = invoice.banks();
      invoices.put(month, invoice);
    }
    return invoices;
  }

  /**
   * Whether what a month comes to may depend on the usage of those before.
   *
   * @param books by id, at least those subscribed to
   */
  public static boolean areChained(Map<String, PriceBook> books, Tenant tenant) {
    return tenant.subscriptions().stream()
        .flatMap(subscription -> Stream.ofNullable(books.get(subscription.book())))
        .flatMap(book -> book.lines().stream())
        .flatMap(line -> Stream.ofNullable(line.creditBank()))
        .anyMatch(CreditBank::isCarriedOver);
  }

  private static boolean isAfterGap(YearMonth month, SortedMap<YearMonth, Invoice> invoices) {
    return !invoices.isEmpty()
        && invoices.lastKey().isBefore(month.minusMonths(BegunMonths.LONGEST_GAP_MONTHS));
  }
}
