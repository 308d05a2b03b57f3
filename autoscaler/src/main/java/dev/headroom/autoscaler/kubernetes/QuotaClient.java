package dev.headroom.autoscaler.kubernetes;

import static java.net.HttpURLConnection.HTTP_CONFLICT;

import dev.headroom.autoscaler.cluster.ClusterException;
import dev.headroom.autoscaler.config.ScaledObject;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The CPU that a ResourceQuota lets the pods of its namespace request, in whole cores. */
final class QuotaClient {
  private static final String REQUESTS_CPU = "requests.cpu";
  private static final int ATTEMPTS = 5;

  private final KubernetesClient client;

  QuotaClient(KubernetesClient client) {
    this.client = client;
  }

  private Resource<ResourceQuota> resource(ScaledObject quota) {
    return client.resourceQuotas().inNamespace(quota.namespace()).withName(quota.name());
  }

  private Optional<ResourceQuota> find(ScaledObject quota) throws ClusterException {
    try {
      return Optional.ofNullable(resource(quota).get());
    } catch (KubernetesClientException e) {
      throw ApiErrors.of(e, "get " + quota);
    }
  }

  /** Empty if there is no such quota, or it says nothing of CPU. */
  Optional<Integer> cores(ScaledObject quota) throws ClusterException {
    return find(quota).flatMap(QuotaClient::allowed);
  }

  private static Optional<Integer> allowed(ResourceQuota quota) {
    Map<String, Quantity> hard = quota.getSpec() == null ? null : quota.getSpec().getHard();
    Quantity cpu = hard == null ? null : hard.get(REQUESTS_CPU);
    return cpu == null
        ? Optional.empty()
        : Optional.of(
            cpu.getNumericalAmount()
                .setScale(0, RoundingMode.FLOOR)
                .min(BigDecimal.valueOf(Integer.MAX_VALUE))
                .intValue());
  }

  /**
   * Changes it, unless somebody else has; one that says nothing of CPU is given its first number.
   *
   * @return whether it was done now, and not before by an attempt whose answer was lost
   */
  boolean change(ScaledObject object, int from, int to) throws ClusterException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      ResourceQuota quota =
          find(object).orElseThrow(() -> new ClusterException("there is no " + object));
      int now = allowed(quota).orElse(from);
      if (now == to && allowed(quota).isPresent()) {
        return false;
      }
      if (now != from) {
        throw new ClusterException.Conflict(
            "somebody else changed %s: it allows %d cores, where %d were seen"
                .formatted(object, now, from));
      }
      if (put(object, quota, to)) {
        return true;
      }
    }
    throw new ClusterException.Transient(
        "%s was changed by somebody else in each of %d attempts".formatted(object, ATTEMPTS));
  }

  /** False if it changed since it was read. */
  private boolean put(ScaledObject object, ResourceQuota quota, int to) throws ClusterException {
    Map<String, Quantity> hard = new TreeMap<>();
    if (quota.getSpec().getHard() != null) {
      hard.putAll(quota.getSpec().getHard());
    }
    hard.put(REQUESTS_CPU, new Quantity(Integer.toString(to)));
    quota.getSpec().setHard(hard);
    try {
      client.resource(quota).lockResourceVersion().update();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HTTP_CONFLICT) {
        return false;
      }
      throw ApiErrors.of(e, "set " + object);
    }
  }
}
