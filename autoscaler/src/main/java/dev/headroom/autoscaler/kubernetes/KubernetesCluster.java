package dev.headroom.autoscaler.kubernetes;

import dev.headroom.autoscaler.cluster.ClusterException;
import dev.headroom.autoscaler.cluster.ClusterManager;
import dev.headroom.autoscaler.cluster.ClusterState;
import dev.headroom.autoscaler.cluster.Leadership;
import dev.headroom.autoscaler.config.KubernetesObjects;
import dev.headroom.autoscaler.config.KubernetesSettings;
import dev.headroom.autoscaler.config.ResizedObject;
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
 * Scales objects of a Kubernetes cluster by their subresource {@code scale}, replicas of workloads
 * and machines of pools, and workloads with units by the subresource {@code resize} of their pods.
 *
 * <p>What an object is changed from is compared with what it has, and written with the resource
 * version that was read, so nothing that somebody else changed meanwhile is overwritten. An object
 * that a HorizontalPodAutoscaler scales, or that is paused by an annotation, is left as it is.
 */
public final class KubernetesCluster implements ClusterManager {
  private final KubernetesSettings settings;
  private final Leadership leadership;
  private final ScaleClient scales;
  private final ResizeClient resizes;
  private final QuotaClient quotas;
  private final OtherControllers others;
  private final ScalingEvents events;

  /** {@code leadership}: without it nothing is changed. */
  public KubernetesCluster(
      KubernetesClient client, KubernetesSettings settings, Leadership leadership) {
    this.settings = settings;
    this.leadership = leadership;
    this.scales = new ScaleClient(client);
    this.resizes = new ResizeClient(client, scales);
    this.quotas = new QuotaClient(client);
    this.others = new OtherControllers(client);
    this.events = new ScalingEvents(client, Clock.systemUTC());
  }

  @Override
  public ClusterState state() throws ClusterException {
    KubernetesObjects objects = settings.objects();
    SortedMap<WorkloadId, Integer> sizes = scales.replicas(objects.scaled());
    sizes.putAll(numbers(objects.resized(), resizes::units));
    return new ClusterState(
        sizes,
        scales.replicas(objects.pools()),
        scales.replicas(objects.warm()),
        numbers(objects.quotas(), quotas::cores));
  }

  /** Asks for the number of one object; empty if there is none. */
  private interface Question<O> {
    Optional<Integer> of(O object) throws ClusterException;
  }

  private static <K, O> SortedMap<K, Integer> numbers(SortedMap<K, O> objects, Question<O> question)
      throws ClusterException {
    SortedMap<K, Integer> numbers = new TreeMap<>(objects.comparator());
    for (Map.Entry<K, O> entry : objects.entrySet()) {
      Optional<Integer> number = question.of(entry.getValue());
      if (number.isPresent()) {
        numbers.put(entry.getKey(), number.get());
      }
    }
    return numbers;
  }

  @Override
  public void scale(WorkloadId workload, int from, int to) throws ClusterException {
    ResizedObject resized = settings.objects().resized().get(workload);
    if (resized == null) {
      scale(settings.objects().scaled().get(workload), workload.toString(), from, to);
      return;
    }
    ScaledObject object = resized.object();
    GenericKubernetesResource found = permitted(object, others::objectionToResize);
    if (resizes.change(resized, from, to)) {
      events.done(object, found, "Resized", "Resized from %d to %d units".formatted(from, to));
    }
  }

  @Override
  public void resize(String pool, int from, int to) throws ClusterException {
    scale(settings.objects().pools().get(pool), pool, from, to);
  }

  @Override
  public void keepWarm(String pool, int from, int to) throws ClusterException {
    scale(settings.objects().warm().get(pool), "the placeholders of " + pool, from, to);
  }

  @Override
  public void sell(String pool, int from, int to) throws ClusterException {
    ScaledObject quota = settings.objects().quotas().get(pool);
    if (quota == null) {
      throw new ClusterException("no ResourceQuota is configured for " + pool);
    }
    GenericKubernetesResource found = permitted(quota, others::isPaused);
    if (quotas.change(quota, from, to)) {
      events.done(quota, found, "Sold", "Changed from %d to %d cores".formatted(from, to));
    }
  }

  private void scale(@Nullable ScaledObject object, String name, int from, int to)
      throws ClusterException {
    if (object == null) {
      throw new ClusterException("no object of Kubernetes is configured for " + name);
    }
    GenericKubernetesResource found = permitted(object, others::objection);
    if (scales.change(object, from, to)) {
      events.done(object, found, "Scaled", "Scaled from %d to %d".formatted(from, to));
    }
  }

  /** Asks whether somebody has something against a change. */
  private interface Objections {
    Optional<String> to(ScaledObject object, GenericKubernetesResource found)
        throws ClusterException;
  }

  /** The object, if nobody has something against its being changed by us. */
  private GenericKubernetesResource permitted(ScaledObject object, Objections objections)
      throws ClusterException {
    GenericKubernetesResource found =
        scales.object(object).orElseThrow(() -> new ClusterException("there is no " + object));
    Optional<String> objection = objections.to(object, found);
    if (objection.isPresent()) {
      events.refused(object, found, objection.get());
      throw new ClusterException.Conflict(objection.get());
    }
    if (!leadership.isHeld()) {
      throw new ClusterException("another instance holds the lease, and acts");
    }
    return found;
  }
}
