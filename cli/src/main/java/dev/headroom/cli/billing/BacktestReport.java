package dev.headroom.cli.billing;

import dev.headroom.cli.output.Column;
import dev.headroom.cli.output.Table;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a backtest came to, for reading.
 *
 * @param costs whether the costs were asked for: then there are columns for them
 */
public record BacktestReport(List<Backtest.Row> rows, boolean costs) {
  private static final List<Column> COLUMNS =
      List.of(
          Column.text("tenant_id"),
          Column.decimal("current"),
          Column.decimal("proposed"),
          Column.decimal("change"),
          Column.decimal("change_percent"),
          Column.text("currency"));

  private static final List<Column> COST_COLUMNS =
      List.of(
          Column.decimal("cost"),
          Column.decimal("margin"),
          Column.decimal("proposed_margin"),
          Column.text("not_in_cost"));

  public BacktestReport {
    rows = List.copyOf(rows);
  }

  /** A row a tenant and currency. */
  public Table table() {
    return new Table(
        costs ? joined(COLUMNS, COST_COLUMNS) : COLUMNS,
        rows.stream().map(row -> costs ? joined(cells(row), costCells(row)) : cells(row)).toList());
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private static List<String> cells(Backtest.Row row) {
    return List.of(
        row.tenant(),
        amount(row.current(), row.currency()),
        amount(row.proposed(), row.currency()),
        amount(row.change(), row.currency()),
        Percent.of(row.change(), row.current()),
        row.currency());
  }

  /** Empty where the cost is in another currency. */
  private static List<String> costCells(Backtest.Row row) {
    return row.cost()
        .map(
            cost ->
                List.of(
                    amount(cost.amount(), row.currency()),
                    amount(row.current().subtract(cost.amount()), row.currency()),
                    amount(row.proposed().subtract(cost.amount()), row.currency()),
                    String.join(" ", cost.notPriced())))
        .orElse(List.of("", "", "", ""));
  }

  /** Revenue, winners and losers, and the distribution of the change: lines of text. */
  public String summary() {
    SortedMap<String, List<Backtest.Row>> byCurrency =
        rows.stream()
            .collect(
                Collectors.groupingBy(Backtest.Row::currency, TreeMap::new, Collectors.toList()));
    StringBuilder out = new StringBuilder();
    for (Map.Entry<String, List<Backtest.Row>> entry : byCurrency.entrySet()) {
      summary(entry.getKey(), entry.getValue(), out);
    }
    return out.toString();
  }

  private void summary(String currency, List<Backtest.Row> rows, StringBuilder out) {
    BigDecimal current = sum(rows.stream().map(Backtest.Row::current).toList());
    BigDecimal change = sum(rows.stream().map(Backtest.Row::change).toList());
    String percent = Percent.of(change, current);
    out.append(
        "Revenue %s %s now, %s %s proposed: %s%s%n"
            .formatted(
                amount(current, currency),
                currency,
                amount(current.add(change), currency),
                currency,
                amount(change, currency),
                percent.isEmpty() ? "" : " (" + percent + " %)"));
    out.append(
        "%d tenants pay more, %d less, %d the same%n"
            .formatted(count(rows, 1), count(rows, -1), count(rows, 0)));
    List<BigDecimal> changes = new ArrayList<>();
    for (Backtest.Row row : rows) {
      if (row.current().signum() != 0) {
        changes.add(new BigDecimal(Percent.of(row.change(), row.current())));
      }
    }
    if (!changes.isEmpty()) {
      changes.sort(null);
      out.append(
          "Change in percent: least %s, tenth %s, median %s, nine tenths %s, most %s%n"
              .formatted(
                  rank(changes, 0),
                  rank(changes, 10),
                  rank(changes, 50),
                  rank(changes, 90),
                  rank(changes, 100)));
    }
    if (costs) {
      out.append(new MarginSummary(currency, rows).text());
    }
  }

  private static long count(List<Backtest.Row> rows, int sign) {
    return rows.stream().filter(row -> row.change().signum() == sign).count();
  }

  /** The nearest rank. */
  private static BigDecimal rank(List<BigDecimal> sorted, int percent) {
    return sorted.get(Math.max(0, (percent * sorted.size() + 99) / 100 - 1));
  }

  static BigDecimal sum(List<BigDecimal> amounts) {
    return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  static String amount(BigDecimal amount, String currency) {
    return amount
        .setScale(Currency.getInstance(currency).getDefaultFractionDigits())
        .toPlainString();
  }
}
