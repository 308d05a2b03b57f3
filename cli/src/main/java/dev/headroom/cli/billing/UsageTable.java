package dev.headroom.cli.billing;

import dev.headroom.cli.output.Column;
import dev.headroom.cli.output.Json;
import dev.headroom.cli.output.Table;
import dev.headroom.pricing.UsageCsv;
import dev.headroom.pricing.UsageQuantity;
import java.util.List;
import java.util.TreeMap;

/** Usage as a table; its CSV is what {@link UsageCsv} reads. */
public final class UsageTable {
  private static final List<Column> COLUMNS =
      UsageCsv.COLUMNS.stream().map(UsageTable::column).toList();

  private UsageTable() {}

  public static Table of(String tenant, List<UsageQuantity> usage) {
    return new Table(COLUMNS, usage.stream().map(u -> row(tenant, u)).toList());
  }

  private static Column column(String name) {
    return switch (name) {
      case "quantity" -> Column.decimal(name);
      case "dimensions" -> Column.json(name);
      default -> Column.text(name);
    };
  }

  private static List<String> row(String tenant, UsageQuantity usage) {
    return List.of(
        tenant,
        usage.meter(),
        usage.windowStart().toString(),
        usage.windowEnd().toString(),
        Json.compact(new TreeMap<>(usage.dimensions())),
        plain(usage),
        usage.unit());
  }

  private static String plain(UsageQuantity usage) {
    return usage.quantity().stripTrailingZeros().toPlainString();
  }
}
