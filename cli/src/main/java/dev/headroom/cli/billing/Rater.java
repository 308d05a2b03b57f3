package dev.headroom.cli.billing;

import dev.headroom.pricing.Adjustments;
import dev.headroom.pricing.BegunMonths;
import dev.headroom.pricing.Commitments;
import dev.headroom.pricing.InvoiceExplanation;
import dev.headroom.pricing.InvoiceLine;
import dev.headroom.pricing.Invoices;
import dev.headroom.pricing.PriceBooks;
import dev.headroom.pricing.Subscription;
import dev.headroom.pricing.SubscriptionTotal;
import dev.headroom.pricing.Tenant;
import dev.headroom.pricing.Tenants;
import dev.headroom.pricing.UsageQuantity;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Rates usage outside of the job, by the same rules.
 *
 * @param books if {@code tenants} is empty, exactly one
 * @param tenants their subscriptions; if empty, everybody buys by the one book at all times
 */
public record Rater(PriceBooks books, Optional<Tenants> tenants) {

  /** The months that have begun, by the usage of everybody. */
  public static BegunMonths begun(Map<String, List<UsageQuantity>> byTenant) {
    return BegunMonths.of(
        byTenant.values().stream()
            .flatMap(List::stream)
            .map(usage -> LocalDate.ofInstant(usage.windowStart(), ZoneOffset.UTC))
            .collect(Collectors.toSet()));
  }

  /** With those tenants that have subscribed to something, and have used nothing. */
  public SortedMap<String, List<UsageQuantity>> withIdle(
      Map<String, List<UsageQuantity>> byTenant) {
    SortedMap<String, List<UsageQuantity>> all = new TreeMap<>(byTenant);
    tenants.ifPresent(
        known -> known.tenants().forEach(tenant -> all.putIfAbsent(tenant.id(), List.of())));
    return all;
  }

  /** As the other, of months that have begun by this usage. */
  public List<InvoiceLine> rate(
      Map<String, List<UsageQuantity>> byTenant, Predicate<YearMonth> which) {
    return rate(byTenant, begun(byTenant), which);
  }

  /**
   * The invoice lines of every tenant and such month in which there is usage, or which has begun.
   */
  public List<InvoiceLine> rate(
      Map<String, List<UsageQuantity>> byTenant, BegunMonths begun, Predicate<YearMonth> which) {
    List<InvoiceLine> lines = new ArrayList<>();
    byTenant.forEach((id, usage) -> lines.addAll(rate(tenant(id), usage, begun, which)));
    return lines;
  }

  private List<InvoiceLine> rate(
      Tenant tenant, List<UsageQuantity> usage, BegunMonths begun, Predicate<YearMonth> which) {
    Map<YearMonth, List<SubscriptionTotal>> committed = new TreeMap<>();
    SortedMap<YearMonth, List<InvoiceLine>> lines = new TreeMap<>();
    Invoices.of(books.byId(), tenant, billed(tenant, usage, begun), usage)
        .forEach(
            (month, invoice) -> {
              committed.put(month, invoice.committed());
              lines.put(month, new ArrayList<>(invoice.lines()));
            });
    for (Adjustments.Entry entry : Commitments.of(tenant, committed, Map.of(), List.of())) {
      lines.computeIfAbsent(entry.month(), month -> new ArrayList<>()).add(entry.line());
    }
    lines.keySet().removeIf(month -> !which.test(month));
    return lines.values().stream().flatMap(List::stream).toList();
  }

  /** How each of these invoices comes to be, in the same order. */
  public List<InvoiceExplanation> explain(
      Map<String, List<UsageQuantity>> byTenant, BegunMonths begun, Predicate<YearMonth> which) {
    List<InvoiceExplanation> all = new ArrayList<>();
    byTenant.forEach(
        (id, usage) -> {
          Tenant tenant = tenant(id);
          SortedSet<YearMonth> months = billed(tenant, usage, begun);
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

  private SortedSet<YearMonth> billed(Tenant tenant, List<UsageQuantity> usage, BegunMonths begun) {
    return tenants.isPresent() ? months(tenant, usage, begun) : months(usage, tenant.timeZone());
  }

  /** Those that a tenant with subscriptions is billed for: with usage, or begun. */
  public static SortedSet<YearMonth> months(
      Tenant tenant, List<UsageQuantity> usage, BegunMonths begun) {
    SortedSet<YearMonth> months = months(usage, tenant.timeZone());
    months.addAll(begun.of(tenant));
    return months;
  }

  /** Those in which there is usage, in a time zone. */
  public static SortedSet<YearMonth> months(List<UsageQuantity> usage, ZoneId zone) {
    SortedSet<YearMonth> months = new TreeSet<>();
    usage.forEach(u -> months.add(YearMonth.from(u.windowStart().atZone(zone))));
    return months;
  }
}
