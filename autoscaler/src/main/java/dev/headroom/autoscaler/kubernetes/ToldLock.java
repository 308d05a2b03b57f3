package dev.headroom.autoscaler.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.net.HttpURLConnection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Lease that says once, and not at each attempt, why it cannot be read or written. */
final class ToldLock implements Lock {
  private static final Logger LOG = LoggerFactory.getLogger(ToldLock.class);

  private final LeaseLock lease;
  private final String name;
  private volatile @Nullable String problem;

  ToldLock(String namespace, String name, String identity) {
    this.lease = new LeaseLock(namespace, name, identity);
    this.name = "the Lease %s/%s".formatted(namespace, name);
  }

  /** Why the last attempt failed; empty if it did not. */
  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  @Override
  public @Nullable LeaderElectionRecord get(KubernetesClient client) {
    try {
      return lease.get(client);
    } catch (KubernetesClientException e) {
      throw told("get", e);
    }
  }

  @Override
  public void create(KubernetesClient client, LeaderElectionRecord record) {
    try {
      lease.create(client, record);
      problem = null;
    } catch (KubernetesClientException e) {
      throw told("create", e);
    }
  }

  @Override
  public void update(KubernetesClient client, LeaderElectionRecord record) {
    try {
      lease.update(client, record);
      problem = null;
    } catch (KubernetesClientException e) {
      throw told("update", e);
    }
  }

  /** Another instance that was quicker is no problem. */
  private KubernetesClientException told(String what, KubernetesClientException e) {
    if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
      String now = String.valueOf(ApiErrors.of(e, what + " " + name).getMessage());
      if (!now.equals(problem)) {
        LOG.warn("{}", now);
        problem = now;
      }
    }
    return e;
  }

  @Override
  public String identity() {
    return lease.identity();
  }

  @Override
  public String describe() {
    return lease.describe();
  }
}
