package dev.headroom.aggregation.runner;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.util.SerializedThrowable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The job on its MiniCluster. */
public final class RunningJob implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunningJob.class);

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

  private final MiniCluster cluster;
  private final JobID job;
  private final URI savepoints;
  private final CompletableFuture<JobResult> result;
  private final URI restUrl;

  RunningJob(MiniCluster cluster, JobID job, URI savepoints)
      throws ExecutionException, InterruptedException {
    this.cluster = cluster;
    this.job = job;
    this.savepoints = savepoints;
    this.result = cluster.requestJobResult(job);
    this.restUrl = cluster.getRestAddress().get();
  }

  /** Flink's REST API; its web UI too, if flink-runtime-web is on the class path. */
  public URI restUrl() {
    return restUrl;
  }

  /** 32 hex digits. */
  public String jobId() {
    return job.toHexString();
  }

  /** Whether all tasks run now: false while it starts, restarts, and after its end. */
  public boolean isRunning() {
    try {
      return cluster.getJobStatus(job).get(10, TimeUnit.SECONDS) == JobStatus.RUNNING;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Why the job failed for good; empty as long as it has not. */
  public Optional<String> failure() {
    return result.isDone() && !result.isCompletedExceptionally()
        ? failure(result.join())
        : Optional.empty();
  }

  /** Waits for the job's end, which comes only by {@link #stop}, {@link #close} or a failure. */
  public void await() throws JobFailedException, InterruptedException {
    try {
      Optional<String> failure = failure(result.get());
      if (failure.isPresent()) {
        throw new JobFailedException(failure.get());
      }
    } catch (ExecutionException e) {
      throw new JobFailedException(Reason.of(e));
    }
  }

  /**
   * As {@link #await()}, at most that long.
   *
   * @return whether it ended
   */
  public boolean await(Duration atMost) throws JobFailedException, InterruptedException {
    try {
      result.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new JobFailedException(Reason.of(e));
    }
    await();
    return true;
  }

  private static Optional<String> failure(JobResult ended) {
    return ended.getSerializedThrowable().map(RunningJob::telling);
  }

  /** The innermost message is ours; the class names before it are Flink's. */
  private static String telling(SerializedThrowable thrown) {
    String reason = Reason.of(thrown.deserializeError(RunningJob.class.getClassLoader()));
    return reason.replaceFirst("^([a-z0-9_]+\\.)+[A-Za-z0-9_$]+: ", "");
  }

  /**
   * Takes a savepoint, waits until its rows are in ClickHouse, and ends the job: the next start
   * goes on from there. If that takes too long (ClickHouse is away), the job is cancelled, and the
   * next start goes on from the last checkpoint.
   */
  public void stop() {
    if (!result.isDone()) {
      try {
        cluster
            .stopWithSavepoint(job, savepoints.toString(), false, SavepointFormatType.CANONICAL)
            .get(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException | TimeoutException e) {
        LOG.warn("no savepoint, going back to the last checkpoint: {}", Reason.of(e));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    close();
  }

  /** Cancels the job if it runs, and stops the cluster. Checkpoints are kept. */
  @Override
  public void close() {
    boolean ended = result.isDone() || (waitFor(cluster.cancelJob(job)) && waitFor(result));
    if (!waitFor(cluster.closeAsync()) || !ended) {
      LOG.warn("Flink did not stop cleanly");
    }
  }

  /** False if it fails or takes too long. */
  static boolean waitFor(CompletableFuture<?> future) {
    try {
      future.get(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("waiting in vain", e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
