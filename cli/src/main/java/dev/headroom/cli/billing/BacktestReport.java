package dev.headroom.cli.billing;

import dev.headroom.cli.output.Column;
import dev.headroom.cli.output.Table;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a backtest came to, for reading. */
public record BacktestReport(List<Backtest.Row> rows) {
  private static final List<Column> COLUMNS =
      List.of(
          Column.text("tenant_id"),
          Column.decimal("current"),
          Column.decimal("proposed"),
          Column.decimal("change"),
          Column.decimal("change_percent"),
          Column.text("currency"));

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  public BacktestReport {
    rows = List.copyOf(rows);
  }

  /** A row a tenant and currency. */
  public Table table() {
    return new Table(COLUMNS, rows.stream().map(BacktestReport::cells).toList());
  }

  private static List<String> cells(Backtest.Row row) {
    return List.of(
        row.tenant(),
        amount(row.current(), row.currency()),
        amount(row.proposed(), row.currency()),
        amount(row.change(), row.currency()),
        percent(row.current(), row.change()),
        row.currency());
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

  private static void summary(String currency, List<Backtest.Row> rows, StringBuilder out) {
    BigDecimal current = sum(rows.stream().map(Backtest.Row::current).toList());
    BigDecimal change = sum(rows.stream().map(Backtest.Row::change).toList());
    String percent = percent(current, change);
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
        changes.add(new BigDecimal(percent(row.current(), row.change())));
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
  }

  private static long count(List<Backtest.Row> rows, int sign) {
    return rows.stream().filter(row -> row.change().signum() == sign).count();
  }

  /** The nearest rank. */
  private static BigDecimal rank(List<BigDecimal> sorted, int percent) {
    return sorted.get(Math.max(0, (percent * sorted.size() + 99) / 100 - 1));
  }

  private static BigDecimal sum(List<BigDecimal> amounts) {
    return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static String amount(BigDecimal amount, String currency) {
    return amount
        .setScale(Currency.getInstance(currency).getDefaultFractionDigits())
        .toPlainString();
  }

  /** Two places, half-even; empty where there is nothing to compare with. */
  private static String percent(BigDecimal current, BigDecimal change) {
    return current.signum() == 0
        ? ""
        : change.multiply(HUNDRED).divide(current, 2, RoundingMode.HALF_EVEN).toPlainString();
  }
}
