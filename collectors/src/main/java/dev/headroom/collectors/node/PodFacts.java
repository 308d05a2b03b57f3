package dev.headroom.collectors.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/**
 * A pod as rules see it.
 *
 * @param fixed whether a file of the node describes it, so that it may come back under its UID
 * @param spec as of the kubelet's {@code /pods}
 * @param running whether it still holds what it requested
 */
record PodFacts(
    String uid,
    String namespace,
    String name,
    Map<String, String> labels,
    boolean fixed,
    JsonNode spec,
    boolean running) {
  static PodFacts of(JsonNode pod) {
    JsonNode metadata = pod.path("metadata");
    Map<String, String> labels = new HashMap<>();
    metadata
        .path("labels")
        .properties()
        .forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
    String source = metadata.path("annotations").path("kubernetes.io/config.source").asText("api");
    String phase = pod.path("status").path("phase").asText();
    return new PodFacts(
        metadata.path("uid").asText(),
        metadata.path("namespace").asText(),
        metadata.path("name").asText(),
        Map.copyOf(labels),
        !source.equals("api"),
        pod.path("spec"),
        !phase.equals("Succeeded") && !phase.equals("Failed"));
  }

  /** The source of its counters. */
  String source() {
    return (fixed ? Ledger.FIXED_POD : Ledger.POD) + uid;
  }
}
