package dev.headroom.cli.simulation;

import dev.headroom.autoscaler.simulation.SellingModes;
import dev.headroom.cli.output.Column;
import dev.headroom.cli.output.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Revenue, cost and margin by the number of tenants and the way of selling. */
public record EconomicsReport(List<SellingModes.Row> rows) {
  private static final List<Column> COLUMNS =
      List.of(
          Column.decimal("tenants"),
          Column.text("mode"),
          Column.decimal("revenue_per_hour"),
          Column.decimal("cost_per_hour"),
          Column.decimal("margin_per_hour"),
          Column.decimal("margin_per_tenant_hour"));

  public EconomicsReport {
    rows = List.copyOf(rows);
  }

  /** A row a number of tenants and mode. */
  public Table table() {
    return new Table(
        COLUMNS,
        rows.stream()
            .map(
                row ->
                    List.of(
                        Integer.toString(row.tenants()),
                        row.mode(),
                        number(row.revenue()),
                        number(row.cost()),
                        number(row.margin()),
                        number(row.margin() / row.tenants())))
            .toList());
  }

  /** From how many tenants on each mode earns: a line a mode. */
  public String breakEven() {
    StringBuilder text = new StringBuilder();
    byMode()
        .forEach(
            (mode, ofMode) -> {
              int from = -1;
              for (SellingModes.Row row : ofMode) {
                if (row.margin() < 0) {
                  from = -1;
                } else if (from < 0) {
                  from = row.tenants();
                }
              }
              int most = ofMode.get(ofMode.size() - 1).tenants();
              text.append(
                  from < 0
                      ? "%s: loses money with up to %d tenants%n".formatted(mode, most)
                      : "%s: earns from %d tenants on%n".formatted(mode, from));
            });
    return text.toString();
  }

  /** Rows of each mode, by the number of tenants. */
  Map<String, List<SellingModes.Row>> byMode() {
    Map<String, List<SellingModes.Row>> modes = new LinkedHashMap<>();
    rows.forEach(row -> modes.computeIfAbsent(row.mode(), m -> new ArrayList<>()).add(row));
    return modes;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
