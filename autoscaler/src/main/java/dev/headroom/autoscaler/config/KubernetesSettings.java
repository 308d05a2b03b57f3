package dev.headroom.autoscaler.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes cluster.
 *
 * @param kubeconfig file that says where it is and who we are; null for what {@code KUBECONFIG},
 *     {@code ~/.kube/config} or the pod's service account say
 * @param context of that file; null for its current one
 * @param lease held by the one of several autoscalers that acts
 */
public record KubernetesSettings(
    @Nullable Path kubeconfig,
    @Nullable String context,
    LeaseSettings lease,
    KubernetesObjects objects)
    implements ClusterSettings {

  KubernetesSettings with(KubernetesObjects all) {
    return new KubernetesSettings(kubeconfig, context, lease, all);
  }
}
