package dev.headroom.cli.store;

import dev.headroom.cli.CommandException;
import dev.headroom.embedded.DataDirectory;
import dev.headroom.embedded.EmbeddedClickHouse;
import dev.headroom.embedded.EmbeddedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The tables in a quickstart's data directory, whether it is running or not. */
public final class QuickstartStore {
  /** Folder of ClickHouse's own data, in the data directory. */
  public static final String CLICKHOUSE = "clickhouse";

  private QuickstartStore() {}

  /**
   * Connects to the quickstart that runs in the directory; where none does, starts ClickHouse on
   * what it left, until the store is closed.
   */
  public static Store open(Path directory) {
    if (!Files.isDirectory(directory.resolve(CLICKHOUSE))) {
      throw CommandException.badInput(
          "there is no data in "
              + directory
              + ": run 'headroom quickstart' first, or name a server with --clickhouse-url");
    }
    return lock(directory)
        .map(lock -> started(directory, lock))
        .orElseGet(() -> running(directory));
  }

  private static Optional<DataDirectory> lock(Path directory) {
    try {
      return Optional.of(DataDirectory.lock(directory));
    } catch (EmbeddedException e) {
      return Optional.empty();
    }
  }

  private static Store running(Path directory) {
    return Endpoints.read(directory)
        .map(endpoints -> Store.at(endpoints.clickHouse()))
        .orElseThrow(
            () ->
                CommandException.failed(
                    directory + " is in use by a command that is still starting; try again soon"));
  }

  private static Store started(Path directory, DataDirectory lock) {
    try {
      EmbeddedClickHouse server = EmbeddedClickHouse.start(directory.resolve(CLICKHOUSE));
      return Store.at(
          address(server),
          () -> {
            server.close();
            lock.close();
          });
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Where an embedded server is reached. */
  public static ClickHouseAddress address(EmbeddedClickHouse server) {
    return new ClickHouseAddress(
        server.httpUrl(), EmbeddedClickHouse.DATABASE, server.user(), server.password());
  }
}
