package dev.headroom.cli.command;

import dev.headroom.cli.store.Endpoints;
import dev.headroom.cli.store.QuickstartStore;
import dev.headroom.cli.store.Store;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says whose tables a query command reads: a quickstart's, or a server's. */
final class StoreOptions {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Data directory of a quickstart (default: ${DEFAULT-VALUE}).")
  private Path directory = Path.of("headroom-data");

  @Mixin private ClickHouseOptions server = new ClickHouseOptions();

  /** The Kafka beside these tables: that of a quickstart while it runs. */
  Optional<String> kafka() {
    return server.given() ? Optional.empty() : Endpoints.read(directory).map(Endpoints::kafka);
  }

  Store open() {
    return server.given() ? Store.at(server.address()) : QuickstartStore.open(directory);
  }
}
