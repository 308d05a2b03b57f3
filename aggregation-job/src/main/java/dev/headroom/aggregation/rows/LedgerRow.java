package dev.headroom.aggregation.rows;

import dev.headroom.aggregation.intake.KafkaPlace;
import dev.headroom.aggregation.intake.RecordHead;
import dev.headroom.aggregation.ledger.PointCounts;
import org.apache.flink.util.OutputTag;

/** What became of the points of one Kafka record. */
public final class LedgerRow {
  /** The side output that carries the rows of records that nothing has to be added up for. */
  public static final OutputTag<TableRow> OUTPUT = new OutputTag<>("ledger", TableRow.TYPE);

  private LedgerRow() {}

  public static TableRow of(RecordHead record, PointCounts counts) {
    KafkaPlace place = record.place();
    return new TableRow(
        SinkTable.LEDGER,
        new RowBinary()
            .text(place.topic())
            .int32(place.partition())
            .int64(place.offset())
            .milli(place.appendedAtMillis())
            .text(record.tenant())
            .text(record.producerId())
            .int64(record.sequence())
            .int64(record.declared())
            .int64(record.found())
            .int64(counts.counted())
            .int64(counts.repeated())
            .int64(counts.covered())
            .int64(counts.unmetered())
            .int64(counts.quarantined()));
  }
}
