package dev.headroom.collectors.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/**
 * A pod as rules see it.
 *
 * @param spec as of the kubelet's {@code /pods}
 * @param running whether it still holds what it requested
 */
record PodFacts(
    String uid,
    String namespace,
    String name,
    Map<String, String> labels,
    JsonNode spec,
    boolean running) {
  static PodFacts of(JsonNode pod) {
    JsonNode metadata = pod.path("metadata");
    Map<String, String> labels = new HashMap<>();
    metadata
        .path("labels")
        .properties()
        .forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
    String phase = pod.path("status").path("phase").asText();
    return new PodFacts(
        metadata.path("uid").asText(),
        metadata.path("namespace").asText(),
        metadata.path("name").asText(),
        Map.copyOf(labels),
        pod.path("spec"),
        !phase.equals("Succeeded") && !phase.equals("Failed"));
  }

  /** The source of its counters. */
  String source() {
    return Ledger.POD + uid;
  }
}
