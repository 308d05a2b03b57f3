package dev.headroom.cli.billing;

import dev.headroom.pricing.PublishedBook;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/** The compacted topic of published price books. The first record of a version is the version. */
public final class PriceBookTopic implements AutoCloseable {
  private final Topic topic;

  private PriceBookTopic(Topic topic) {
    this.topic = topic;
  }

  /**
   * Connects.
   *
   * @param properties of the clients, with {@code bootstrap.servers}
   */
  public static PriceBookTopic open(Properties properties, String name) {
    return new PriceBookTopic(Topic.open(properties, name));
  }

  /**
   * The versions of each book, by its id: the first record of each. Keys that are none of a book
   * are left out.
   */
  public SortedMap<String, SortedMap<Integer, PublishedBook>> versions() {
    SortedMap<String, SortedMap<Integer, PublishedBook>> versions = new TreeMap<>();
    topic.read(
        entry -> {
          PublishedBook.of(entry.key(), entry.value())
              .ifPresent(
                  book ->
                      versions
                          .computeIfAbsent(book.id(), id -> new TreeMap<>())
                          .putIfAbsent(book.version(), book));
          return true;
        });
    return versions;
  }

  /**
   * Publishes a version. If somebody else published that version first, theirs is it, and is
   * published once more, so that compaction keeps it.
   *
   * @return whether the version is this one
   */
  public boolean publish(PublishedBook book) {
    topic.send(book.key(), book.text());
    String first = first(book.key()).orElse(book.text());
    if (first.equals(book.text())) {
      return true;
    }
    topic.send(book.key(), first);
    return false;
  }

  private Optional<String> first(String key) {
    SortedMap<String, String> found = new TreeMap<>();
    topic.read(
        entry -> {
          if (entry.key().equals(key)) {
            found.putIfAbsent(key, entry.value());
          }
          return found.isEmpty();
        });
    return Optional.ofNullable(found.get(key));
  }

  @Override
  public void close() {
    topic.close();
  }
}
