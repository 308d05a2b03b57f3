package dev.headroom.aggregation.rows;

import dev.headroom.aggregation.totals.UsageTotal;

/** One quantity as known now. */
public final class UsageRow {
  private UsageRow() {}

  public static TableRow of(UsageTotal total) {
    return new TableRow(
        SinkTable.USAGE,
        new RowBinary()
            .text(total.key().tenant())
            .day(total.month().atDay(1).toEpochDay())
            .text(total.key().meter())
            .second(total.key().startSecond())
            .second(total.key().endSecond())
            .text(total.key().dimensions())
            .decimal(total.quantity())
            .decimal(total.allocated())
            .text(total.unit())
            .text(total.resource())
            .text(total.state())
            .int64(total.revision()));
  }
}
