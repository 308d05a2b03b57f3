package dev.headroom.autoscaler.kubernetes;

import static java.net.HttpURLConnection.HTTP_CONFLICT;

import dev.headroom.autoscaler.cluster.ClusterException;
import dev.headroom.autoscaler.config.ResizedObject;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subresource {@code resize} of an object's pods. All of them get the same size; the template
 * stays as it is, so a pod that is made anew has its size until the next evaluation.
 */
final class ResizeClient {
  /** How often a change is tried while the pod changes in between; its status does, too. */
  private static final int ATTEMPTS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(ResizeClient.class);

  private final KubernetesClient client;

  /** Why the units of an object were not known the last time, so that it is logged once. */
  private final Map<ResizedObject, String> unknown = new ConcurrentHashMap<>();

  private final ScaleClient scales;

  ResizeClient(KubernetesClient client, ScaleClient scales) {
    this.client = client;
    this.scales = scales;
  }

  /**
   * The units of the smallest pod; empty if there is no such object, it has no pod, or its pods
   * cannot be read for a reason that does not pass: that stops no other workload, and is told by
   * whoever wants to change it.
   */
  Optional<Integer> units(ResizedObject resized) throws ClusterException {
    try {
      Optional<Integer> smallest = smallest(pods(resized));
      unknown.remove(resized);
      return smallest;
    } catch (ClusterException.Transient e) {
      throw e;
    } catch (ClusterException e) {
      String why = String.valueOf(e.getMessage());
      if (!why.equals(unknown.put(resized, why))) {
        LOG.warn("the units of {} are not known: {}", resized.object(), why);
      }
      return Optional.empty();
    }
  }

  private static Optional<Integer> smallest(List<PodUnits> pods) throws ClusterException {
    OptionalInt smallest = OptionalInt.empty();
    for (PodUnits pod : pods) {
      smallest = OptionalInt.of(Math.min(smallest.orElse(Integer.MAX_VALUE), pod.number()));
    }
    return smallest.isPresent() ? Optional.of(smallest.getAsInt()) : Optional.empty();
  }

  private List<PodUnits> pods(ResizedObject resized) throws ClusterException {
    Optional<Scale> scale = scales.scale(resized.object());
    if (scale.isEmpty()) {
      return List.of();
    }
    String selector =
        scale.get().getStatus() == null ? null : scale.get().getStatus().getSelector();
    if (selector == null || selector.isEmpty()) {
      throw new ClusterException(
          "the scale of %s has no selector, so its pods are not known".formatted(resized.object()));
    }
    List<PodUnits> pods = new ArrayList<>();
    for (Pod pod : list(resized, selector)) {
      if (isAlive(pod)) {
        pods.add(new PodUnits(resized, pod));
      }
    }
    return pods;
  }

  private List<Pod> list(ResizedObject resized, String selector) throws ClusterException {
    try {
      return client
          .pods()
          .inNamespace(resized.object().namespace())
          .withLabelSelector(selector)
          .list()
          .getItems();
    } catch (KubernetesClientException e) {
      throw ApiErrors.of(e, "list the pods of " + resized.object());
    }
  }

  private static boolean isAlive(Pod pod) {
    String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    return pod.getMetadata().getDeletionTimestamp() == null
        && !"Succeeded".equals(phase)
        && !"Failed".equals(phase);
  }

  /**
   * Changes the size that each pod asks for, unless somebody else has. What an attempt before left
   * half done is completed.
   *
   * @return whether something was changed now
   */
  boolean change(ResizedObject resized, int from, int to) throws ClusterException {
    List<PodUnits> pods = pods(resized);
    if (pods.size() != resized.unit().pods()) {
      throw new ClusterException(
          "%s has %d pods, where units.pods says %d"
              .formatted(resized.object(), pods.size(), resized.unit().pods()));
    }
    List<PodUnits> others = new ArrayList<>();
    for (PodUnits pod : pods) {
      if (!pod.asksFor(to)) {
        others.add(pod);
      } else if (pod.pending().isPresent()) {
        throw new ClusterException("the kubelet does not resize it: " + pod.pending().get());
      }
    }
    Optional<Integer> now = smallest(others);
    if (now.isPresent() && now.get() != from) {
      throw conflict(resized, now.get(), from);
    }
    for (PodUnits pod : others) {
      change(pod, to);
    }
    return !others.isEmpty();
  }

  private void change(PodUnits first, int to) throws ClusterException {
    PodUnits pod = first;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (patch(pod, to)) {
        return;
      }
      pod = again(pod);
      if (pod.number() != first.number()) {
        throw conflict(pod.resized(), pod.number(), first.number());
      }
    }
    throw new ClusterException.Transient(
        "pod %s was changed by somebody else in each of %d attempts".formatted(pod, ATTEMPTS));
  }

  private static ClusterException conflict(ResizedObject resized, int now, int seen) {
    return new ClusterException.Conflict(
        "somebody else resized a pod of %s: it has %d units, where %d were seen"
            .formatted(resized.object(), now, seen));
  }

  /** False if the pod changed since it was read. */
  private boolean patch(PodUnits pod, int to) throws ClusterException {
    Container container = new Container();
    container.setName(pod.containerName());
    container.setResources(pod.resources(to));
    Pod patch =
        new PodBuilder()
            .withNewMetadata()
            .withResourceVersion(pod.pod().getMetadata().getResourceVersion())
            .endMetadata()
            .withNewSpec()
            .withContainers(container)
            .endSpec()
            .build();
    try {
      Pod answer =
          client
              .pods()
              .inNamespace(pod.namespace())
              .withName(pod.name())
              .subresource("resize")
              .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), Serialization.asJson(patch));
      PodUnits now = new PodUnits(pod.resized(), answer);
      if (!now.asksFor(to)) {
        throw new ClusterException(
            "pod %s was to have %d units, and the API server answers that it has %d"
                .formatted(pod, to, now.number()));
      }
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HTTP_CONFLICT) {
        return false;
      }
      throw ApiErrors.of(e, "resize pod " + pod);
    }
  }

  private PodUnits again(PodUnits pod) throws ClusterException {
    try {
      Pod found = client.pods().inNamespace(pod.namespace()).withName(pod.name()).get();
      if (found == null) {
        throw new ClusterException.Conflict("pod %s is gone".formatted(pod));
      }
      return new PodUnits(pod.resized(), found);
    } catch (KubernetesClientException e) {
      throw ApiErrors.of(e, "get pod " + pod);
    }
  }
}
