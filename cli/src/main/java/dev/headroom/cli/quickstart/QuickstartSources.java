package dev.headroom.cli.quickstart;

import dev.headroom.aggregation.config.KafkaSettings;
import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.cli.CommandException;
import dev.headroom.cli.billing.PublishedPrices;
import dev.headroom.cli.reconcile.Sources;
import dev.headroom.cli.store.Endpoints;
import dev.headroom.cli.store.QuickstartStore;
import dev.headroom.cli.store.Store;
import dev.headroom.embedded.DataDirectory;
import dev.headroom.embedded.EmbeddedException;
import dev.headroom.embedded.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The Kafka, the tables and the price books in a quickstart's data directory. What does not run is
 * started on what the quickstart left, until this is closed.
 */
public final class QuickstartSources implements AutoCloseable {
  private final Store store;
  private final Optional<EmbeddedKafka> started;
  private final Sources sources;

  private QuickstartSources(Store store, Optional<EmbeddedKafka> started, Sources sources) {
    this.store = store;
    this.started = started;
    this.sources = sources;
  }

  public static QuickstartSources open(Path directory) throws IOException {
    DataLayout layout = new DataLayout(directory);
    Store store = QuickstartStore.open(directory);
    try {
      if (!Files.isDirectory(layout.kafka()) || !Files.isDirectory(layout.config())) {
        throw CommandException.badInput(
            directory + " holds tables, but no Kafka: it is not a quickstart's");
      }
      PriceFiles.Prices prices =
          PublishedPrices.of(store, new ConfigFiles(layout.config()).prices());
      Optional<EmbeddedKafka> started = kafka(layout);
      String bootstrap =
          started.map(EmbeddedKafka::bootstrapServers).orElseGet(() -> running(directory));
      return new QuickstartSources(
          store,
          started,
          new Sources(store, KafkaSettings.of(bootstrap), prices, started.isEmpty()));
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** Empty if it runs already. */
  private static Optional<EmbeddedKafka> kafka(DataLayout layout) {
    try {
      DataDirectory.lock(layout.kafka()).close();
    } catch (EmbeddedException inUse) {
      return Optional.empty();
    }
    return Optional.of(EmbeddedKafka.start(layout.kafka()));
  }

  private static String running(Path directory) {
    return Endpoints.read(directory)
        .map(Endpoints::kafka)
        .orElseThrow(
            () ->
                CommandException.failed(
                    directory + " is in use by a command that is still starting; try again soon"));
  }

  public Sources sources() {
    return sources;
  }

  @Override
  public void close() {
    try {
      started.ifPresent(EmbeddedKafka::close);
    } finally {
      store.close();
    }
  }
}
