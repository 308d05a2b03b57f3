package dev.headroom.autoscaler.kubernetes;

import dev.headroom.autoscaler.cluster.ClusterException;
import dev.headroom.autoscaler.cluster.ClusterManager;
import dev.headroom.autoscaler.cluster.ClusterState;
import dev.headroom.autoscaler.cluster.Leadership;
import dev.headroom.autoscaler.config.KubernetesSettings;
import dev.headroom.autoscaler.config.ScaledObject;
import dev.headroom.autoscaler.demand.WorkloadId;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Scales objects of a Kubernetes cluster by their subresource {@code scale}: replicas of workloads,
 * machines of pools.
 *
 * <p>What an object is changed from is compared with what it has, and written with the resource
 * version that was read, so nothing that somebody else changed meanwhile is overwritten. An object
 * that a HorizontalPodAutoscaler scales, or that is paused by an annotation, is left as it is.
 */
public final class KubernetesCluster implements ClusterManager {
  private final KubernetesSettings settings;
  private final Leadership leadership;
  private final ScaleClient scales;
  private final OtherControllers others;
  private final ScalingEvents events;

  /** {@code leadership}: without it nothing is changed. */
  public KubernetesCluster(
      KubernetesClient client, KubernetesSettings settings, Leadership leadership) {
    this.settings = settings;
    this.leadership = leadership;
    this.scales = new ScaleClient(client);
    this.others = new OtherControllers(client);
    this.events = new ScalingEvents(client, Clock.systemUTC());
  }

  @Override
  public ClusterState state() throws ClusterException {
    return new ClusterState(replicas(settings.workloads()), replicas(settings.pools()));
  }

  private <K> SortedMap<K, Integer> replicas(SortedMap<K, ScaledObject> objects)
      throws ClusterException {
    SortedMap<K, Integer> replicas = new TreeMap<>(objects.comparator());
    for (Map.Entry<K, ScaledObject> entry : objects.entrySet()) {
      Optional<Integer> number = scales.replicas(entry.getValue());
      if (number.isPresent()) {
        replicas.put(entry.getKey(), number.get());
      }
    }
    return replicas;
  }

  @Override
  public void scale(WorkloadId workload, int from, int to) throws ClusterException {
    change(settings.workloads().get(workload), workload.toString(), from, to);
  }

  @Override
  public void resize(String pool, int from, int to) throws ClusterException {
    change(settings.pools().get(pool), pool, from, to);
  }

  private void change(@Nullable ScaledObject object, String name, int from, int to)
      throws ClusterException {
    if (object == null) {
      throw new ClusterException("no object of Kubernetes is configured for " + name);
    }
    GenericKubernetesResource found =
        scales.object(object).orElseThrow(() -> new ClusterException("there is no " + object));
    Optional<String> objection = others.objection(object, found);
    if (objection.isPresent()) {
      events.refused(object, found, objection.get());
      throw new ClusterException.Conflict(objection.get());
    }
    if (!leadership.isHeld()) {
      throw new ClusterException("another instance holds the lease, and acts");
    }
    if (scales.change(object, from, to)) {
      events.scaled(object, found, from, to);
    }
  }
}
