package dev.headroom.aggregation.rows;

import dev.headroom.aggregation.totals.IngestKey;
import dev.headroom.aggregation.totals.PointCounts;

/** How the points of one producer fared on one day. */
public final class IngestRow {
  private IngestRow() {}

  public static TableRow of(IngestKey key, PointCounts counts, long revision) {
    return new TableRow(
        SinkTable.INGEST,
        new RowBinary()
            .text(key.tenant())
            .text(key.producerId())
            .day(key.epochDay())
            .int64(counts.records())
            .int64(counts.declared())
            .int64(counts.counted())
            .int64(counts.repeated())
            .int64(counts.covered())
            .int64(counts.unmetered())
            .int64(counts.quarantined())
            .int64(revision));
  }
}
