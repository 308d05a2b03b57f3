package dev.headroom.cli.billing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.aggregation.config.HeldBooks;
import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.cli.store.Store;
import dev.headroom.pricing.PublishedBook;
import java.util.Map;

/** The prices that the job rates by: its files, and the books it accepted since. */
public final class PublishedPrices {
  private PublishedPrices() {}

  /** What holds as far as the tables tell; a book that no longer fits the files does not. */
  public static PriceFiles.Prices of(Store store, PriceFiles files) {
    HeldBooks held = new HeldBooks(files);
    store
        .rows("SELECT book_id, last_version, last_text FROM price_books ORDER BY book_id", Map.of())
        .stream()
        .map(PublishedPrices::book)
        .forEach(held::offer);
    return held.prices();
  }

  private static PublishedBook book(JsonNode row) {
    return new PublishedBook(
        row.path("book_id").asText(),
        row.path("last_version").asInt(),
        row.path("last_text").asText());
  }
}
