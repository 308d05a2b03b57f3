package dev.headroom.cli.billing;

import dev.headroom.cli.CommandException;
import dev.headroom.pricing.BegunMonths;
import dev.headroom.pricing.Invoice;
import dev.headroom.pricing.InvoiceLine;
import dev.headroom.pricing.PriceBook;
import dev.headroom.pricing.PriceBooks;
import dev.headroom.pricing.Tenant;
import dev.headroom.pricing.Tenants;
import dev.headroom.pricing.UsageQuantity;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Rates past usage twice, by the books there are and by others in their place.
 *
 * @param current the books there are
 * @param proposed the same, some of them replaced
 * @param costs what the usage costs the vendor; empty if that is not known
 */
public record Backtest(PriceBooks current, PriceBooks proposed, Optional<CostBook> costs) {

  /** Without costs. */
  public Backtest(PriceBooks current, PriceBooks proposed) {
    this(current, proposed, Optional.empty());
  }

  /**
   * What a tenant pays in one currency.
   *
   * @param current by the books there are
   * @param proposed by the others
   * @param cost what it costs to serve the tenant, in the same currency; empty if that is not
   *     known, or if the tenant pays in another currency, too
   */
  public record Row(
      String tenant,
      String currency,
      BigDecimal current,
      BigDecimal proposed,
      Optional<Cost> cost) {
    BigDecimal change() {
      return proposed.subtract(current);
    }
  }

  /**
   * Puts books in the place of others.
   *
   * @param replacements each for the book of its id
   * @param insteadOf id of the book that the only replacement stands for; empty: its own
   * @throws CommandException if a replacement stands for none, or has another currency
   */
  public static Backtest of(PriceBooks current, PriceBooks replacements, String insteadOf) {
    if (!insteadOf.isEmpty() && replacements.byId().size() != 1) {
      throw CommandException.badInput("--instead-of is for one book");
    }
    Map<String, PriceBook> proposed = new LinkedHashMap<>(current.byId());
    for (PriceBook book : replacements.byId().values()) {
      String id = insteadOf.isEmpty() ? book.id() : insteadOf;
      PriceBook replaced = current.byId().get(id);
      if (replaced == null) {
        throw CommandException.badInput(
            "no price book '%s' that '%s' could stand for (--instead-of); there are: %s"
                .formatted(id, book.id(), String.join(", ", current.byId().keySet())));
      }
      if (!replaced.currency().equals(book.currency())) {
        throw CommandException.badInput(
            "price book '%s' is in %s, but the one it stands for in %s"
                .formatted(book.id(), book.currency(), replaced.currency()));
      }
      proposed.put(id, book);
    }
    return new Backtest(current, new PriceBooks(proposed));
  }

  /**
   * The same, with what usage costs the vendor.
   *
   * @param cost a book in which the prices are what the vendor pays
   * @throws CommandException if no book is in its currency
   */
  public Backtest withCosts(PriceBook cost) {
    TreeSet<String> currencies = new TreeSet<>();
    current.byId().values().forEach(book -> currencies.add(book.currency()));
    if (!currencies.contains(cost.currency())) {
      throw CommandException.badInput(
          "--cost: price book '%s' is in %s, expected a currency that is sold in: %s"
              .formatted(cost.id(), cost.currency(), String.join(", ", currencies)));
    }
    return new Backtest(current, proposed, Optional.of(new CostBook(cost)));
  }

  /** As the other, of months with usage alone, and nobody watches. */
  public List<Row> run(
      Tenants tenants, Function<String, List<UsageQuantity>> usage, Predicate<YearMonth> months) {
    return run(tenants, BegunMonths.NONE, usage, months, () -> {});
  }

  /**
   * Rates every tenant's usage.
   *
   * @param begun months in which a tenant may owe something, used or not: a fee, a commitment
   * @param usage of a tenant by its id; asked once for each, so that all need not be in memory
   * @param months those to look at
   * @param rated run after each tenant
   * @return those who paid anything, or cost anything as far as costs are known; the greatest
   *     change first
   */
  public List<Row> run(
      Tenants tenants,
      BegunMonths begun,
      Function<String, List<UsageQuantity>> usage,
      Predicate<YearMonth> months,
      Runnable rated) {
    List<Row> rows = new ArrayList<>();
    for (Tenant tenant : tenants.tenants()) {
      List<UsageQuantity> used = usage.apply(tenant.id());
      Map<String, List<UsageQuantity>> byTenant = Map.of(tenant.id(), used);
      rows.addAll(
          rows(
              tenant.id(),
              totals(current, tenants, byTenant, begun, months),
              totals(proposed, tenants, byTenant, begun, months),
              costs.map(book -> book.of(tenant, used, months))));
      rated.run();
    }
    rows.sort(
        Comparator.comparing(Row::currency)
            .thenComparing(Row::change, Comparator.reverseOrder())
            .thenComparing(Row::tenant));
    return rows;
  }

  private List<Row> rows(
      String tenant,
      SortedMap<String, BigDecimal> now,
      SortedMap<String, BigDecimal> then,
      Optional<Cost> cost) {
    // A tenant may owe nothing by one of the two: there is no line then.
    Set<String> currencies = new TreeSet<>(now.keySet());
    currencies.addAll(then.keySet());
    String costIn = costs.map(book -> book.book().currency()).orElse("");
    if (currencies.isEmpty() && cost.isPresent() && cost.get().amount().signum() != 0) {
      currencies.add(costIn);
    }
    boolean comparable = currencies.equals(Set.of(costIn));
    List<Row> rows = new ArrayList<>();
    for (String currency : currencies) {
      rows.add(
          new Row(
              tenant,
              currency,
              now.getOrDefault(currency, BigDecimal.ZERO),
              then.getOrDefault(currency, BigDecimal.ZERO),
              comparable ? cost : Optional.empty()));
    }
    return rows;
  }

  private static SortedMap<String, BigDecimal> totals(
      PriceBooks books,
      Tenants tenants,
      Map<String, List<UsageQuantity>> used,
      BegunMonths begun,
      Predicate<YearMonth> months) {
    SortedMap<String, BigDecimal> totals = new TreeMap<>();
    for (InvoiceLine line : new Rater(books, Optional.of(tenants)).rate(used, begun, months)) {
      if (!line.currency().equals(Invoice.NO_CURRENCY)) {
        totals.merge(line.currency(), line.billedCost(), BigDecimal::add);
      }
    }
    return totals;
  }
}
