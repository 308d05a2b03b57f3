package dev.headroom.cli.billing;

import dev.headroom.pricing.PublishedBook;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
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

  /** Begins a publication, in the place of any that another command has not finished. */
  public Turn begin() {
    return new Turn(topic.begin());
  }

  /** From the beginning of a publication on, what is read is what it is added to. */
  public final class Turn implements AutoCloseable {
    private final TopicTransaction transaction;

    private Turn(TopicTransaction transaction) {
      this.transaction = transaction;
    }

    /**
     * Publishes all of them.
     *
     * @throws dev.headroom.cli.CommandException if another publication has begun since: then none
     *     of them is published
     */
    public void publish(Collection<PublishedBook> books) {
      Map<String, String> texts = new LinkedHashMap<>();
      books.forEach(book -> texts.put(book.key(), book.text()));
      topic.send(transaction, texts);
    }

    @Override
    public void close() {
      transaction.close();
    }
  }

  @Override
  public void close() {
    topic.close();
  }
}
