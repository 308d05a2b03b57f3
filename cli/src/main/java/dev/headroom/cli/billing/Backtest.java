package dev.headroom.cli.billing;

import dev.headroom.cli.CommandException;
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
 */
public record Backtest(PriceBooks current, PriceBooks proposed) {

  /**
   * What a tenant pays in one currency.
   *
   * @param current by the books there are
   * @param proposed by the others
   */
  public record Row(String tenant, String currency, BigDecimal current, BigDecimal proposed) {
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
   * Rates every tenant's usage.
   *
   * @param usage of a tenant by its id; asked once for each, so that all need not be in memory
   * @param months those to look at
   * @return those who used or paid anything, the greatest change first
   */
  public List<Row> run(
      Tenants tenants, Function<String, List<UsageQuantity>> usage, Predicate<YearMonth> months) {
    List<Row> rows = new ArrayList<>();
    for (Tenant tenant : tenants.tenants()) {
      Map<String, List<UsageQuantity>> used = Map.of(tenant.id(), usage.apply(tenant.id()));
      SortedMap<String, BigDecimal> now = totals(current, tenants, used, months);
      SortedMap<String, BigDecimal> then = totals(proposed, tenants, used, months);
      // A tenant may owe nothing by one of the two: there is no line then.
      Set<String> currencies = new TreeSet<>(now.keySet());
      currencies.addAll(then.keySet());
      for (String currency : currencies) {
        rows.add(
            new Row(
                tenant.id(),
                currency,
                now.getOrDefault(currency, BigDecimal.ZERO),
                then.getOrDefault(currency, BigDecimal.ZERO)));
      }
    }
    rows.sort(
        Comparator.comparing(Row::currency)
            .thenComparing(Row::change, Comparator.reverseOrder())
            .thenComparing(Row::tenant));
    return rows;
  }

  private static SortedMap<String, BigDecimal> totals(
      PriceBooks books,
      Tenants tenants,
      Map<String, List<UsageQuantity>> used,
      Predicate<YearMonth> months) {
    SortedMap<String, BigDecimal> totals = new TreeMap<>();
    for (InvoiceLine line : new Rater(books, Optional.of(tenants)).rate(used, months)) {
      if (!line.currency().equals(Invoice.NO_CURRENCY)) {
        totals.merge(line.currency(), line.billedCost(), BigDecimal::add);
      }
    }
    return totals;
  }
}
