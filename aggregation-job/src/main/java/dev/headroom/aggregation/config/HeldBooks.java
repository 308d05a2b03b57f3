package dev.headroom.aggregation.config;

import dev.headroom.pricing.PublishedBook;
import dev.headroom.usage.yaml.InvalidInputException;
import dev.headroom.usage.yaml.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The published price books that fit the files: each stands for the files' own with its id. */
public final class HeldBooks {
  private final PriceFiles files;
  private final Map<String, PublishedBook> byId = new LinkedHashMap<>();
  private PriceFiles.Prices prices;

  /** None yet. Throws {@link InvalidInputException} with every problem of every file. */
  public HeldBooks(PriceFiles files) {
    this.files = files;
    this.prices = files.parse();
  }

  /**
   * Holds a book in the place of the one with its id, if it fits the files and the others.
   *
   * @return what is wrong with it, and then nothing has changed; empty if it holds now
   */
  public List<Problem> offer(PublishedBook book) {
    Map<String, PublishedBook> all = new LinkedHashMap<>(byId);
    all.put(book.id(), book);
    try {
      prices = files.parse(all.values());
    } catch (InvalidInputException e) {
      return e.problems();
    }
    byId.put(book.id(), book);
    return List.of();
  }

  /** Those that hold, by their id. */
  public Map<String, PublishedBook> byId() {
    return Map.copyOf(byId);
  }

  /** What they and the files say together. */
  public PriceFiles.Prices prices() {
    return prices;
  }
}
