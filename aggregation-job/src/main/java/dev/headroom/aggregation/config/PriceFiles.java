package dev.headroom.aggregation.config;

import dev.headroom.pricing.PriceBook;
import dev.headroom.pricing.PriceBooks;
import dev.headroom.pricing.PublishedBook;
import dev.headroom.pricing.Tenants;
import dev.headroom.usage.meter.MeterSet;
import dev.headroom.usage.yaml.InvalidInputException;
import dev.headroom.usage.yaml.Problem;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files that say who pays what. They refer to each other, so they are read together. */
public record PriceFiles(SourceFile meters, SourceFile tenants, List<SourceFile> books)
    implements Serializable {

  /** What they say. */
  public record Prices(Map<String, PriceBook> books, Tenants tenants) {}

  public PriceFiles {
    books = List.copyOf(books);
  }

  /** SHA-256 of everything they say, in hexadecimal. */
  public String digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (SourceFile file : all()) {
        digest.update(file.text().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private List<SourceFile> all() {
    List<SourceFile> all = new ArrayList<>(List.of(meters, tenants));
    all.addAll(books);
    return all;
  }

  /** Throws {@link InvalidInputException} with every problem of every file. */
  public Prices parse() {
    return parse(List.of());
  }

  /**
   * With books that were published, which stand for those of the files with their ids.
   *
   * @param published each with another id
   * @throws InvalidInputException with every problem of every file, and of tenants whose
   *     subscriptions do not fit the books
   */
  public Prices parse(Collection<PublishedBook> published) {
    MeterSet known = MeterSet.parse(meters.name(), meters.text());
    Map<String, String> units = known.units();
    Map<String, String> texts = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (SourceFile book : books) {
      if (texts.putIfAbsent(book.name(), book.text()) != null) {
        problems.add(new Problem(book.name(), 1, 1, "this price book is named twice"));
      }
    }
    problems.addAll(PriceBooks.check(texts, units, known.windows()));
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    Map<String, PriceBook> byId = new LinkedHashMap<>(PriceBooks.parse(texts, units).byId());
    byId.putAll(published(published, units));
    return new Prices(
        byId, Tenants.parse(tenants.name(), tenants.text(), byId, units, known.windows()));
  }

  private static Map<String, PriceBook> published(
      Collection<PublishedBook> published, Map<String, String> units) {
    Map<String, String> texts = new LinkedHashMap<>();
    published.forEach(book -> texts.put(book.key(), book.text()));
    Map<String, PriceBook> byId = PriceBooks.parse(texts, units).byId();
    for (PublishedBook book : published) {
      if (!byId.containsKey(book.id())) {
        throw new InvalidInputException(
            List.of(new Problem(book.key(), 1, 1, "the book's id is not '" + book.id() + "'")));
      }
    }
    return byId;
  }
}
