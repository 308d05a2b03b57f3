package dev.headroom.aggregation.rows;

import dev.headroom.aggregation.books.BookRecord;
import dev.headroom.pricing.PublishedBook;

/** A version of a price book that the job rates by, or rated by. */
public final class BookRow {
  private BookRow() {}

  public static TableRow of(BookRecord record) {
    PublishedBook book = record.book();
    return new TableRow(
        SinkTable.PRICE_BOOK,
        new RowBinary()
            .text(book.id())
            .int32(book.version())
            .milli(record.place().appendedAtMillis())
            .text(book.text()));
  }
}
