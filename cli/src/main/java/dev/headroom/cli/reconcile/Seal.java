package dev.headroom.cli.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.cli.store.Store;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A day that is over, with its totals as they were when it was first found complete.
 *
 * @param text as {@link DayTotals#text()}
 * @param previousHash of the day before
 */
record Seal(LocalDate day, String text, String previousHash, String hash) {

  static Seal of(DayTotals totals, String previousHash) {
    return new Seal(totals.day(), totals.text(), previousHash, totals.hash(previousHash));
  }

  /** In the order of the days; a day that was sealed twice comes twice, the earlier first. */
  static List<Seal> read(Store store, String topic) {
    return store
        .rows(
            "SELECT day, totals, previous_hash, hash FROM reconciliation"
                + " WHERE kafka_topic = {topic:String} ORDER BY day, sealed_at",
            Map.of("topic", topic))
        .stream()
        .map(Seal::of)
        .toList();
  }

  private static Seal of(JsonNode row) {
    return new Seal(
        LocalDate.parse(row.path("day").asText()),
        row.path("totals").asText(),
        row.path("previous_hash").asText(),
        row.path("hash").asText());
  }

  void write(Store store, String topic) {
    store.text(
        "INSERT INTO reconciliation (kafka_topic, day, totals, previous_hash, hash)"
            + " SELECT {topic:String}, {day:Date}, unhex({totals:String}), {previous:String},"
            + " {hash:String}",
        Map.of(
            "topic", topic,
            "day", day.toString(),
            "totals", HexFormat.of().formatHex(text.getBytes(UTF_8)),
            "previous", previousHash,
            "hash", hash));
  }

  /** Whether the hash is that of the totals after the day before. */
  boolean isWhole() {
    return hash.equals(DayTotals.hash(previousHash, text));
  }
}
