package dev.headroom.autoscaler.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Small objects. */
public final class Manifests {
  private Manifests() {}

  /** Creates it. */
  public static <T extends HasMetadata> T create(KubernetesClient client, T object) {
    return client.resource(object).create();
  }

  private static String apps(String kind, String further, String namespace, String name, int size) {
    return """
    apiVersion: apps/v1
    kind: %s
    metadata: {name: %s, namespace: %s, annotations: {made-by: test}}
    spec:
      replicas: %d
      %s
      selector: {matchLabels: {app: %s}}
      template:
        metadata: {labels: {app: %s}}
        spec: {containers: [{name: main, image: none}]}
    """
        .formatted(kind, name, namespace, size, further, name, name);
  }

  /** Its pods are labelled {@code app: name}. */
  public static Deployment deployment(String namespace, String name, int replicas) {
    return Serialization.unmarshal(
        apps("Deployment", "", namespace, name, replicas), Deployment.class);
  }

  /** Its pods are labelled {@code app: name}. */
  static StatefulSet statefulSet(String namespace, String name, int replicas) {
    return Serialization.unmarshal(
        apps(
            "StatefulSet",
            "serviceName: none\n  podManagementPolicy: Parallel",
            namespace,
            name,
            replicas),
        StatefulSet.class);
  }

  /**
   * On the node of its namespace, one container {@code main} with these resources, as YAML. Its
   * pods are labelled {@code app: name}.
   *
   * @param further of the pod's specification, a line
   */
  public static Deployment placed(
      String namespace, String name, int replicas, String resources, String further) {
    Deployment deployment = deployment(namespace, name, replicas);
    deployment
        .getSpec()
        .getTemplate()
        .setSpec(
            Serialization.unmarshal(
                """
                nodeSelector: {test: %1$s}
                tolerations: [{key: test, value: %1$s, effect: NoSchedule}]
                terminationGracePeriodSeconds: 0
                containers: [{name: main, image: none, resources: %2$s}]
                %3$s
                """
                    .formatted(namespace, resources, further),
                PodSpec.class));
    return deployment;
  }

  /**
   * A ResourceQuota that is called {@code sold}.
   *
   * @param hard what it limits, as YAML
   */
  public static ResourceQuota quota(String namespace, String hard) {
    return Serialization.unmarshal(
        """
        apiVersion: v1
        kind: ResourceQuota
        metadata: {name: sold, namespace: %s}
        spec: {hard: %s}
        """
            .formatted(namespace, hard),
        ResourceQuota.class);
  }

  static String machineSet(String namespace, String name, int machines) {
    return """
    apiVersion: fleet.example.org/v1
    kind: MachineSet
    metadata: {name: %s, namespace: %s}
    spec: {machines: %d}
    """
        .formatted(name, namespace, machines);
  }

  /** Of a Deployment. */
  static HorizontalPodAutoscaler horizontalPodAutoscaler(
      String namespace, String name, String deployment) {
    return Serialization.unmarshal(
        """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: %s, namespace: %s}
        spec:
          minReplicas: 1
          maxReplicas: 5
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %s}
        """
            .formatted(name, namespace, deployment),
        HorizontalPodAutoscaler.class);
  }
}
