package dev.headroom.aggregation.rows;

import dev.headroom.aggregation.intake.KafkaPlace;
import java.util.Arrays;
import java.util.Base64;
import org.apache.flink.util.OutputTag;

/** Something set aside, with the reason and its place in Kafka. */
public final class QuarantineRow {
  /** The side output that carries them. */
  public static final OutputTag<TableRow> OUTPUT = new OutputTag<>("quarantine", TableRow.TYPE);

  private static final int MAX_PAYLOAD_BYTES = 4096;
  private static final int MAX_DETAIL_CHARS = 1000;

  private QuarantineRow() {}

  /**
   * Encodes one row.
   *
   * @param item number of the complaint within the record
   * @param tenant empty where it has none
   * @param reason in kebab-case
   * @param metric empty where unknown
   * @param points number of points set aside
   * @param detail what was found and what was expected; cut after 1000 characters
   * @param payload the offending message, of which the first 4096 bytes are kept
   */
  public static TableRow of(
      KafkaPlace place,
      int item,
      String tenant,
      String reason,
      String metric,
      long points,
      String detail,
      byte[] payload,
      int offset,
      int length) {
    byte[] kept = Arrays.copyOfRange(payload, offset, offset + Math.min(length, MAX_PAYLOAD_BYTES));
    return new TableRow(
        SinkTable.QUARANTINE,
        new RowBinary()
            .text(place.topic())
            .int32(place.partition())
            .int64(place.offset())
            .int32(item)
            .milli(place.appendedAtMillis())
            .text(tenant)
            .text(reason)
            .text(metric)
            .int32(Math.min(points, 0xffff_ffffL))
            .text(detail.substring(0, Math.min(detail.length(), MAX_DETAIL_CHARS)))
            .text(Base64.getEncoder().encodeToString(kept)));
  }
}
