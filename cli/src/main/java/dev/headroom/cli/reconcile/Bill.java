package dev.headroom.cli.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.cli.billing.Rater;
import dev.headroom.cli.billing.UsageQuery;
import dev.headroom.cli.store.Store;
import dev.headroom.pricing.BegunMonths;
import dev.headroom.pricing.Charge;
import dev.headroom.pricing.Invoice;
import dev.headroom.pricing.Invoices;
import dev.headroom.pricing.Tenant;
import dev.headroom.pricing.UsageQuantity;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A tenant's month as it is stored, and as it is when its stored usage is rated again.
 *
 * @param usageRows number of usage rows
 * @param charged stored
 * @param rated from the usage and the price books
 * @param lines amount of each line in the view {@code invoice_line}
 */
record Bill(
    Id id,
    int usageRows,
    SortedMap<ChargeFacts.Key, ChargeFacts> charged,
    SortedMap<ChargeFacts.Key, ChargeFacts> rated,
    SortedMap<String, BigDecimal> lines) {

  /** Whose, and when. */
  record Id(String tenant, YearMonth month) implements Comparable<Id> {
    @Override
    public int compareTo(Id other) {
      int order = tenant.compareTo(other.tenant);
      return order == 0 ? month.compareTo(other.month) : order;
    }

    @Override
    public String toString() {
      return tenant + " " + month;
    }
  }

  /** Every bill of which there is usage or a charge, and those of the months that have begun. */
  static List<Id> all(Store store, PriceFiles.Prices prices, BegunMonths begun, Scope scope) {
    SortedSet<Id> all = new TreeSet<>(stored(store, scope));
    for (Tenant tenant : prices.tenants().tenants()) {
      if (scope.concerns(tenant.id())) {
        begun.of(tenant).stream()
            .filter(month -> scope.period().isEmpty() || scope.period().get().equals(month))
            .forEach(month -> all.add(new Id(tenant.id(), month)));
      }
    }
    return List.copyOf(all);
  }

  private static List<Id> stored(Store store, Scope scope) {
    String sql =
        "SELECT DISTINCT tenant_id, month FROM ("
            + "SELECT tenant_id, period AS month FROM usage"
            + " UNION ALL SELECT tenant_id, period AS month FROM charges)"
            + " WHERE ({tenant:String} = '' OR tenant_id = {tenant:String})"
            + " AND ({month:String} = '' OR toString(month) = {month:String})"
            + " ORDER BY tenant_id, month";
    Map<String, String> values =
        Map.of(
            "tenant", scope.tenant().orElse(""),
            "month", scope.period().map(m -> m.atDay(1).toString()).orElse(""));
    return store.rows(sql, values).stream()
        .map(row -> new Id(row.path("tenant_id").asText(), month(row.path("month"))))
        .toList();
  }

  private static YearMonth month(JsonNode day) {
    return YearMonth.from(LocalDate.parse(day.asText()));
  }

  static Bill read(Store store, PriceFiles.Prices prices, BegunMonths begun, Id id) {
    Tenant tenant =
        prices
            .tenants()
            .find(id.tenant())
            .orElseGet(() -> new Tenant(id.tenant(), id.tenant(), List.of()));
    List<UsageQuantity> usage =
        new UsageQuery(id.tenant(), Optional.of(id.month()), Optional.empty()).read(store);
    SortedMap<ChargeFacts.Key, ChargeFacts> rated = new TreeMap<>();
    // Of a month that has not begun there may be corrections already, but it is not rated.
    if (!usage.isEmpty() || begun.of(tenant).contains(id.month())) {
      for (Charge charge : rated(store, prices, begun, tenant, id.month(), usage).charges()) {
        ChargeFacts facts = ChargeFacts.of(charge);
        rated.put(facts.key(), facts);
      }
    }
    return new Bill(id, usage.size(), charged(store, id), rated, lines(store, id));
  }

  /** {@code usage}: of the month alone. */
  private static Invoice rated(
      Store store,
      PriceFiles.Prices prices,
      BegunMonths begun,
      Tenant tenant,
      YearMonth month,
      List<UsageQuantity> usage) {
    if (!Invoices.areChained(prices.books(), tenant)) {
      return Invoice.of(prices.books(), tenant, month, usage);
    }
    List<UsageQuantity> all =
        new UsageQuery(tenant.id(), Optional.empty(), Optional.empty()).read(store);
    SortedSet<YearMonth> months = Rater.months(tenant, all, begun);
    months.add(month);
    SortedSet<YearMonth> until = months.headSet(month.plusMonths(1));
    return Objects.requireNonNull(Invoices.of(prices.books(), tenant, until, all).get(month));
  }

  private static Map<String, String> values(Id id) {
    return Map.of("tenant", id.tenant(), "period", id.month().atDay(1).toString());
  }

  private static SortedMap<ChargeFacts.Key, ChargeFacts> charged(Store store, Id id) {
    SortedMap<ChargeFacts.Key, ChargeFacts> charges = new TreeMap<>();
    store
        .rows(
            "SELECT book_id, sku_id, kind, meter, charge_start, charge_end, pricing_quantity,"
                + " pricing_unit, billed_cost, currency FROM charges"
                + " WHERE tenant_id = {tenant:String} AND period = {period:Date}",
            values(id))
        .forEach(
            row -> {
              ChargeFacts charge = ChargeFacts.of(row);
              charges.put(charge.key(), charge);
            });
    return charges;
  }

  private static SortedMap<String, BigDecimal> lines(Store store, Id id) {
    Map<String, BigDecimal> lines = new HashMap<>();
    store
        .rows(
            "SELECT book_id, sku_id, billed_cost FROM invoice_line"
                + " WHERE tenant_id = {tenant:String} AND period = {period:Date}",
            values(id))
        .forEach(
            row -> {
              lines.merge(
                  ChargeFacts.line(row.path("book_id").asText(), row.path("sku_id").asText()),
                  new BigDecimal(row.path("billed_cost").asText()),
                  BigDecimal::add);
            });
    return new TreeMap<>(lines);
  }
}
