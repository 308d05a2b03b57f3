package dev.headroom.aggregation.savepoint;

import dev.headroom.aggregation.config.AggregationJobConfig;
import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.aggregation.config.SourceFile;
import dev.headroom.aggregation.config.StateBackend;
import dev.headroom.aggregation.rows.SinkTable;
import dev.headroom.aggregation.stack.EmbeddedStack;
import dev.headroom.aggregation.stack.JobFixture;
import dev.headroom.usage.metering.RandomUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of the kept savepoint, and the job it is of. */
final class KeptSavepoint {
  /** A series that was silent for longer than the horizon, by that clock, would be forgotten. */
  static final Instant SENT_AT = Instant.parse("2026-11-25T06:30:00Z");

  static final Path RESOURCES = Path.of("src/test/resources/dev/headroom/aggregation/savepoint");

  /** What is compared; also the files' names. */
  static final Map<String, String> EXPECTED =
      new TreeMap<>(
          Map.of(
              "usage.csv",
              "SELECT tenant_id, meter, window_start, window_end, dimensions, quantity, unit"
                  + " FROM usage WHERE quantity != 0 ORDER BY ALL",
              "invoice.csv",
              "SELECT tenant_id, period, book_id, sku_id, pricing_quantity, billed_cost, currency"
                  + " FROM invoice_line WHERE pricing_quantity != 0 OR billed_cost != 0 ORDER BY ALL",
              "points.csv",
              "SELECT tenant_id, producer_id, sum(records), sum(points_declared),"
                  + " sum(points_counted), sum(points_repeated), sum(points_covered),"
                  + " sum(points_unmetered), sum(points_quarantined) FROM ingest"
                  + " GROUP BY ALL ORDER BY ALL",
              "quarantine.csv",
              "SELECT kafka_partition, kafka_offset, item, tenant_id, reason, points"
                  + " FROM quarantine ORDER BY ALL"));

  static AggregationJobConfig config(JobFixture fixture, StateBackend backend) {
    AggregationJobConfig plain = fixture.config(fixture.clickhouse(), backend);
    return new AggregationJobConfig(
        plain.kafka(),
        plain.clickhouse(),
        new PriceFiles(file("meters.yaml"), file("tenants.yaml"), List.of(file("price-book.yaml"))),
        RandomUsage.LIMITS,
        plain.checkpoint(),
        backend,
        plain.flush(),
        plain.parallelism());
  }

  static SourceFile file(String name) {
    try {
      return new SourceFile(name, Files.readString(RESOURCES.resolve(name)));
    } catch (IOException e) {
      throw new AssertionError(name, e);
    }
  }

  static Path archive(StateBackend backend) {
    return RESOURCES.resolve(backend.name().toLowerCase(Locale.ROOT) + ".zip");
  }

  static JobFixture fixture(EmbeddedStack stack, StateBackend backend) throws Exception {
    return stack.fixture("savepoint_" + backend.name().toLowerCase(Locale.ROOT), SENT_AT);
  }

  static List<String> tables() {
    return Stream.of(SinkTable.values()).map(SinkTable::tableName).toList();
  }

  private KeptSavepoint() {}
}
