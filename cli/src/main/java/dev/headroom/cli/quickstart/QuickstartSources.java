package dev.headroom.cli.quickstart;

import dev.headroom.aggregation.config.KafkaSettings;
import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.cli.CommandException;
import dev.headroom.cli.billing.PublishedPrices;
import dev.headroom.cli.reconcile.Sources;
import dev.headroom.cli.store.QuickstartStore;
import dev.headroom.cli.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The Kafka, the tables and the price books in a quickstart's data directory. What does not run is
 * started on what the quickstart left, until this is closed.
 */
public final class QuickstartSources implements AutoCloseable {
  private final Store store;
  private final QuickstartKafka kafka;
  private final Sources sources;

  private QuickstartSources(Store store, QuickstartKafka kafka, Sources sources) {
    this.store = store;
    this.kafka = kafka;
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
      QuickstartKafka kafka = QuickstartKafka.open(layout);
      KafkaSettings settings = KafkaSettings.of(kafka.bootstrapServers());
      boolean ran = kafka.started().isEmpty();
      return new QuickstartSources(store, kafka, new Sources(store, settings, prices, ran));
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  public Sources sources() {
    return sources;
  }

  @Override
  public void close() {
    try {
      kafka.close();
    } finally {
      store.close();
    }
  }
}
