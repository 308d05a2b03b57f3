package dev.headroom.autoscaler.kubernetes;

import dev.headroom.autoscaler.config.ScaledObject;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events on the objects that are scaled, or are not. What cannot be written is only logged. */
final class ScalingEvents {
  private static final Logger LOG = LoggerFactory.getLogger(ScalingEvents.class);
  private static final String COMPONENT = "headroom-autoscaler";

  private final KubernetesClient client;
  private final Clock clock;

  /** What was last said against scaling an object, so that it is not said at every evaluation. */
  private final Map<ScaledObject, String> refused = new ConcurrentHashMap<>();

  ScalingEvents(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /**
   * Something was done.
   *
   * @param reason such as {@code Scaled}
   */
  void done(ScaledObject object, GenericKubernetesResource found, String reason, String message) {
    refused.remove(object);
    write(object, found, "Normal", reason, message);
  }

  void refused(ScaledObject object, GenericKubernetesResource found, String why) {
    if (!why.equals(refused.put(object, why))) {
      write(object, found, "Warning", "ScalingConflict", "Not scaled: " + why);
    }
  }

  private void write(
      ScaledObject object,
      GenericKubernetesResource found,
      String type,
      String reason,
      String message) {
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    try {
      client
          .v1()
          .events()
          .inNamespace(object.namespace())
          .resource(
              new EventBuilder()
                  .withNewMetadata()
                  .withGenerateName(object.name() + "-")
                  .withNamespace(object.namespace())
                  .endMetadata()
                  .withNewInvolvedObject()
                  .withApiVersion(object.apiVersion())
                  .withKind(object.kind())
                  .withNamespace(object.namespace())
                  .withName(object.name())
                  .withUid(found.getMetadata().getUid())
                  .endInvolvedObject()
                  .withType(type)
                  .withReason(reason)
                  .withMessage(message)
                  .withNewSource()
                  .withComponent(COMPONENT)
                  .endSource()
                  .withReportingComponent(COMPONENT)
                  .withFirstTimestamp(now)
                  .withLastTimestamp(now)
                  .withCount(1)
                  .build())
          .create();
    } catch (KubernetesClientException e) {
      LOG.warn("no Event on {}: {}", object, e.getMessage());
    }
  }
}
