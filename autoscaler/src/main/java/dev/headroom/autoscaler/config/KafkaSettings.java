package dev.headroom.autoscaler.config;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where usage comes from and decisions go.
 *
 * @param groupId group under which the position is committed, for monitoring
 * @param properties further properties of the Kafka clients
 */
public record KafkaSettings(
    String bootstrapServers,
    String groupId,
    String usageTopic,
    String decisionsTopic,
    Map<String, String> properties) {
  private static final Set<String> OURS =
      Set.of(
          "bootstrap.servers",
          "group.id",
          "auto.offset.reset",
          "enable.auto.commit",
          "acks",
          "enable.idempotence",
          "key.deserializer",
          "value.deserializer",
          "key.serializer",
          "value.serializer");

  public KafkaSettings {
    properties = Map.copyOf(properties);
    Set<String> taken = new TreeSet<>(properties.keySet());
    taken.retainAll(OURS);
    if (!taken.isEmpty()) {
      throw new IllegalArgumentException(
          "the autoscaler sets " + String.join(", ", taken) + " itself");
    }
  }

  /** The topics and the group of the reference. */
  public static KafkaSettings of(String bootstrapServers) {
    return new KafkaSettings(
        bootstrapServers, "headroom-autoscaler", "usage.otlp", "usage.decisions", Map.of());
  }
}
