package dev.headroom.cli.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.cli.store.Store;
import java.util.Map;

/** How the points of one gateway fared, according to the view {@code ingest}. */
record Points(
    long declared, long counted, long repeated, long covered, long unmetered, long quarantined) {

  static Points read(Store store, String producerPrefix) {
    JsonNode row =
        store
            .rows(
                "SELECT sum(points_declared) AS declared, sum(points_counted) AS counted,"
                    + " sum(points_repeated) AS repeated, sum(points_covered) AS covered,"
                    + " sum(points_unmetered) AS unmetered,"
                    + " sum(points_quarantined) AS quarantined"
                    + " FROM ingest WHERE startsWith(producer_id, {producer:String})",
                Map.of("producer", producerPrefix))
            .get(0);
    return new Points(
        row.path("declared").asLong(),
        row.path("counted").asLong(),
        row.path("repeated").asLong(),
        row.path("covered").asLong(),
        row.path("unmetered").asLong(),
        row.path("quarantined").asLong());
  }

  /** Points of which ClickHouse says what became of them. */
  long stored() {
    return counted + repeated + covered + unmetered + quarantined;
  }
}
