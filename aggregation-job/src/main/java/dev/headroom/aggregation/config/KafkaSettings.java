package dev.headroom.aggregation.config;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where usage, decisions, finalised invoices and published price books are read.
 *
 * @param bootstrapServers host:port, several with commas
 * @param groupId consumer group; for showing the progress only, positions come from checkpoints
 * @param properties further consumer properties, such as those of TLS and SASL
 */
public record KafkaSettings(
    String bootstrapServers,
    String groupId,
    String usageTopic,
    String decisionsTopic,
    String invoicesTopic,
    String priceBooksTopic,
    Map<String, String> properties) {
  private static final Set<String> OURS =
      Set.of(
          "bootstrap.servers",
          "group.id",
          "auto.offset.reset",
          "enable.auto.commit",
          "key.deserializer",
          "value.deserializer");

  public KafkaSettings {
    properties = Map.copyOf(properties);
    Set<String> taken = new TreeSet<>(properties.keySet());
    taken.retainAll(OURS);
    if (!taken.isEmpty()) {
      throw new IllegalArgumentException("the job sets " + String.join(", ", taken) + " itself");
    }
  }

  /** The topics and the group of the reference. */
  public static KafkaSettings of(String bootstrapServers) {
    return new KafkaSettings(
        bootstrapServers,
        "headroom-aggregation",
        "usage.otlp",
        "usage.decisions",
        "usage.invoices",
        "usage.price-books",
        Map.of());
  }
}
