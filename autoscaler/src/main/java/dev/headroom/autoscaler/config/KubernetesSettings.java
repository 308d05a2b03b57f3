package dev.headroom.autoscaler.config;

import dev.headroom.autoscaler.demand.WorkloadId;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes cluster.
 *
 * @param kubeconfig file that says where it is and who we are; null for what {@code KUBECONFIG},
 *     {@code ~/.kube/config} or the pod's service account say
 * @param context of that file; null for its current one
 * @param lease held by the one of several autoscalers that acts
 * @param workloads the object whose scale is the replicas of a workload
 * @param pools the object whose scale is the machines of a pool
 */
public record KubernetesSettings(
    @Nullable Path kubeconfig,
    @Nullable String context,
    LeaseSettings lease,
    SortedMap<WorkloadId, ScaledObject> workloads,
    SortedMap<String, ScaledObject> pools)
    implements ClusterSettings {
  public KubernetesSettings {
    workloads = Collections.unmodifiableSortedMap(new TreeMap<>(workloads));
    pools = Collections.unmodifiableSortedMap(new TreeMap<>(pools));
  }

  KubernetesSettings with(
      Map<WorkloadId, ScaledObject> allWorkloads, Map<String, ScaledObject> allPools) {
    return new KubernetesSettings(
        kubeconfig, context, lease, new TreeMap<>(allWorkloads), new TreeMap<>(allPools));
  }
}
