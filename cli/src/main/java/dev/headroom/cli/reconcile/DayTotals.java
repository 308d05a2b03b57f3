package dev.headroom.cli.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.cli.store.Store;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What the ledger holds of one day of append times, as text: a line for each producer and tenant,
 * as ClickHouse writes {@code TabSeparated}, sorted by the bytes of both. The columns are those of
 * {@link #COLUMNS}.
 */
record DayTotals(LocalDate day, String text) {
  static final String COLUMNS =
      "producer_id, tenant_id, count(), sum(points_declared), sum(points_found),"
          + " sum(points_counted), sum(points_repeated), sum(points_covered),"
          + " sum(points_unmetered), sum(points_quarantined)";

  /** What the first day of a chain follows. */
  static final String BEGINNING = "0".repeat(64);

  /** Every day from the first that has a record to the last. */
  static NavigableMap<LocalDate, DayTotals> read(Store store, String topic) {
    String rows =
        store.text(
            "SELECT toDate(appended_at) AS day, "
                + COLUMNS
                + " FROM ledger WHERE kafka_topic = {topic:String}"
                + " GROUP BY day, producer_id, tenant_id"
                + " ORDER BY day, toString(producer_id), tenant_id FORMAT TabSeparated",
            Map.of("topic", topic));
    NavigableMap<LocalDate, DayTotals> days = new TreeMap<>();
    rows.lines()
        .forEach(
            line -> {
              int tab = line.indexOf('\t');
              LocalDate day = LocalDate.parse(line.substring(0, tab));
              String text = line.substring(tab + 1) + "\n";
              days.merge(day, new DayTotals(day, text), DayTotals::plus);
            });
    return days;
  }

  private DayTotals plus(DayTotals next) {
    return new DayTotals(day, text + next.text);
  }

  /** A day without a record. */
  static DayTotals nothing(LocalDate day) {
    return new DayTotals(day, "");
  }

  /** SHA-256 of the hash before, a line feed, and the text; in lower-case hex. */
  String hash(String before) {
    return hash(before, text);
  }

  static String hash(String before, String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest((before + "\n" + text).getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM knows SHA-256", e);
    }
  }
}
