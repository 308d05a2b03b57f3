package dev.headroom.collectors.node;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.collectors.node.Workloads.PodClaim;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pods, from the kubelet: what they use from its summary, what they reserve from their specs. */
final class PodReader {
  private static final Logger LOG = LoggerFactory.getLogger(PodReader.class);

  private final KubeletClient kubelet;
  private @Nullable String trouble;

  PodReader(KubeletClient kubelet) {
    this.kubelet = kubelet;
  }

  /** Empty if the kubelet cannot be asked now, which is said once. */
  Optional<List<Reading>> read(Workloads workloads) {
    try {
      Map<String, PodFacts> pods = new HashMap<>();
      for (JsonNode pod : kubelet.list("/pods", "items")) {
        PodFacts facts = PodFacts.of(pod);
        pods.put(facts.uid(), facts);
      }
      JsonNode used = kubelet.list("/stats/summary", "pods");
      if (trouble != null) {
        LOG.info("the kubelet answers again");
      }
      trouble = null;
      return Optional.of(readings(pods, used, workloads));
    } catch (KubeletException e) {
      String message = String.valueOf(e.getMessage());
      if (!message.equals(trouble)) {
        LOG.warn("pods are not reported for now: {}", message);
      }
      trouble = message;
      return Optional.empty();
    }
  }

  private static List<Reading> readings(
      Map<String, PodFacts> pods, JsonNode used, Workloads workloads) {
    List<Reading> readings = new ArrayList<>();
    readings.add(new Reading(Ledger.PODS, NodeMetric.K8S_POD_CPU_TIME, "", 0, null));
    for (JsonNode stats : used) {
      PodFacts facts = pods.get(stats.path("podRef").path("uid").asText());
      if (facts != null) {
        Pod pod = new Pod(facts, workloads.ofPod(facts).orElse(null), readings);
        pod.used(stats);
      }
    }
    for (PodFacts facts : pods.values()) {
      if (facts.running()) {
        new Pod(facts, workloads.ofPod(facts).orElse(null), readings).reserved();
      }
    }
    return readings;
  }

  /** Counters are read of every pod, of no rule too: its labels may bring it under one later. */
  private record Pod(PodFacts facts, @Nullable PodClaim claim, List<Reading> readings) {
    void used(JsonNode stats) {
      add(NodeMetric.K8S_POD_CPU_TIME, stats.path("cpu").path("usageCoreNanoSeconds"), "");
      add(NodeMetric.K8S_POD_MEMORY, stats.path("memory").path("workingSetBytes"), "");
      add(NodeMetric.K8S_POD_FILESYSTEM, stats.path("ephemeral-storage").path("usedBytes"), "");
      for (JsonNode device : stats.path("network").path("interfaces")) {
        String name = device.path("name").asText();
        network(device.path("rxBytes"), name, "receive");
        network(device.path("txBytes"), name, "transmit");
      }
      for (JsonNode volume : stats.path("volume")) {
        String name = volume.path("name").asText();
        String claimName = volume.path("pvcRef").path("name").asText();
        String[] attributes =
            claimName.isEmpty()
                ? new String[] {"k8s.volume.name", name}
                : new String[] {
                  "k8s.volume.name", name, "k8s.persistentvolumeclaim.name", claimName
                };
        add(NodeMetric.K8S_VOLUME_USED, volume.path("usedBytes"), name, attributes);
        add(NodeMetric.K8S_VOLUME_CAPACITY, volume.path("capacityBytes"), name, attributes);
      }
    }

    private void network(JsonNode bytes, String name, String direction) {
      add(
          NodeMetric.K8S_POD_NETWORK_IO,
          bytes,
          name + " " + direction,
          "network.interface.name",
          name,
          "network.io.direction",
          direction);
    }

    void reserved() {
      for (JsonNode container : facts.spec().path("containers")) {
        String name = container.path("name").asText();
        JsonNode requests = container.path("resources").path("requests");
        JsonNode limits = container.path("resources").path("limits");
        reserved(NodeMetric.K8S_CONTAINER_CPU_REQUEST, requests.path("cpu"), 9, name);
        reserved(NodeMetric.K8S_CONTAINER_CPU_LIMIT, limits.path("cpu"), 9, name);
        reserved(NodeMetric.K8S_CONTAINER_MEMORY_REQUEST, requests.path("memory"), 0, name);
        reserved(NodeMetric.K8S_CONTAINER_MEMORY_LIMIT, limits.path("memory"), 0, name);
        reserved(
            NodeMetric.K8S_CONTAINER_STORAGE_REQUEST, requests.path("ephemeral-storage"), 0, name);
        reserved(NodeMetric.K8S_CONTAINER_STORAGE_LIMIT, limits.path("ephemeral-storage"), 0, name);
      }
    }

    private void reserved(NodeMetric metric, JsonNode quantity, int digits, String container) {
      PodQuantity.parse(quantity.asText(), digits)
          .ifPresent(value -> add(metric, value, container, "k8s.container.name", container));
    }

    private void add(NodeMetric metric, JsonNode value, String label, String... attributes) {
      if (value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0) {
        add(metric, value.longValue(), label, attributes);
      }
    }

    private void add(NodeMetric metric, long value, String label, String... attributes) {
      Series series = claim == null ? null : claim.series(metric, attributes(attributes));
      readings.add(new Reading(facts.source(), metric, label, value, series));
    }

    private Attributes attributes(String... further) {
      AttributesBuilder attributes =
          Attributes.builder()
              .put("k8s.namespace.name", facts.namespace())
              .put("k8s.pod.name", facts.name())
              .put(Ledger.POD_UID, facts.uid());
      for (int i = 0; i < further.length; i += 2) {
        attributes.put(further[i], further[i + 1]);
      }
      return attributes.build();
    }
  }
}
