package dev.headroom.cli.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.cli.CommandRun;
import dev.headroom.cli.quickstart.fleet.Fleet;
import dev.headroom.cli.quickstart.fleet.SimulatedTenant;
import dev.headroom.cli.store.Endpoints;
import dev.headroom.cli.store.QuickstartStore;
import dev.headroom.cli.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The data of a quickstart that has ended, with its ClickHouse running, so that many commands can
 * ask it without a start for each.
 */
final class FinishedRun implements AutoCloseable {
  private final Path directory;
  private final Store store;

  private FinishedRun(Path directory, Store store) {
    this.directory = directory;
    this.store = store;
  }

  static FinishedRun open(Path directory) throws IOException {
    Store store = QuickstartStore.open(directory);
    new Endpoints(store.address(), "", "", "").write(directory);
    return new FinishedRun(directory, store);
  }

  static List<String> tenants() {
    return Fleet.shipped().tenants().stream().map(SimulatedTenant::id).toList();
  }

  String usage(String tenant) {
    return ask("usage", "--tenant", tenant, "--format", "csv");
  }

  String invoice(String tenant) {
    return ask("invoice", "--tenant", tenant, "--format", "json");
  }

  /** Decisions as JSON. */
  String decisions(String... which) {
    List<String> args = new ArrayList<>(List.of("decisions"));
    args.addAll(List.of(which));
    args.addAll(List.of("--format", "json"));
    return ask(args.toArray(String[]::new));
  }

  String explained(String decision) {
    return ask("decisions", "explain", decision);
  }

  /** Rates the usage of the file with the quickstart's own books and tenants. */
  String rated(Path usage) {
    List<String> args = new ArrayList<>(List.of("prices", "rate"));
    Path config = new DataLayout(directory).config();
    for (String book : List.of("serverless", "fully-managed", "byoc", "on-prem")) {
      args.addAll(List.of("--book", config.resolve("catalog/" + book + ".yaml").toString()));
    }
    args.addAll(List.of("--tenants", config.resolve("tenants.yaml").toString()));
    args.addAll(List.of("--usage", usage.toString(), "--format", "json"));
    return CommandRun.output(args.toArray(String[]::new));
  }

  /** Rates all usage by a book of the catalogue in which a text stands for another. */
  String backtest(String book, String text, String otherText, Path folder) throws IOException {
    Path shipped = new DataLayout(directory).config().resolve("catalog/" + book + ".yaml");
    Path changed = folder.resolve(book + "-changed.yaml");
    Files.writeString(changed, Files.readString(shipped).replace(text, otherText));
    return ask(
        "prices",
        "backtest",
        "--book",
        changed.toString(),
        "--plot",
        folder.resolve(book + ".png").toString());
  }

  CommandRun reconcile(String... args) {
    List<String> all = new ArrayList<>(List.of("reconcile", "--data-dir", directory.toString()));
    all.addAll(List.of(args));
    return CommandRun.of(all.toArray(String[]::new));
  }

  /**
   * Deletes by hand what ClickHouse holds of one Kafka record, and says which one it was: not the
   * last of a partition, which the job might not have read yet.
   */
  JsonNode deleteLedgerRow() {
    JsonNode record =
        store
            .rows(
                "SELECT kafka_partition, kafka_offset, producer_id, sequence FROM ledger"
                    + " WHERE (kafka_partition, kafka_offset) NOT IN"
                    + " (SELECT kafka_partition, max(kafka_offset) FROM ledger"
                    + " GROUP BY kafka_partition)"
                    + " ORDER BY cityHash64(kafka_partition, kafka_offset) LIMIT 1",
                Map.of())
            .get(0);
    store.text(
        "ALTER TABLE ledger_row DELETE WHERE kafka_partition = {partition:Int32}"
            + " AND kafka_offset = {offset:Int64} SETTINGS mutations_sync = 1",
        Map.of(
            "partition", record.path("kafka_partition").asText(),
            "offset", record.path("kafka_offset").asText()));
    return record;
  }

  String ask(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--data-dir", directory.toString()));
    return CommandRun.output(all.toArray(String[]::new));
  }

  @Override
  public void close() throws IOException {
    Endpoints.remove(directory);
    store.close();
  }
}
