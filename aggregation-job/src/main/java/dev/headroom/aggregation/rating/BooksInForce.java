package dev.headroom.aggregation.rating;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.aggregation.books.BookRecord;
import dev.headroom.aggregation.config.HeldBooks;
import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.aggregation.rows.QuarantineRow;
import dev.headroom.aggregation.rows.TableRow;
import dev.headroom.pricing.PriceBook;
import dev.headroom.pricing.PublishedBook;
import dev.headroom.pricing.Subscription;
import dev.headroom.pricing.Tenant;
import dev.headroom.usage.yaml.Problem;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The price books by which bills are rated: those of the files, and those published since. */
final class BooksInForce {
  /** The book holds from now on. */
  private static final Outcome ACCEPTED = new Outcome(true, "");

  /** The book was known, or is older than the one that holds. */
  private static final Outcome KNOWN = new Outcome(false, "");

  private static final Logger LOG = LoggerFactory.getLogger(BooksInForce.class);

  private static final MapStateDescriptor<String, BookRecord> PUBLISHED =
      new MapStateDescriptor<>("price-books", Types.STRING, BookRecord.TYPE);

  private static final String DIGEST = "sha-256";
  private static final MapStateDescriptor<String, String> FILES =
      new MapStateDescriptor<>("price-files", Types.STRING, Types.STRING);

  private final HeldBooks held;
  private final BroadcastState<String, BookRecord> published;
  private final boolean ofChangedFiles;

  /**
   * What became of a book.
   *
   * @param accepted whether it holds from now on
   * @param problem why it is refused; empty if it is not
   */
  record Outcome(boolean accepted, String problem) {
    static Outcome refused(String problem) {
      return new Outcome(false, problem);
    }
  }

  private BooksInForce(
      HeldBooks held, BroadcastState<String, BookRecord> published, boolean ofChangedFiles) {
    this.held = held;
    this.published = published;
    this.ofChangedFiles = ofChangedFiles;
  }

  /**
   * The files may have changed since the books were published: one that no longer fits them does
   * not hold until another version is published, and the files' own book stands for it.
   */
  static BooksInForce restore(PriceFiles files, OperatorStateStore store) throws Exception {
    BroadcastState<String, BookRecord> published = store.getBroadcastState(PUBLISHED);
    SortedMap<String, PublishedBook> known = new TreeMap<>();
    for (Map.Entry<String, BookRecord> entry : published.entries()) {
      known.put(entry.getKey(), entry.getValue().book());
    }
    HeldBooks held = new HeldBooks(files);
    for (PublishedBook book : known.values()) {
      List<Problem> problems = held.offer(book);
      if (!problems.isEmpty()) {
        LOG.warn("The price book {} does not hold any more: {}", book.key(), text(problems));
      }
    }
    BroadcastState<String, String> digests = store.getBroadcastState(FILES);
    String before = digests.get(DIGEST);
    digests.put(DIGEST, files.digest());
    boolean changed = before != null && !before.equals(files.digest());
    return new BooksInForce(held, published, changed);
  }

  /** Whether the bills that there are were rated by other files than those of now. */
  boolean isOfChangedFiles() {
    return ofChangedFiles;
  }

  private static String text(List<Problem> problems) {
    return problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
  }

  /** The first record of a version is the version, and the highest version holds. */
  Outcome offer(BookRecord record) throws Exception {
    PublishedBook book = record.book();
    BookRecord known = published.get(book.id());
    if (known != null && known.book().version() >= book.version()) {
      boolean other =
          known.book().version() == book.version() && !known.book().text().equals(book.text());
      return other
          ? Outcome.refused(book.key() + " was published before, with another text, which stays")
          : KNOWN;
    }
    List<Problem> problems = held.offer(book);
    if (!problems.isEmpty()) {
      return Outcome.refused(text(problems));
    }
    published.put(book.id(), record);
    return ACCEPTED;
  }

  static TableRow refused(BookRecord record, Outcome outcome) {
    byte[] text = record.book().text().getBytes(UTF_8);
    return QuarantineRow.of(
        record.place(), 0, "", "bad-price-book", "", 0, outcome.problem(), text, 0, text.length);
  }

  Map<String, PriceBook> byId() {
    return held.prices().books();
  }

  /** Those of the file. */
  List<Tenant> tenants() {
    return held.prices().tenants().tenants();
  }

  /** One without subscriptions if nothing is known of it. */
  Tenant tenant(String id) {
    return held.prices().tenants().find(id).orElseGet(() -> new Tenant(id, id, List.of()));
  }

  /** Whether a book is subscribed to in the month of a bill. */
  boolean isBilledBy(BillKey bill, String book) {
    Tenant tenant = tenant(bill.tenant());
    for (Subscription subscription : tenant.subscriptions()) {
      if (subscription.book().equals(book)
          && subscription.in(bill.yearMonth(), tenant.timeZone()).isPresent()) {
        return true;
      }
    }
    return false;
  }
}
