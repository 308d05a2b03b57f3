package dev.headroom.aggregation.runner;

import dev.headroom.aggregation.AggregationJob;
import dev.headroom.aggregation.FlinkOptions;
import dev.headroom.aggregation.config.AggregationJobConfig;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the job on a Flink MiniCluster in this process. */
public final class JobRunner {
  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

  private static final MemorySize NETWORK_MEMORY = MemorySize.ofMebiBytes(64);
  private static final MemorySize MANAGED_MEMORY = MemorySize.ofMebiBytes(128);
  private static final Duration SUBMIT_TIMEOUT = Duration.ofMinutes(2);

  private JobRunner() {}

  /**
   * As {@link #start(AggregationJobConfig, int, OpenTelemetry)} with a free port, and tells
   * nothing.
   */
  public static RunningJob start(AggregationJobConfig config) throws InterruptedException {
    return start(config, 0, OpenTelemetry.noop());
  }

  /**
   * Checks Kafka and ClickHouse, starts a MiniCluster and the job, from the newest state in the
   * checkpoint directory if there is any.
   *
   * @param restPort of Flink's REST API, and of its web UI if flink-runtime-web is on the class
   *     path; 0 takes a free one
   * @param openTelemetry where Flink's metrics are told
   * @throws StartException if something is missing
   */
  public static RunningJob start(
      AggregationJobConfig config, int restPort, OpenTelemetry openTelemetry)
      throws InterruptedException {
    StartCheck.check(config);
    TenantTable.fill(config);
    Optional<String> retained = retained(config);
    MiniCluster cluster = cluster(config, restPort, openTelemetry);
    try {
      cluster.start();
      JobID job =
          cluster
              .submitJob(graph(config, retained))
              .get(SUBMIT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
              .getJobID();
      RunningJob running = new RunningJob(cluster, job, config.checkpoint().directory());
      LOG.info(
          "job {} started {}, REST API at {}",
          job,
          retained.map(path -> "from " + path).orElse("empty"),
          running.restUrl());
      return running;
    } catch (InterruptedException e) {
      RunningJob.waitFor(cluster.closeAsync());
      throw e;
    } catch (Exception e) {
      RunningJob.waitFor(cluster.closeAsync());
      throw new StartException("Flink does not start: " + Reason.of(e), e);
    }
  }

  /**
   * The job for a cluster elsewhere, from the newest state in the checkpoint directory if there is
   * any. Looks at nothing but that directory.
   *
   * @throws StartException if the directory cannot be read
   */
  public static JobGraph graph(AggregationJobConfig config) {
    return graph(config, retained(config));
  }

  private static Optional<String> retained(AggregationJobConfig config) {
    try {
      return RetainedState.newest(config.checkpoint().directory());
    } catch (IOException e) {
      throw new StartException(
          "checkpoint directory " + config.checkpoint().directory() + ": " + Reason.of(e), e);
    }
  }

  private static JobGraph graph(AggregationJobConfig config, Optional<String> retained) {
    StreamExecutionEnvironment environment =
        new StreamExecutionEnvironment(FlinkOptions.of(config));
    AggregationJob.build(environment, config);
    JobGraph graph = environment.getStreamGraph().getJobGraph();
    // Claimed: Flink deletes it once a newer checkpoint is complete, so the directory stays small.
    retained.ifPresent(
        path ->
            graph.setSavepointRestoreSettings(
                SavepointRestoreSettings.forPath(path, false, RecoveryClaimMode.CLAIM)));
    return graph;
  }

  private static MiniCluster cluster(
      AggregationJobConfig config, int restPort, OpenTelemetry openTelemetry) {
    Configuration options = FlinkOptions.of(config);
    FlinkMetrics.configure(options, openTelemetry);
    options.set(RestOptions.BIND_PORT, Integer.toString(restPort));
    options.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    options.set(RestOptions.ADDRESS, "127.0.0.1");
    options.set(JobManagerOptions.BIND_HOST, "127.0.0.1"); // where blobs are served
    options.set(TaskManagerOptions.NETWORK_MEMORY_MIN, NETWORK_MEMORY);
    options.set(TaskManagerOptions.NETWORK_MEMORY_MAX, NETWORK_MEMORY);
    options.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MANAGED_MEMORY);
    return new MiniCluster(
        new MiniClusterConfiguration.Builder()
            .setConfiguration(options)
            .setNumTaskManagers(1)
            .setNumSlotsPerTaskManager(config.parallelism())
            .build());
  }
}
