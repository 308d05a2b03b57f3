package dev.headroom.cli.reconcile;

import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.cli.billing.Rater;
import dev.headroom.cli.billing.UsageQuery;
import dev.headroom.cli.store.Store;
import dev.headroom.pricing.Adjustments;
import dev.headroom.pricing.BegunMonths;
import dev.headroom.pricing.BillingPeriod;
import dev.headroom.pricing.ChargeKind;
import dev.headroom.pricing.Commitments;
import dev.headroom.pricing.InvoiceLine;
import dev.headroom.pricing.Invoices;
import dev.headroom.pricing.IssuedInvoice;
import dev.headroom.pricing.SubscriptionTotal;
import dev.headroom.pricing.Tenant;
import dev.headroom.pricing.UsageQuantity;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * What the months of a tenant owe one another, as it is stored, and as it follows from its usage
 * and its finalised invoices: corrections, and what a commitment adds.
 *
 * @param charged stored
 * @param due by {@link Adjustments} and {@link Commitments}
 */
record Settlement(String tenant, SortedMap<Id, Entry> charged, SortedMap<Id, Entry> due) {

  /**
   * Which charge.
   *
   * @param month whose charge it is
   */
  record Id(YearMonth month, ChargeFacts.Key key) implements Comparable<Id> {
    @Override
    public int compareTo(Id other) {
      int order = month.compareTo(other.month);
      return order == 0 ? key.compareTo(other.key) : order;
    }

    /** Whether it is one side of the correction of an invoice. */
    boolean isCorrection() {
      return !key.kind().equals(name(ChargeKind.COMMITMENT));
    }

    @Override
    public String toString() {
      String of = isCorrection() ? " of " + key.start() + " to " + key.end() : "";
      return month + " " + key.line() + " " + key.kind() + of;
    }
  }

  /**
   * What it comes to.
   *
   * @param corrects the invoice; empty if none
   */
  record Entry(ChargeFacts facts, String corrects) {
    boolean isSame(Entry other) {
      return facts.isSame(other.facts) && (facts.isNothing() || corrects.equals(other.corrects));
    }

    Entry plus(Entry other) {
      ChargeFacts sum =
          new ChargeFacts(
              facts.key(),
              facts.quantity().add(other.facts.quantity()),
              facts.unit(),
              facts.cost().add(other.facts.cost()),
              facts.currency());
      return new Entry(sum, corrects);
    }

    String text() {
      return facts.amounts() + (corrects.isEmpty() ? "" : " of " + corrects);
    }
  }

  static Settlement read(
      Store store,
      PriceFiles.Prices prices,
      BegunMonths begun,
      SortedMap<YearMonth, IssuedInvoice> holding,
      String id) {
    Tenant tenant = prices.tenants().find(id).orElseGet(() -> new Tenant(id, id, List.of()));
    List<UsageQuantity> usage = new UsageQuery(id, Optional.empty(), Optional.empty()).read(store);
    SortedSet<YearMonth> months = Rater.months(tenant, usage, begun);
    Map<YearMonth, List<InvoiceLine>> lines = new TreeMap<>();
    Map<YearMonth, List<SubscriptionTotal>> committed = new TreeMap<>();
    Invoices.of(prices.books(), tenant, months, usage)
        .forEach(
            (month, invoice) -> {
              lines.put(month, invoice.lines());
              committed.put(month, invoice.committed());
            });
    List<Adjustments.Entry> all = new ArrayList<>(Adjustments.of(lines, holding));
    all.addAll(Commitments.of(tenant, committed, holding, all));
    SortedMap<Id, Entry> due = new TreeMap<>();
    for (Adjustments.Entry entry : all) {
      Id key = id(entry, tenant);
      due.merge(key, entry(key, entry, holding), Entry::plus);
    }
    return new Settlement(id, charged(store, id), due);
  }

  private static Id id(Adjustments.Entry entry, Tenant tenant) {
    BillingPeriod corrected = BillingPeriod.of(entry.corrected(), tenant.timeZone());
    return new Id(
        entry.month(),
        new ChargeFacts.Key(
            entry.line().bookId(),
            entry.line().skuId(),
            name(entry.kind()),
            "",
            corrected.start(),
            corrected.end()));
  }

  private static Entry entry(
      Id id, Adjustments.Entry entry, SortedMap<YearMonth, IssuedInvoice> holding) {
    InvoiceLine line = entry.line();
    IssuedInvoice corrected = id.isCorrection() ? holding.get(entry.corrected()) : null;
    return new Entry(
        new ChargeFacts(
            id.key(),
            line.pricingQuantity(),
            line.pricingUnit(),
            line.billedCost(),
            line.currency()),
        corrected == null ? "" : corrected.id().toString());
  }

  private static String name(ChargeKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static SortedMap<Id, Entry> charged(Store store, String tenant) {
    SortedMap<Id, Entry> charged = new TreeMap<>();
    store
        .rows(
            "SELECT period AS month, invoice_id, book_id, sku_id, kind, meter, charge_start,"
                + " charge_end, pricing_quantity, pricing_unit, billed_cost, currency FROM charges"
                + " WHERE tenant_id = {tenant:String}"
                + " AND kind IN ('adjusted', 'adjustment', 'commitment')",
            Map.of("tenant", tenant))
        .forEach(
            row -> {
              ChargeFacts facts = ChargeFacts.of(row);
              YearMonth month = YearMonth.from(LocalDate.parse(row.path("month").asText()));
              charged.put(
                  new Id(month, facts.key()), new Entry(facts, row.path("invoice_id").asText()));
            });
    return charged;
  }

  /** Both sides of the corrections of one line of a finalised month. */
  record Correction(Instant start, String line, String currency) implements Comparable<Correction> {
    private static final Comparator<Correction> ORDER =
        Comparator.comparing(Correction::start)
            .thenComparing(Correction::line)
            .thenComparing(Correction::currency);

    static Correction of(Id id, Entry entry) {
      return new Correction(id.key().start(), id.key().line(), entry.facts().currency());
    }

    @Override
    public int compareTo(Correction other) {
      return ORDER.compare(this, other);
    }
  }

  /** The stored corrections. */
  SortedMap<Correction, Map<Id, Entry>> corrections() {
    SortedMap<Correction, Map<Id, Entry>> corrections = new TreeMap<>();
    charged.forEach(
        (id, entry) -> {
          if (id.isCorrection()) {
            corrections
                .computeIfAbsent(Correction.of(id, entry), correction -> new TreeMap<>())
                .put(id, entry);
          }
        });
    return corrections;
  }
}
