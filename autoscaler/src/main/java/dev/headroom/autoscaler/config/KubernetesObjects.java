package dev.headroom.autoscaler.config;

import dev.headroom.autoscaler.demand.WorkloadId;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which object of Kubernetes is what.
 *
 * @param scaled the object whose scale is the replicas of a workload
 * @param resized the object whose pods are resized for a workload
 * @param pools the object whose scale is the machines of a pool
 * @param warm the object whose scale is the placeholders of a pool
 * @param quotas the ResourceQuota of what may be reserved in a pool
 */
public record KubernetesObjects(
    SortedMap<WorkloadId, ScaledObject> scaled,
    SortedMap<WorkloadId, ResizedObject> resized,
    SortedMap<String, ScaledObject> pools,
    SortedMap<String, ScaledObject> warm,
    SortedMap<String, ScaledObject> quotas) {
  static final KubernetesObjects NONE = of(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

  public KubernetesObjects {
    scaled = Collections.unmodifiableSortedMap(new TreeMap<>(scaled));
    resized = Collections.unmodifiableSortedMap(new TreeMap<>(resized));
    pools = Collections.unmodifiableSortedMap(new TreeMap<>(pools));
    warm = Collections.unmodifiableSortedMap(new TreeMap<>(warm));
    quotas = Collections.unmodifiableSortedMap(new TreeMap<>(quotas));
  }

  /** Of maps in any order. */
  public static KubernetesObjects of(
      Map<WorkloadId, ScaledObject> scaled,
      Map<WorkloadId, ResizedObject> resized,
      Map<String, ScaledObject> pools,
      Map<String, ScaledObject> warm,
      Map<String, ScaledObject> quotas) {
    return new KubernetesObjects(
        new TreeMap<>(scaled),
        new TreeMap<>(resized),
        new TreeMap<>(pools),
        new TreeMap<>(warm),
        new TreeMap<>(quotas));
  }
}
