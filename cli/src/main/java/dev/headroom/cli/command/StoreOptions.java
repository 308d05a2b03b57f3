package dev.headroom.cli.command;

import dev.headroom.cli.store.QuickstartStore;
import dev.headroom.cli.store.Store;
import java.nio.file.Path;
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

  Store open() {
    return server.given() ? Store.at(server.address()) : QuickstartStore.open(directory);
  }
}
