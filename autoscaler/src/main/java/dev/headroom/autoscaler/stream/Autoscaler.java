package dev.headroom.autoscaler.stream;

import dev.headroom.autoscaler.cluster.ClusterException;
import dev.headroom.autoscaler.cluster.ClusterManager;
import dev.headroom.autoscaler.cluster.Leadership;
import dev.headroom.autoscaler.cluster.ResilientCluster;
import dev.headroom.autoscaler.cluster.SimulatedCluster;
import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.config.KubernetesSettings;
import dev.headroom.autoscaler.config.Mode;
import dev.headroom.autoscaler.config.WorkloadSettings;
import dev.headroom.autoscaler.demand.WorkloadId;
import dev.headroom.autoscaler.keda.WantedReplicas;
import dev.headroom.autoscaler.kubernetes.KubernetesClients;
import dev.headroom.autoscaler.kubernetes.KubernetesCluster;
import dev.headroom.autoscaler.kubernetes.LeaseLeadership;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * A running autoscaler: reads usage from Kafka, decides on the clock of that usage, acts, and
 * records every decision in Kafka. One instance at a time works on a memory file.
 *
 * <p>It reads every partition itself and commits its position under its group for monitoring only;
 * where it goes on after a restart is in its memory file, together with what it had decided, so a
 * kill at any moment loses no decision and makes no other one.
 *
 * <p>Of several instances on one Kubernetes cluster the one that holds the Lease works, on a memory
 * file that they share; the others wait, and read nothing yet. One that loses the Lease stops. An
 * instance that only recommends needs no Lease.
 */
public final class Autoscaler implements AutoCloseable, WantedReplicas {
  private static final Duration STOP = Duration.ofSeconds(30);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final AutoscalerConfig config;
  private final ClusterManager cluster;
  private final Leadership leadership;
  private final CompletableFuture<EvaluationLoop> working = new CompletableFuture<>();
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean stopping;

  private Autoscaler(AutoscalerConfig config, ClusterManager cluster, Leadership leadership) {
    this.config = config;
    this.cluster = new ResilientCluster(cluster, config.resilience());
    this.leadership = leadership;
    this.thread = new Thread(this::run, "headroom-autoscaler");
  }

  /**
   * Starts an autoscaler of the cluster that the configuration names.
   *
   * @throws AutoscalerException if Kafka, a topic, a file or the cluster cannot be used
   */
  public static Autoscaler start(AutoscalerConfig config) {
    try {
      return config.cluster() instanceof KubernetesSettings kubernetes
          ? start(config, kubernetes)
          : start(config, SimulatedCluster.open(config));
    } catch (IOException | ClusterException e) {
      throw new AutoscalerException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Autoscaler start(AutoscalerConfig config, KubernetesSettings settings)
      throws IOException, ClusterException {
    KubernetesClient client = KubernetesClients.of(settings);
    Leadership leadership;
    try {
      leadership =
          config.mode() == Mode.RECOMMEND
              ? Leadership.alone(client::close)
              : LeaseLeadership.tryFor(client, settings.lease(), identity());
    } catch (ClusterException e) {
      client.close();
      throw e;
    }
    Autoscaler autoscaler =
        new Autoscaler(config, new KubernetesCluster(client, settings, leadership), leadership);
    autoscaler.thread.start();
    return autoscaler;
  }

  /** Of this process, as it is seen in the Lease. */
  private static String identity() {
    String host = System.getenv("HOSTNAME");
    return (host == null ? "" : host + "_") + UUID.randomUUID();
  }

  /**
   * Starts an autoscaler of this cluster, behind the resilience of the configuration.
   *
   * @throws AutoscalerException if Kafka, a topic or a file cannot be used
   */
  public static Autoscaler start(AutoscalerConfig config, ClusterManager cluster) {
    Autoscaler autoscaler = new Autoscaler(config, cluster, Leadership.ALONE);
    autoscaler.open();
    autoscaler.thread.start();
    return autoscaler;
  }

  private EvaluationLoop open() {
    EvaluationLoop loop = EvaluationLoop.open(config, cluster, leadership);
    working.complete(loop);
    if (stopping) {
      loop.stop();
    }
    return loop;
  }

  private void run() {
    try (leadership) {
      while (!stopping && !leadership.await(LOOK_EVERY)) {
        // another instance acts
      }
      if (!stopping) {
        work();
      }
      end.complete(null);
    } catch (RuntimeException | IOException e) {
      end.completeExceptionally(e);
    } catch (InterruptedException e) {
      end.complete(null); // told to stop while it waited for Kafka or for the cluster manager
    }
  }

  private void work() throws InterruptedException, IOException {
    try (EvaluationLoop loop = working.isDone() ? working.join() : open()) {
      loop.run();
    }
  }

  /** Why it stopped by itself; empty while it runs and after {@link #close}. */
  public Optional<String> failure() {
    if (!end.isCompletedExceptionally()) {
      return Optional.empty();
    }
    try {
      end.join();
      return Optional.empty();
    } catch (RuntimeException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return Optional.of(String.valueOf(cause.getMessage()));
    }
  }

  /** Why it does not work, or cannot get to: {@link #failure}, or what keeps it from leading. */
  public Optional<String> trouble() {
    return failure().or(leadership::problem);
  }

  /**
   * Waits until every usage record that was in Kafka when this was called has been evaluated as far
   * as it is due, and its decisions are in Kafka.
   *
   * @return false if that took too long, or the autoscaler stopped
   */
  public boolean awaitCaughtUp(Duration limit) throws InterruptedException {
    CompletableFuture<Void> caughtUp = working.thenCompose(EvaluationLoop::caughtUp);
    try {
      CompletableFuture.anyOf(caughtUp, end).get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return caughtUp.isDone();
    } catch (TimeoutException | ExecutionException e) {
      return false;
    }
  }

  @Override
  public SortedSet<WorkloadId> workloads() {
    return config.workloads().stream()
        .filter(workload -> workload.unit() == null)
        .map(WorkloadSettings::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public OptionalInt of(WorkloadId workload) {
    return working.isDone() ? working.join().wanted(workload) : OptionalInt.empty();
  }

  /** How many decisions Kafka has acknowledged since the start. */
  public long decisions() {
    return working.isDone() ? working.join().decisions() : 0;
  }

  /** Stops after the evaluation that is going on. */
  @Override
  public void close() {
    stopping = true;
    if (working.isDone()) {
      working.join().stop();
    }
    try {
      thread.join(STOP.toMillis());
      if (thread.isAlive()) {
        thread.interrupt();
        thread.join(STOP.toMillis());
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
