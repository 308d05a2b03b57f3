package dev.headroom.autoscaler.kubernetes;

import dev.headroom.autoscaler.cluster.ClusterException;
import dev.headroom.autoscaler.cluster.Leadership;
import dev.headroom.autoscaler.config.LeaseSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Held by the instance that holds a Lease. It gives up when it could not renew the Lease for two
 * thirds of its duration, so before another instance may take it.
 */
public final class LeaseLeadership implements Leadership {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseLeadership.class);

  /** How long to wait for it at the end. */
  private static final Duration GIVING_UP = Duration.ofSeconds(5);

  private final KubernetesClient client;
  private final ToldLock lock;
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private final CompletableFuture<?> election;
  private volatile boolean lost;

  private LeaseLeadership(KubernetesClient client, LeaseSettings lease, String identity) {
    this.client = client;
    this.lock = new ToldLock(lease.namespace(), lease.name(), identity);
    Duration duration = lease.duration();
    this.election =
        client
            .leaderElector()
            .withConfig(
                new LeaderElectionConfigBuilder()
                    .withName(lease.name())
                    .withLock(lock)
                    .withLeaseDuration(duration)
                    .withRenewDeadline(duration.multipliedBy(2).dividedBy(3))
                    .withRetryPeriod(duration.dividedBy(7))
                    .withReleaseOnCancel(true)
                    .withLeaderCallbacks(
                        new LeaderCallbacks(held::countDown, this::lose, this::announce))
                    .build())
            .build()
            .start();
  }

  /**
   * Begins to try for the Lease, again and again.
   *
   * @param client is closed with it
   * @param identity of this instance, of no other one
   * @throws ClusterException if it may not even read the Lease
   */
  public static LeaseLeadership tryFor(
      KubernetesClient client, LeaseSettings lease, String identity) throws ClusterException {
    String attempt = "get the Lease %s/%s".formatted(lease.namespace(), lease.name());
    try {
      client.leases().inNamespace(lease.namespace()).withName(lease.name()).get();
    } catch (KubernetesClientException e) {
      ClusterException problem = ApiErrors.of(e, attempt);
      if (!(problem instanceof ClusterException.Transient)) {
        throw problem;
      }
      LOG.warn("{}; trying on", problem.getMessage());
    }
    return new LeaseLeadership(client, lease, identity);
  }

  /** The Lease has been given up by then, if it could be. */
  private void lose() {
    lost = true;
    over.countDown();
  }

  private void announce(String leader) {
    LOG.info("the autoscaler that acts is {}", leader);
  }

  @Override
  public boolean await(Duration limit) throws InterruptedException {
    return held.await(limit.toMillis(), TimeUnit.MILLISECONDS) && !lost;
  }

  @Override
  public Optional<String> problem() {
    return lock.problem();
  }

  @Override
  public boolean isHeld() {
    return held.getCount() == 0 && !lost;
  }

  @Override
  public void close() {
    boolean leads = isHeld();
    lost = true;
    election.cancel(true);
    try {
      if (leads && !over.await(GIVING_UP.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("the Lease was not given up in time, so it runs out");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      client.close();
    }
  }
}
