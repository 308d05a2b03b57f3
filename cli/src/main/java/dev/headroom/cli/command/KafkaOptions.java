package dev.headroom.cli.command;

import dev.headroom.cli.CommandException;
import dev.headroom.cli.billing.InvoiceTopic;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Says where the topic of invoices is. */
final class KafkaOptions {
  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Kafka (default: that of the quickstart, which must be running).")
  private String bootstrapServers = "";

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description = "Properties of the Kafka clients, such as those of TLS and SASL.")
  private @Nullable Path kafkaConfig;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      description = "Topic of finalised invoices (default: ${DEFAULT-VALUE}).")
  private String topic = "usage.invoices";

  /**
   * Connects.
   *
   * @param quickstart the Kafka to use if no other is named
   */
  InvoiceTopic open(Optional<String> quickstart) {
    Properties properties = new Properties();
    if (kafkaConfig != null) {
      try (Reader reader = Files.newBufferedReader(kafkaConfig)) {
        properties.load(reader);
      } catch (IOException e) {
        throw CommandException.badInput("--kafka-config: " + kafkaConfig + " cannot be read");
      }
    }
    String servers = bootstrapServers.isEmpty() ? quickstart.orElse("") : bootstrapServers;
    if (!servers.isEmpty()) {
      properties.setProperty("bootstrap.servers", servers);
    }
    if (!properties.containsKey("bootstrap.servers")) {
      throw CommandException.badInput(
          "no Kafka is known: start the quickstart of this directory, or give --bootstrap-servers");
    }
    return InvoiceTopic.open(properties, topic);
  }
}
