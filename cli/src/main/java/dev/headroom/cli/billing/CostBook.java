package dev.headroom.cli.billing;

import dev.headroom.pricing.ChargeKind;
import dev.headroom.pricing.Invoice;
import dev.headroom.pricing.InvoiceLine;
import dev.headroom.pricing.Invoices;
import dev.headroom.pricing.PriceBook;
import dev.headroom.pricing.Subscription;
import dev.headroom.pricing.Tenant;
import dev.headroom.pricing.UsageQuantity;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What usage costs the vendor, said as a price book of the vendor's own suppliers.
 *
 * @param book for every tenant and at all times, whatever it has subscribed to
 */
public record CostBook(PriceBook book) {
  private static final String UNPRICED = ChargeKind.UNPRICED.name().toLowerCase(Locale.ROOT) + "/";

  /**
   * Rates the usage of one tenant.
   *
   * @param which months to look at
   */
  public Cost of(Tenant tenant, List<UsageQuantity> usage, Predicate<YearMonth> which) {
    Subscription always = new Subscription(book.id(), Instant.EPOCH, null);
    Tenant buyer = new Tenant(tenant.id(), tenant.name(), tenant.timeZone(), List.of(always));
    BigDecimal amount = BigDecimal.ZERO;
    SortedSet<String> notPriced = new TreeSet<>();
    SortedSet<YearMonth> months = Rater.months(usage, tenant.timeZone());
    for (Invoice invoice : Invoices.of(Map.of(book.id(), book), buyer, months, usage).values()) {
      if (!which.test(invoice.month())) {
        continue;
      }
      for (InvoiceLine line : invoice.lines()) {
        amount = amount.add(line.billedCost());
        if (line.skuId().startsWith(UNPRICED)) {
          notPriced.add(line.skuId().split("/", -1)[1]);
        }
      }
    }
    return new Cost(amount, notPriced);
  }
}
