package dev.headroom.cli.billing;

import java.math.BigDecimal;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What is left of the revenue in one currency after the costs, as text.
 *
 * @param rows of that currency
 */
record MarginSummary(String currency, List<Backtest.Row> rows) {

  /** Lines; what could not be compared is said. */
  String text() {
    List<Backtest.Row> known = rows.stream().filter(row -> row.cost().isPresent()).toList();
    StringBuilder out = new StringBuilder();
    if (!known.isEmpty()) {
      margins(known, out);
    }
    if (known.size() < rows.size()) {
      out.append(
          "%d tenants without a margin: what they pay is not, or not all, in the currency of the cost%n"
              .formatted(rows.size() - known.size()));
    }
    SortedSet<String> missing = new TreeSet<>();
    known.forEach(row -> row.cost().ifPresent(cost -> missing.addAll(cost.notPriced())));
    if (!missing.isEmpty()) {
      out.append("The cost book has no price for: %s%n".formatted(String.join(", ", missing)));
    }
    return out.toString();
  }

  private void margins(List<Backtest.Row> known, StringBuilder out) {
    BigDecimal cost = BacktestReport.sum(known.stream().map(MarginSummary::cost).toList());
    BigDecimal now = BacktestReport.sum(known.stream().map(Backtest.Row::current).toList());
    BigDecimal then = BacktestReport.sum(known.stream().map(Backtest.Row::proposed).toList());
    out.append(
        "Cost %s %s: margin %s, %s%n"
            .formatted(
                BacktestReport.amount(cost, currency),
                currency,
                margin(now, cost, "now"),
                margin(then, cost, "proposed")));
    out.append(
        "%d tenants cost more than they pay now, %d proposed%n"
            .formatted(
                losses(known, Backtest.Row::current), losses(known, Backtest.Row::proposed)));
  }

  /** The amount, and how much of the revenue that is. */
  private String margin(BigDecimal revenue, BigDecimal cost, String when) {
    BigDecimal margin = revenue.subtract(cost);
    String percent = Percent.of(margin, revenue);
    return BacktestReport.amount(margin, currency)
        + " "
        + when
        + (percent.isEmpty() ? "" : " (" + percent + " %)");
  }

  private static long losses(List<Backtest.Row> known, Function<Backtest.Row, BigDecimal> revenue) {
    return known.stream().filter(row -> revenue.apply(row).compareTo(cost(row)) < 0).count();
  }

  private static BigDecimal cost(Backtest.Row row) {
    return row.cost().map(Cost::amount).orElse(BigDecimal.ZERO);
  }
}
