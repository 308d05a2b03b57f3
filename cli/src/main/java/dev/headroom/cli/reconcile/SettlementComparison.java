package dev.headroom.cli.reconcile;

import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.cli.billing.InvoiceTopic;
import dev.headroom.cli.billing.UsageQuery;
import dev.headroom.cli.store.Store;
import dev.headroom.pricing.BegunMonths;
import dev.headroom.pricing.InvoiceRecord;
import dev.headroom.pricing.IssuedInvoice;
import dev.headroom.pricing.Tenant;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares what months owe one another, the corrections of finalised invoices and what commitments
 * add, with what the invoices in the topic and the usage make it, and the lines of the finalised
 * invoices with the topic's. Of each correction the two sides have to cancel, also where only one
 * of them is in the period that is looked at.
 */
final class SettlementComparison {
  private static final Duration SETTLING = Duration.ofMinutes(1);

  private final Store store;
  private final Scope scope;
  private final PriceFiles.Prices prices;
  private final Findings findings;
  private final boolean jobIsRunning;
  private long entries;
  private long issuedLines;

  SettlementComparison(
      Store store, Scope scope, PriceFiles.Prices prices, Findings findings, boolean jobIsRunning) {
    this.store = store;
    this.scope = scope;
    this.prices = prices;
    this.findings = findings;
    this.jobIsRunning = jobIsRunning;
  }

  void run(SortedMap<String, InvoiceTopic.TenantRecords> invoices) {
    BegunMonths begun = UsageQuery.begun(store);
    Set<String> tenants = tenants(invoices.keySet());
    for (String tenant : tenants) {
      InvoiceTopic.TenantRecords records = invoices.get(tenant);
      SortedMap<YearMonth, IssuedInvoice> holding =
          records == null ? new TreeMap<>() : records.history().holding();
      OfTenant compared =
          new OfTenant(
              Settlement.read(store, prices, begun, holding, tenant),
              jobIsRunning && isInMotion(tenant, records));
      compared.compare();
      compared.compare(IssuedLines.read(store, tenant, records));
    }
    findings.compared(
        Link.SETTLEMENT,
        "%,d tenants, %,d charges, %,d issued lines"
            .formatted(tenants.size(), entries, issuedLines));
  }

  /** Those that have anything to settle, or may have. */
  private Set<String> tenants(Set<String> invoiced) {
    Set<String> tenants = new TreeSet<>(invoiced);
    prices.tenants().tenants().stream()
        .filter(tenant -> tenant.subscriptions().stream().anyMatch(s -> s.commitment() != null))
        .map(Tenant::id)
        .forEach(tenants::add);
    store
        .rows(
            "SELECT DISTINCT tenant_id FROM charges"
                + " WHERE kind IN ('adjusted', 'adjustment', 'commitment')"
                + " UNION DISTINCT SELECT DISTINCT tenant_id FROM issued_invoice_line",
            Map.of())
        .forEach(row -> tenants.add(row.path("tenant_id").asText()));
    tenants.removeIf(tenant -> !scope.concerns(tenant));
    return tenants;
  }

  /** Whether usage or an invoice came just now, so that charges may be on their way. */
  private boolean isInMotion(String tenant, InvoiceTopic.@Nullable TenantRecords records) {
    Instant settled = scope.now().minus(SETTLING);
    if (records != null
        && records.byKey().values().stream().map(InvoiceRecord::at).anyMatch(settled::isBefore)) {
      return true;
    }
    return !store
        .rows(
            "SELECT 1 FROM usage WHERE tenant_id = {tenant:String}"
                + " AND written_at > now64(3) - INTERVAL 1 MINUTE LIMIT 1",
            Map.of("tenant", tenant))
        .isEmpty();
  }

  /** The comparison of one. */
  private final class OfTenant {
    private final Settlement settlement;
    private final boolean inMotion;
    private final Set<String> told = new HashSet<>();

    OfTenant(Settlement settlement, boolean inMotion) {
      this.settlement = settlement;
      this.inMotion = inMotion;
    }

