package dev.headroom.cli.quickstart;

import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.config.KafkaSettings;
import dev.headroom.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The autoscaler of a quickstart and the Kafka it used, whether it is running or not. */
public final class RecordedQuickstart implements AutoCloseable {
  private final AutoscalerConfig config;
  private final QuickstartKafka kafka;

  private RecordedQuickstart(AutoscalerConfig written, QuickstartKafka kafka) {
    this.config = on(written, kafka.bootstrapServers());
    this.kafka = kafka;
  }

  /**
   * Connects to the quickstart that runs in the directory; where none does, starts Kafka on what it
   * left, until this is closed.
   */
  public static RecordedQuickstart open(Path directory) {
    DataLayout layout = new DataLayout(directory);
    if (!Files.isDirectory(layout.kafka()) || !Files.isDirectory(layout.config())) {
      throw CommandException.badInput(
          "there is no data in "
              + directory
              + ": run 'headroom quickstart' first, or name an autoscaler's --config");
    }
    return new RecordedQuickstart(read(layout), QuickstartKafka.open(layout));
  }

  private static AutoscalerConfig read(DataLayout layout) {
    try {
      return new ConfigFiles(layout.config()).autoscaler();
    } catch (IOException e) {
      throw CommandException.failed("the autoscaler's configuration cannot be read", e);
    }
  }

  /** The autoscaler's configuration on the Kafka of a quickstart. */
  static AutoscalerConfig on(AutoscalerConfig written, String bootstrapServers) {
    return written.on(
        new KafkaSettings(
            bootstrapServers,
            written.kafka().groupId(),
            Stack.USAGE_TOPIC,
            Stack.DECISIONS_TOPIC,
            written.kafka().properties()));
  }

  public AutoscalerConfig config() {
    return config;
  }

  @Override
  public void close() {
    kafka.close();
  }
}
