package dev.headroom.autoscaler.kubernetes;

import static java.net.HttpURLConnection.HTTP_CONFLICT;

import dev.headroom.autoscaler.cluster.ClusterException;
import dev.headroom.autoscaler.config.ScaledObject;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The subresource {@code scale} of an object. */
final class ScaleClient {
  /** How often a change is tried while the object changes in between; its status does, too. */
  private static final int ATTEMPTS = 5;

  private final KubernetesClient client;

  ScaleClient(KubernetesClient client) {
    this.client = client;
  }

  private Resource<GenericKubernetesResource> resource(ScaledObject object) {
    return client
        .genericKubernetesResources(object.apiVersion(), object.kind())
        .inNamespace(object.namespace())
        .withName(object.name());
  }

  /** The object itself; empty if there is none. */
  Optional<GenericKubernetesResource> object(ScaledObject object) throws ClusterException {
    try {
      return Optional.ofNullable(resource(object).get());
    } catch (KubernetesClientException e) {
      if (ApiErrors.isNotFound(e)) {
        return Optional.empty();
      }
      throw ApiErrors.of(e, "get " + object);
    }
  }

  /**
   * The replicas that are asked for of each of these objects; those that are not there are left
   * out. Several of a kind of Kubernetes' own in one namespace are asked for with one call.
   */
  <K> SortedMap<K, Integer> replicas(SortedMap<K, ScaledObject> objects) throws ClusterException {
    Map<Group, Map<String, K>> groups = new LinkedHashMap<>();
    objects.forEach(
        (key, object) ->
            groups
                .computeIfAbsent(Group.of(object), group -> new LinkedHashMap<>())
                .put(object.name(), key));
    SortedMap<K, Integer> replicas = new TreeMap<>(objects.comparator());
    for (Map.Entry<Group, Map<String, K>> entry : groups.entrySet()) {
      Group group = entry.getKey();
      Map<String, K> keys = entry.getValue();
      if (group.isOfKubernetes() && keys.size() > 1) {
        replicas.putAll(listed(group, keys));
      } else {
        for (Map.Entry<String, K> one : keys.entrySet()) {
          scale(group.named(one.getKey()))
              .ifPresent(scale -> replicas.put(one.getValue(), wanted(scale)));
        }
      }
    }
    return replicas;
  }

  private <K> Map<K, Integer> listed(Group group, Map<String, K> keys) throws ClusterException {
    Map<K, Integer> replicas = new HashMap<>();
    try {
      for (GenericKubernetesResource found :
          client
              .genericKubernetesResources(group.apiVersion(), group.kind())
              .inNamespace(group.namespace())
              .list()
              .getItems()) {
        K key = keys.get(found.getMetadata().getName());
        Integer number = found.get("spec", "replicas");
        if (key != null) {
          replicas.put(key, number == null ? 0 : number);
        }
      }
      return replicas;
    } catch (KubernetesClientException e) {
      throw ApiErrors.of(
          e, "list the objects of kind %s in %s".formatted(group.kind(), group.namespace()));
    }
  }

  /** Objects that one call can ask for. */
  private record Group(String apiVersion, String kind, String namespace) {
    private static final String APPS = "apps/v1";
    private static final Set<String> KINDS = Set.of("Deployment", "StatefulSet");

    static Group of(ScaledObject object) {
      return new Group(object.apiVersion(), object.kind(), object.namespace());
    }

    ScaledObject named(String name) {
      return new ScaledObject(apiVersion, kind, namespace, name);
    }

    /** Whose replicas are known to be {@code spec.replicas}. */
    boolean isOfKubernetes() {
      return apiVersion.equals(APPS) && KINDS.contains(kind);
    }
  }

  /** Empty if there is no such object. */
  Optional<Scale> scale(ScaledObject object) throws ClusterException {
    try {
      return Optional.ofNullable(resource(object).scale());
    } catch (KubernetesClientException e) {
      if (ApiErrors.isNotFound(e)) {
        return Optional.empty();
      }
      throw ApiErrors.of(e, "get the scale of " + object);
    }
  }

  private static int wanted(Scale scale) {
    Integer replicas = scale.getSpec() == null ? null : scale.getSpec().getReplicas();
    return replicas == null ? 0 : replicas;
  }

  /**
   * Changes the replicas that are asked for, unless somebody else has.
   *
   * @return whether it was done now, and not before by an attempt whose answer was lost
   */
  boolean change(ScaledObject object, int from, int to) throws ClusterException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Scale scale =
          scale(object)
              .orElseThrow(
                  () ->
                      new ClusterException("there is no %s, or it has no scale".formatted(object)));
      int now = wanted(scale);
      if (now == to) {
        return false;
      }
      if (now != from) {
        throw new ClusterException.Conflict(
            "somebody else changed %s: it has %d, where %d were seen".formatted(object, now, from));
      }
      scale.getSpec().setReplicas(to);
      if (put(object, scale, to)) {
        return true;
      }
    }
    throw new ClusterException.Transient(
        "%s was changed by somebody else in each of %d attempts".formatted(object, ATTEMPTS));
  }

  /** False if the object changed since its scale was read. */
  private boolean put(ScaledObject object, Scale scale, int to) throws ClusterException {
    Scale answer;
    try {
      answer = resource(object).scale(scale);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HTTP_CONFLICT) {
        return false;
      }
      throw ApiErrors.of(e, "set the scale of " + object);
    }
    if (wanted(answer) != to) {
      throw new ClusterException(
          "%s was to have %d, and the API server answers that it has %d"
              .formatted(object, to, wanted(answer)));
    }
    return true;
  }
}
