package dev.headroom.cli.quickstart;

import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.cli.billing.InvoiceQuery;
import dev.headroom.cli.billing.InvoiceReport;
import dev.headroom.cli.billing.Rater;
import dev.headroom.cli.billing.UsageQuery;
import dev.headroom.cli.output.Column;
import dev.headroom.cli.output.Format;
import dev.headroom.cli.output.Table;
import dev.headroom.cli.store.Store;
import dev.headroom.pricing.InvoiceLine;
import dev.headroom.pricing.PriceBooks;
import dev.headroom.pricing.Tenant;
import dev.headroom.pricing.UsageQuantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What every tenant used and owes, as the tables have it. */
final class TenantBills {
  private static final BigDecimal HOUR = BigDecimal.valueOf(3600);
  private static final BigDecimal GIB = BigDecimal.valueOf(1L << 30);
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

  private final List<Tenant> tenants;
  private final Map<String, List<UsageQuantity>> usage;
  private final List<InvoiceLine> charged;
  private final List<InvoiceLine> rated;

  private TenantBills(
      List<Tenant> tenants,
      Map<String, List<UsageQuantity>> usage,
      List<InvoiceLine> charged,
      List<InvoiceLine> rated) {
    this.tenants = tenants;
    this.usage = usage;
    this.charged = charged;
    this.rated = rated;
  }

  static TenantBills read(Store store, PriceFiles.Prices prices) {
    SortedMap<String, List<UsageQuantity>> usage = new TreeMap<>();
    for (Tenant tenant : prices.tenants().tenants()) {
      List<UsageQuantity> own =
          new UsageQuery(tenant.id(), Optional.empty(), Optional.empty()).read(store);
      if (!own.isEmpty()) {
        usage.put(tenant.id(), own);
      }
    }
    Rater rater = new Rater(new PriceBooks(prices.books()), Optional.of(prices.tenants()));
    return new TenantBills(
        prices.tenants().tenants(),
        usage,
        new InvoiceQuery(Optional.empty(), Optional.empty()).read(store),
        rater.rate(rater.withIdle(usage), month -> true));
  }

  int tenants() {
    return usage.size();
  }

  /** Whether what the job charged is, byte for byte, what rating the usage here gives. */
  boolean agree() {
    return new InvoiceReport(charged)
        .render(Format.JSON)
        .equals(new InvoiceReport(rated).render(Format.JSON));
  }

  /** Of every tenant and period. */
  long requests() {
    return usage.keySet().stream()
        .map(tenant -> total(tenant, "requests"))
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .longValue();
  }

  /** What some tenants together owe in a currency. */
  BigDecimal owed(Set<String> tenants, String currency) {
    return owed(charged.stream().filter(line -> tenants.contains(line.tenantId())).toList())
        .getOrDefault(currency, BigDecimal.ZERO);
  }

  Table table() {
    List<List<String>> rows = new ArrayList<>();
    for (Tenant tenant : tenants) {
      if (usage.containsKey(tenant.id())) {
        rows.add(row(tenant));
      }
    }
    return new Table(
        List.of(
            Column.text("tenant"),
            Column.text("book"),
            Column.decimal("requests_(M)"),
            Column.decimal("CPU_used_(h)"),
            Column.decimal("CPU_reserved_(h)"),
            Column.decimal("sent_(GiB)"),
            Column.decimal("invoice")),
        rows);
  }

  private List<String> row(Tenant tenant) {
    String id = tenant.id();
    return List.of(
        id,
        tenant.subscriptions().stream()
            .map(s -> s.book())
            .distinct()
            .collect(Collectors.joining(", ")),
        scaled(total(id, "requests"), MILLION),
        scaled(total(id, "cpu.used"), HOUR),
        scaled(total(id, "cpu.reserved"), HOUR),
        scaled(total(id, "network.transmit"), GIB),
        invoice(id));
  }

  private String invoice(String tenant) {
    Map<String, BigDecimal> owed =
        owed(charged.stream().filter(line -> line.tenantId().equals(tenant)).toList());
    return owed.isEmpty()
        ? "-"
        : owed.entrySet().stream()
            .map(e -> e.getValue().setScale(2, RoundingMode.HALF_EVEN) + " " + e.getKey())
            .collect(Collectors.joining(", "));
  }

  private BigDecimal total(String tenant, String meter) {
    return usage.getOrDefault(tenant, List.of()).stream()
        .filter(u -> u.meter().equals(meter))
        .map(UsageQuantity::quantity)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static SortedMap<String, BigDecimal> owed(List<InvoiceLine> lines) {
    SortedMap<String, BigDecimal> owed = new TreeMap<>();
    lines.stream()
        .filter(line -> line.billedCost().signum() != 0)
        .forEach(line -> owed.merge(line.currency(), line.billedCost(), BigDecimal::add));
    return owed;
  }

  /** For reading only. */
  private static String scaled(BigDecimal amount, BigDecimal unit) {
    if (amount.signum() == 0) {
      return "-";
    }
    BigDecimal rounded = amount.divide(unit, 2, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? "<0.01" : rounded.toPlainString();
  }
}
