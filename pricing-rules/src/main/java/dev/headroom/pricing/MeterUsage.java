package dev.headroom.pricing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The usage of one meter in event time, and for each row why it has no price, while it has none.
 */
final class MeterUsage {
  private static final Comparator<UsageQuantity> EVENT_TIME =
      Comparator.comparing(UsageQuantity::windowStart)
          .thenComparing(UsageQuantity::windowEnd)
          .thenComparing(UsageQuantity::unit);

  private final List<UsageQuantity> rows;
  private final @Nullable String[] complaints;
  private final boolean[] priced;

  private MeterUsage(List<UsageQuantity> rows) {
    rows.sort(EVENT_TIME);
    this.rows = rows;
    this.complaints = new String[rows.size()];
    this.priced = new boolean[rows.size()];
  }

  static Map<String, MeterUsage> byMeter(List<UsageQuantity> usage) {
    Map<String, List<UsageQuantity>> lists = new TreeMap<>();
    for (UsageQuantity row : usage) {
      lists.computeIfAbsent(row.meter(), m -> new ArrayList<>()).add(row);
    }
    Map<String, MeterUsage> byMeter = new TreeMap<>();
    lists.forEach((meter, rows) -> byMeter.put(meter, new MeterUsage(rows)));
    return byMeter;
  }

  int size() {
    return rows.size();
  }

  UsageQuantity row(int index) {
    return rows.get(index);
  }

  void priced(int index) {
    priced[index] = true;
  }

  void complain(int index, String reason) {
    complaints[index] = reason;
  }

  /** Null if the row has been priced. */
  @Nullable String whyUnpriced(int index) {
    if (priced[index]) {
      return null;
    }
    String complaint = complaints[index];
    return complaint == null ? "no line of the price book is for this usage" : complaint;
  }
}
