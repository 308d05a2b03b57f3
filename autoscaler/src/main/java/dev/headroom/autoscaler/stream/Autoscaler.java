package dev.headroom.autoscaler.stream;

import dev.headroom.autoscaler.cluster.ClusterManager;
import dev.headroom.autoscaler.cluster.ResilientCluster;
import dev.headroom.autoscaler.cluster.SimulatedCluster;
import dev.headroom.autoscaler.config.AutoscalerConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A running autoscaler: reads usage from Kafka, decides on the clock of that usage, acts, and
 * records every decision in Kafka. One instance at a time works on a memory file.
 *
 * <p>It reads every partition itself and commits its position under its group for monitoring only;
 * where it goes on after a restart is in its memory file, together with what it had decided, so a
 * kill at any moment loses no decision and makes no other one.
 */
public final class Autoscaler implements AutoCloseable {
  private static final Duration STOP = Duration.ofSeconds(30);

  private final EvaluationLoop loop;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final Thread thread;

  private Autoscaler(EvaluationLoop loop) {
    this.loop = loop;
    this.thread = new Thread(this::run, "headroom-autoscaler");
  }

  /**
   * Starts an autoscaler of the simulated cluster that the configuration names.
   *
   * @throws AutoscalerException if Kafka, a topic or a file cannot be used
   */
  public static Autoscaler start(AutoscalerConfig config) {
    try {
      return start(config, SimulatedCluster.open(config));
    } catch (IOException e) {
      throw new AutoscalerException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Starts an autoscaler of this cluster, behind the resilience of the configuration.
   *
   * @throws AutoscalerException if Kafka, a topic or a file cannot be used
   */
  public static Autoscaler start(AutoscalerConfig config, ClusterManager cluster) {
    ClusterManager guarded = new ResilientCluster(cluster, config.resilience());
    Autoscaler autoscaler = new Autoscaler(EvaluationLoop.open(config, guarded));
    autoscaler.thread.start();
    return autoscaler;
  }

  private void run() {
    try (loop) {
      loop.run();
      end.complete(null);
    } catch (RuntimeException | IOException e) {
      end.completeExceptionally(e);
    } catch (InterruptedException e) {
      end.complete(null); // told to stop while it waited for Kafka or for the cluster manager
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

  /**
   * Waits until every usage record that was in Kafka when this was called has been evaluated as far
   * as it is due, and its decisions are in Kafka.
   *
   * @return false if that took too long, or the autoscaler stopped
   */
  public boolean awaitCaughtUp(Duration limit) throws InterruptedException {
    CompletableFuture<Void> caughtUp = loop.caughtUp();
    try {
      CompletableFuture.anyOf(caughtUp, end).get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return caughtUp.isDone();
    } catch (TimeoutException | ExecutionException e) {
      return false;
    }
  }

  /** How many decisions Kafka has acknowledged since the start. */
  public long decisions() {
    return loop.decisions();
  }

  /** Stops after the evaluation that is going on. */
  @Override
  public void close() {
    loop.stop();
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
