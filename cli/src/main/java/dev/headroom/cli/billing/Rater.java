package dev.headroom.cli.billing;

import dev.headroom.pricing.Adjustments;
import dev.headroom.pricing.Commitments;
import dev.headroom.pricing.Invoice;
import dev.headroom.pricing.InvoiceExplanation;
import dev.headroom.pricing.InvoiceLine;
import dev.headroom.pricing.PriceBooks;
import dev.headroom.pricing.Subscription;
import dev.headroom.pricing.SubscriptionTotal;
import dev.headroom.pricing.Tenant;
import dev.headroom.pricing.Tenants;
import dev.headroom.pricing.UsageQuantity;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Rates usage outside of the job, by the same rules.
 *
 * @param books if {@code tenants} is empty, exactly one
 * @param tenants their subscriptions; if empty, everybody buys by the one book at all times
 */
public record Rater(PriceBooks books, Optional<Tenants> tenants) {

  /** The invoice lines of every tenant and such month in which there is usage. */
  public List<InvoiceLine> rate(
      Map<String, List<UsageQuantity>> byTenant, Predicate<YearMonth> which) {
    List<InvoiceLine> lines = new ArrayList<>();
    byTenant.forEach((id, usage) -> lines.addAll(rate(tenant(id), usage, which)));
    return lines;
  }

  private List<InvoiceLine> rate(
      Tenant tenant, List<UsageQuantity> usage, Predicate<YearMonth> which) {
    Map<YearMonth, List<SubscriptionTotal>> committed = new TreeMap<>();
    SortedMap<YearMonth, List<InvoiceLine>> lines = new TreeMap<>();
    for (YearMonth month : months(usage, tenant.timeZone())) {
      Invoice invoice = Invoice.of(books.byId(), tenant, month, usage);
      committed.put(month, invoice.committed());
      lines.put(month, new ArrayList<>(invoice.lines()));
    }
    for (Adjustments.Entry entry : Commitments.of(tenant, committed, Map.of(), List.of())) {
      lines.computeIfAbsent(entry.month(), month -> new ArrayList<>()).add(entry.line());
    }
    lines.keySet().removeIf(month -> !which.test(month));
    return lines.values().stream().flatMap(List::stream).toList();
  }

  /** How each of these invoices comes to be, in the same order. */
  public List<InvoiceExplanation> explain(
      Map<String, List<UsageQuantity>> byTenant, Predicate<YearMonth> which) {
    List<InvoiceExplanation> all = new ArrayList<>();
    byTenant.forEach(
        (id, usage) -> {
          Tenant tenant = tenant(id);
          SortedSet<YearMonth> months = months(usage, tenant.timeZone());
          all.addAll(InvoiceExplanation.of(books.byId(), tenant, months, usage, which));
        });
    return all;
  }

  private Tenant tenant(String id) {
    return tenants
        .map(known -> known.find(id).orElseGet(() -> new Tenant(id, id, List.of())))
        .orElseGet(() -> new Tenant(id, id, List.of(always())));
  }

  private Subscription always() {
    return new Subscription(books.byId().keySet().iterator().next(), Instant.EPOCH, null);
  }

  /** Those in which there is usage, in a time zone. */
  static SortedSet<YearMonth> months(List<UsageQuantity> usage, ZoneId zone) {
    SortedSet<YearMonth> months = new TreeSet<>();
    usage.forEach(u -> months.add(YearMonth.from(u.windowStart().atZone(zone))));
    return months;
  }
}
