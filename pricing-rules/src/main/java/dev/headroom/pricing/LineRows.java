package dev.headroom.pricing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The usage that a line looks at, of all its meters, in event time. */
final class LineRows {
  /** The part of a row of the meter by whose use something is free or earned. */
  static final int EARNING = -1;

  private static final Comparator<Row> EVENT_TIME =
      Comparator.comparing((Row row) -> row.usage().windowStart())
          .thenComparing(row -> row.usage().windowEnd());

  private final List<Row> rows;

  /**
   * One row.
   *
   * @param meter where it stands
   * @param index of the row there
   * @param part of the line: an index of {@link PriceLine#parts}, or {@link #EARNING}
   */
  record Row(MeterUsage meter, int index, int part) {
    UsageQuantity usage() {
      return meter.row(index);
    }

    void complain(String reason) {
      meter.complain(index, reason);
    }

    void priced() {
      meter.priced(index);
    }
  }

  private LineRows(List<Row> rows) {
    this.rows = rows;
  }

  static LineRows of(PriceLine line, Map<String, MeterUsage> byMeter) {
    List<Row> rows = new ArrayList<>();
    List<MeterPart> parts = line.parts();
    for (int part = 0; part < parts.size(); part++) {
      add(rows, byMeter.get(parts.get(part).meter()), parts.get(part), part, line);
    }
    MeterPart earning = line.earning();
    if (earning != null) {
      add(rows, byMeter.get(earning.meter()), earning, EARNING, line);
    }
    if (parts.size() > 1 || earning != null) {
      rows.sort(EVENT_TIME);
    }
    return new LineRows(rows);
  }

  private static void add(
      List<Row> rows, @Nullable MeterUsage usage, MeterPart meter, int part, PriceLine line) {
    if (usage == null) {
      return;
    }
    for (int i = 0; i < usage.size(); i++) {
      UsageQuantity row = usage.row(i);
      if (meter.matches(row) && (part == EARNING || line.matches(row))) {
        rows.add(new Row(usage, i, part));
      }
    }
  }

  int size() {
    return rows.size();
  }

  Row get(int index) {
    return rows.get(index);
  }

  boolean sameWindow(int index, int other) {
    UsageQuantity a = rows.get(index).usage();
    UsageQuantity b = rows.get(other).usage();
    return a.windowStart().equals(b.windowStart()) && a.windowEnd().equals(b.windowEnd());
  }
}
