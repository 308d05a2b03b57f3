package dev.headroom.cli.billing;

import dev.headroom.aggregation.config.HeldBooks;
import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.pricing.PriceBook;
import dev.headroom.pricing.PriceBooks;
import dev.headroom.pricing.PublishedBook;
import dev.headroom.usage.meter.MeterSet;
import dev.headroom.usage.yaml.InvalidInputException;
import dev.headroom.usage.yaml.Problem;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Publishes price books, if they fit what is sold and break no promise. */
public final class Publication {
  private static final SortedMap<Integer, PublishedBook> NONE = new TreeMap<>();

  /** Where a day begins first. */
  private static final ZoneOffset EARLIEST = ZoneOffset.ofHours(14);

  private final PriceBookTopic topic;
  private final PriceFiles files;
  private final boolean rewrite;

  /**
   * @param files of the job: its meters, its tenants, and the books that were never published
   * @param rewrite whether days that have begun may come to cost something else
   */
  public Publication(PriceBookTopic topic, PriceFiles files, boolean rewrite) {
    this.topic = topic;
    this.files = files;
    this.rewrite = rewrite;
  }

  /**
   * Publishes all of them or, if anything is wrong with one or somebody else publishes at the same
   * time, none.
   *
   * @param texts by the names of their files
   * @param now no price of a day that has begun anywhere then may change
   * @return a sentence for each
   * @throws InvalidInputException with every problem
   */
  public List<String> publish(Map<String, String> texts, Instant now) {
    try (PriceBookTopic.Turn turn = topic.begin()) {
      return publish(texts, now, turn);
    }
  }

  private List<String> publish(Map<String, String> texts, Instant now, PriceBookTopic.Turn turn) {
    SortedMap<String, SortedMap<Integer, PublishedBook>> versions = topic.versions();
    HeldBooks held = held(versions);
    Map<String, PublishedBook> latest = held.byId();
    MeterSet known = MeterSet.parse(files.meters().name(), files.meters().text());
    Map<String, String> units = known.units();
    PriceBooks.parse(texts, units, known.windows());
    LocalDate open = LocalDate.ofInstant(now, EARLIEST).plusDays(1);
    Map<String, PublishedBook> changed = new LinkedHashMap<>();
    List<String> same = new ArrayList<>();
    List<Problem> broken = new ArrayList<>();
    for (Map.Entry<String, String> text : texts.entrySet()) {
      PriceBook book = PriceBook.parse(text.getKey(), text.getValue(), units);
      PublishedBook before = latest.get(book.id());
      if (before != null && before.text().equals(text.getValue())) {
        same.add("Nothing new: " + before.key() + " is this book");
        continue;
      }
      PriceBook own = held.prices().books().get(book.id());
      if (!rewrite && own != null && !own.until(open).equals(book.until(open))) {
        broken.add(new Problem(text.getKey(), 1, 1, promise(book.id(), before, open)));
      }
      int version = versions.getOrDefault(book.id(), NONE).keySet().stream().reduce(0, Math::max);
      changed.put(book.id(), new PublishedBook(book.id(), version + 1, text.getValue()));
    }
    if (!broken.isEmpty()) {
      throw new InvalidInputException(broken);
    }
    Map<String, PublishedBook> together = new TreeMap<>(latest);
    together.putAll(changed);
    files.parse(together.values());
    if (!changed.isEmpty()) {
      turn.publish(changed.values());
    }
    List<String> said = new ArrayList<>(same);
    changed.values().forEach(book -> said.add("Published " + book.key()));
    return said;
  }

  /** Of each book the highest version that fits, as the job holds it. */
  private HeldBooks held(SortedMap<String, SortedMap<Integer, PublishedBook>> versions) {
    HeldBooks held = new HeldBooks(files);
    for (SortedMap<Integer, PublishedBook> own : versions.values()) {
      own.values().forEach(held::offer); // one that does not fit was set aside by the job
    }
    return held;
  }

  private static String promise(String id, @Nullable PublishedBook before, LocalDate open) {
    return ("%s says what the days until %s cost, and this book says something else: let a new price"
            + " begin on %s or later, or give --rewrite")
        .formatted(
            before == null ? "the job's book '" + id + "'" : before.key(), open.minusDays(1), open);
  }
}
