package dev.headroom.cli.autoscaler;

import dev.headroom.autoscaler.replay.RehearsalCost;
import dev.headroom.cli.output.Column;
import dev.headroom.cli.output.Format;
import dev.headroom.cli.output.Table;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Two autoscalers on the same usage, pool by pool. */
public record RehearsalReport(
    String first,
    Map<String, RehearsalCost> firstCosts,
    String second,
    Map<String, RehearsalCost> secondCosts) {
  private static final List<Column> COLUMNS =
      List.of(
          Column.text("pool"),
          Column.text("autoscaler"),
          Column.decimal("machine_hours"),
          Column.decimal("missing_core_hours"),
          Column.decimal("violated_%"),
          Column.decimal("changes"),
          Column.decimal("capacity"),
          Column.decimal("penalty"),
          Column.decimal("total"),
          Column.text("currency"));

  public RehearsalReport {
    firstCosts = Map.copyOf(firstCosts);
    secondCosts = Map.copyOf(secondCosts);
  }

  /** A row for each of the two, in each pool of the first. */
  public void print(Format format, PrintWriter out) {
    List<List<String>> rows = new ArrayList<>();
    for (String pool : firstCosts.keySet().stream().sorted().toList()) {
      RehearsalCost one = firstCosts.get(pool);
      RehearsalCost other = secondCosts.get(pool);
      if (one != null && other != null) {
        rows.add(row(pool, first, one));
        rows.add(row(pool, second, other));
      }
    }
    out.print(new Table(COLUMNS, rows).render(format));
    out.flush();
  }

  private static List<String> row(String pool, String name, RehearsalCost cost) {
    BigDecimal violated =
        cost.workloadTicks() == 0
            ? BigDecimal.ZERO
            : BigDecimal.valueOf(cost.violated())
                .movePointRight(2)
                .divide(BigDecimal.valueOf(cost.workloadTicks()), 3, RoundingMode.HALF_EVEN);
    return List.of(
        pool,
        name,
        scaled(cost.machineHours(), 2),
        scaled(cost.missingCoreHours(), 4),
        scaled(violated, 3),
        Long.toString(cost.changes()),
        scaled(cost.capacity(), 2),
        scaled(cost.penalty(), 2),
        scaled(cost.total(), 2),
        cost.currency().getCurrencyCode());
  }

  private static String scaled(BigDecimal value, int places) {
    return value.setScale(places, RoundingMode.HALF_EVEN).toPlainString();
  }

  /** Nothing was counted: there is no usage in the time that was asked about. */
  public boolean isEmpty() {
    return firstCosts.values().stream().allMatch(c -> c.seen().isZero());
  }

  /** The second costs less in some pool, and more in none. */
  public boolean secondWins() {
    boolean less = false;
    for (Map.Entry<String, RehearsalCost> entry : firstCosts.entrySet()) {
      RehearsalCost other = secondCosts.get(entry.getKey());
      if (other == null) {
        continue;
      }
      int order = other.total().compareTo(entry.getValue().total());
      if (order > 0) {
        return false;
      }
      less |= order < 0;
    }
    return less;
  }
}