    void compare() {
      SortedSet<Settlement.Id> all = new TreeSet<>(settlement.charged().keySet());
      all.addAll(settlement.due().keySet());
      for (Settlement.Id id : all) {
        if (isAskedFor(id)) {
          entries += settlement.charged().containsKey(id) ? 1 : 0;
          compare(id, settlement.charged().get(id), settlement.due().get(id));
        }
      }
      settlement.corrections().forEach(this::cancel);
    }

    private boolean isAskedFor(Settlement.Id id) {
      return scope.period().isEmpty() || scope.period().get().equals(id.month());
    }

    private void compare(
        Settlement.Id id, Settlement.@Nullable Entry charged, Settlement.@Nullable Entry due) {
      if (due != null && charged == null) {
        tell(id, "there is no such charge, usage and invoices make it " + due.text());
      } else if (due == null && charged != null && !charged.facts().isNothing()) {
        tell(id, "charged are %s, nothing makes it so".formatted(charged.text()));
      } else if (due != null && charged != null && !charged.isSame(due)) {
        tell(
            id,
            "charged are %s, usage and invoices make it %s".formatted(charged.text(), due.text()));
      }
    }

    /** What an invoice says is stored, and nothing else is. */
    void compare(IssuedLines lines) {
      SortedSet<IssuedLines.Id> all = new TreeSet<>(lines.stored().keySet());
      all.addAll(lines.issued().keySet());
      for (IssuedLines.Id id : all) {
        if (scope.period().isEmpty() || scope.period().get().equals(id.month())) {
          issuedLines += lines.stored().containsKey(id) ? 1 : 0;
          compare(id, lines.stored().get(id), lines.issued().get(id));
        }
      }
    }

    private void compare(
        IssuedLines.Id id, IssuedLines.@Nullable Facts stored, IssuedLines.@Nullable Facts issued) {
      if (stored == null && issued != null) {
        found(id.toString(), "the line is not stored, the topic says " + issued.text());
      } else if (stored != null && issued == null) {
        found(id.toString(), "stored are %s, the topic has none".formatted(stored.text()));
      } else if (stored != null && issued != null && !stored.isSame(issued)) {
        found(
            id.toString(),
            "stored are %s, the topic says %s".formatted(stored.text(), issued.text()));
      }
    }

    private void tell(Settlement.Id id, String reason) {
      told.add(line(id));
      if (findings.isUsageOtherwise(settlement.tenant())) {
        unproven(id.toString(), reason + "; it follows from usage that differs, or may");
      } else {
        found(id.toString(), reason);
      }
    }

    private String line(Settlement.Id id) {
      return id.key().start() + id.key().line();
    }

    private void cancel(
        Settlement.Correction correction, Map<Settlement.Id, Settlement.Entry> sides) {
      BigDecimal cost = BigDecimal.ZERO;
      BigDecimal quantity = BigDecimal.ZERO;
      for (Settlement.Entry side : sides.values()) {
        cost = cost.add(side.facts().cost());
        quantity = quantity.add(side.facts().quantity());
      }
      boolean cancels = cost.signum() == 0 && quantity.signum() == 0;
      if (!cancels
          && sides.keySet().stream().anyMatch(this::isAskedFor)
          && sides.keySet().stream().noneMatch(side -> told.contains(line(side)))) {
        found(
            correction.line() + " of the month from " + correction.start(),
            "its charges adjusted and adjustment do not cancel: %s %s for %s units are left over"
                .formatted(
                    cost.stripTrailingZeros().toPlainString(),
                    correction.currency(),
                    quantity.stripTrailingZeros().toPlainString()));
      }
    }

    private void found(String range, String reason) {
      if (inMotion) {
        unproven(range, reason + "; something came within the last minute, it may be on its way");
      } else {
        findings.differs(Link.SETTLEMENT, settlement.tenant(), range, reason);
      }
    }

    private void unproven(String range, String reason) {
      findings.unproven(Link.SETTLEMENT, settlement.tenant(), range, reason);
    }
  }
}
