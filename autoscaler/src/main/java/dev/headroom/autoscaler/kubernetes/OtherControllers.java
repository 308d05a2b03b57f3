package dev.headroom.autoscaler.kubernetes;

import dev.headroom.autoscaler.cluster.ClusterException;
import dev.headroom.autoscaler.config.ScaledObject;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.autoscaling.v2.CrossVersionObjectReference;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who else scales an object, or has asked that nobody does. */
final class OtherControllers {
  /** Annotation of an object that is left as it is, with the value {@code true}. */
  static final String PAUSED = "headroom.dev/paused";

  private final KubernetesClient client;

  OtherControllers(KubernetesClient client) {
    this.client = client;
  }

  /** Why the object must not be scaled; empty if it may be. */
  Optional<String> objection(ScaledObject object, GenericKubernetesResource found)
      throws ClusterException {
    Map<String, String> annotations = found.getMetadata().getAnnotations();
    if (annotations != null && "true".equals(annotations.get(PAUSED))) {
      return Optional.of("%s is paused by its annotation %s".formatted(object, PAUSED));
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
