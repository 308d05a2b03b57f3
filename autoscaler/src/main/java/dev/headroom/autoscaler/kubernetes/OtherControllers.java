package dev.headroom.autoscaler.kubernetes;

import dev.headroom.autoscaler.cluster.ClusterException;
import dev.headroom.autoscaler.config.ScaledObject;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.autoscaling.v2.CrossVersionObjectReference;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who else scales an object, or has asked that nobody does. */
final class OtherControllers {
  /** Annotation of an object that is left as it is, with the value {@code true}. */
  static final String PAUSED = "headroom.dev/paused";

  /** Update mode of a VerticalPodAutoscaler that changes nothing. */
  private static final String RECOMMENDS_ONLY = "Off";

  private static final ResourceDefinitionContext VERTICAL =
      new ResourceDefinitionContext.Builder()
          .withGroup("autoscaling.k8s.io")
          .withVersion("v1")
          .withKind("VerticalPodAutoscaler")
          .withPlural("verticalpodautoscalers")
          .withNamespaced(true)
          .build();

  private final KubernetesClient client;

  OtherControllers(KubernetesClient client) {
    this.client = client;
  }

  /** Why the object must not be scaled; empty if it may be. */
  Optional<String> objection(ScaledObject object, GenericKubernetesResource found)
      throws ClusterException {
    Optional<String> paused = isPaused(object, found);
    if (paused.isPresent()) {
      return paused;
    }
    for (HorizontalPodAutoscaler other : autoscalers(object.namespace())) {
      if (isOf(object, other.getSpec().getScaleTargetRef())) {
        return Optional.of(
            "the HorizontalPodAutoscaler %s/%s scales %s, too: one of the two has to go"
                .formatted(object.namespace(), other.getMetadata().getName(), object));
      }
    }
    return Optional.empty();
  }

  /** Whether its annotation asks that nobody changes it. */
  Optional<String> isPaused(ScaledObject object, GenericKubernetesResource found) {
    Map<String, String> annotations = found.getMetadata().getAnnotations();
    return annotations != null && "true".equals(annotations.get(PAUSED))
        ? Optional.of("%s is paused by its annotation %s".formatted(object, PAUSED))
        : Optional.empty();
  }

  /** Why its pods must not be resized; empty if they may be. */
  Optional<String> objectionToResize(ScaledObject object, GenericKubernetesResource found)
      throws ClusterException {
    Optional<String> objection = objection(object, found);
    if (objection.isPresent()) {
      return objection;
    }
    for (GenericKubernetesResource other : verticalAutoscalers(object.namespace())) {
      if (isOf(object, other) && !RECOMMENDS_ONLY.equals(updateMode(other))) {
        return Optional.of(
            "the VerticalPodAutoscaler %s/%s sizes %s, too: one of the two has to go"
                .formatted(object.namespace(), other.getMetadata().getName(), object));
      }
    }
    return Optional.empty();
  }

  private static boolean isOf(ScaledObject object, GenericKubernetesResource vertical) {
    String apiVersion = vertical.get("spec", "targetRef", "apiVersion");
    String kind = vertical.get("spec", "targetRef", "kind");
    String name = vertical.get("spec", "targetRef", "name");
    return kind != null
        && name != null
        && isOf(object, new CrossVersionObjectReference(apiVersion, kind, name));
  }

  private static @Nullable String updateMode(GenericKubernetesResource vertical) {
    return vertical.get("spec", "updatePolicy", "updateMode");
  }

  private List<GenericKubernetesResource> verticalAutoscalers(String namespace)
      throws ClusterException {
    try {
      return client.genericKubernetesResources(VERTICAL).inNamespace(namespace).list().getItems();
    } catch (KubernetesClientException e) {
      if (ApiErrors.isNotFound(e)) {
        return List.of(); // the cluster has no such API
      }
      throw ApiErrors.of(e, "list the VerticalPodAutoscalers of " + namespace);
    }
  }

  /** KEDA's are among them. */
  private List<HorizontalPodAutoscaler> autoscalers(String namespace) throws ClusterException {
    try {
      return client
          .autoscaling()
          .v2()
          .horizontalPodAutoscalers()
          .inNamespace(namespace)
          .list()
          .getItems();
    } catch (KubernetesClientException e) {
      throw ApiErrors.of(e, "list the HorizontalPodAutoscalers of " + namespace);
    }
  }

  /** The version of an API does not matter, only its group. */
  private static boolean isOf(ScaledObject object, CrossVersionObjectReference target) {
    return target.getName().equals(object.name())
        && target.getKind().equals(object.kind())
        && group(target.getApiVersion()).equals(group(object.apiVersion()));
  }

  private static String group(String apiVersion) {
    int slash = apiVersion == null ? -1 : apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }
}
