package dev.headroom.aggregation.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where usage, decisions, finalised invoices and published price books are read.
 *
 * @param bootstrapServers host:port, several with commas
 * @param groupId consumer group; for showing the progress only, positions come from checkpoints
 * @param directTopics topics that Collectors write themselves, read as the usage topic is
 * @param properties further consumer properties, such as those of TLS and SASL
 */
public record KafkaSettings(
    String bootstrapServers,
    String groupId,
    String usageTopic,
    String decisionsTopic,
    String invoicesTopic,
    String priceBooksTopic,
    List<DirectTopic> directTopics,
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
    directTopics = List.copyOf(directTopics);
    Set<String> named =
        new HashSet<>(List.of(usageTopic, decisionsTopic, invoicesTopic, priceBooksTopic));
    for (DirectTopic direct : directTopics) {
      if (!named.add(direct.topic())) {
        throw new IllegalArgumentException("the topic " + direct.topic() + " is named twice");
      }
    }
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
        List.of(),
        Map.of());
  }

  /** Every topic that has usage. */
  public List<String> usageTopics() {
    List<String> topics = new ArrayList<>(List.of(usageTopic));
    directTopics.forEach(direct -> topics.add(direct.topic()));
    return topics;
  }

  /** How a topic that Collectors write themselves is to be read; empty for the usage topic. */
  public Optional<DirectTopic> direct(String topic) {
    return directTopics.stream().filter(direct -> direct.topic().equals(topic)).findFirst();
  }
}
