package dev.headroom.aggregation.books;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.aggregation.intake.RawRecord;
import dev.headroom.aggregation.rows.QuarantineRow;
import dev.headroom.aggregation.rows.TableRow;
import dev.headroom.pricing.PublishedBook;
import java.util.Optional;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Reads the records of published price books; what has no such key is set aside. */
public final class BookReader extends ProcessFunction<RawRecord, BookRecord> {
  private static final long serialVersionUID = 1L;

  @Override
  public void processElement(RawRecord record, Context context, Collector<BookRecord> out) {
    String key = new String(record.key(), UTF_8);
    Optional<PublishedBook> book = PublishedBook.of(key, new String(record.value(), UTF_8));
    if (book.isPresent()) {
      out.collect(new BookRecord(record.place(), book.get()));
    } else {
      context.output(
          QuarantineRow.OUTPUT,
          refused(record, "the record's key '" + key + "' is not a book's ID@VERSION"));
    }
  }

  private static TableRow refused(RawRecord record, String detail) {
    return QuarantineRow.of(
        record.place(),
        0,
        "",
        "bad-price-book",
        "",
        0,
        detail,
        record.value(),
        0,
        record.value().length);
  }
}
