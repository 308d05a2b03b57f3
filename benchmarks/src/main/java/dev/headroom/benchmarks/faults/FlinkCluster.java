package dev.headroom.benchmarks.faults;

import dev.headroom.aggregation.config.AggregationJobConfig;
import dev.headroom.aggregation.runner.JobRunner;
import dev.headroom.embedded.JvmProcess;
import dev.headroom.embedded.LocalPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.SavepointFormatType;

/**
 * A Flink standalone cluster: a job manager and two task managers, each a process of its own, with
 * Flink's own entry points. The job's classes are on their class path.
 */
final class FlinkCluster implements AutoCloseable {
  static final int SLOTS = 4;

  private static final int TASK_MANAGERS = 2;
  private static final Duration ANSWER = Duration.ofMinutes(1);

  private final Path folder;
  private final Path logback;
  private final int restPort = LocalPort.free();
  private final RestClusterClient<StandaloneClusterId> client;
  private final List<JvmProcess> taskManagers = new ArrayList<>();
  private JvmProcess jobManager;

  // RestClusterClient's constructor declares Exception.
  FlinkCluster(Path folder, Path logback) throws Exception {
    this.folder = folder;
    this.logback = logback;
    Files.writeString(folder.resolve("config.yaml"), configuration());
    jobManager = jobManager();
    for (int i = 0; i < TASK_MANAGERS; i++) {
      taskManagers.add(taskManager(i));
    }
    Configuration options = new Configuration();
    options.set(RestOptions.ADDRESS, "127.0.0.1");
    options.set(RestOptions.PORT, restPort);
    options.set(RestOptions.RETRY_MAX_ATTEMPTS, 300);
    options.set(RestOptions.RETRY_DELAY, Duration.ofMillis(200));
    client = new RestClusterClient<>(options, StandaloneClusterId.getInstance());
  }

  private String configuration() {
    return """
    jobmanager.rpc.address: 127.0.0.1
    jobmanager.rpc.port: %d
    jobmanager.bind-host: 127.0.0.1
    taskmanager.host: 127.0.0.1
    taskmanager.bind-host: 127.0.0.1
    rest.address: 127.0.0.1
    rest.bind-address: 127.0.0.1
    rest.port: %d
    heartbeat.interval: 1 s
    heartbeat.timeout: 8 s
    cluster.registration.error-delay: 500 ms
    cluster.registration.max-timeout: 2 s
    io.tmp.dirs: %s
    taskmanager.numberOfTaskSlots: %d
    taskmanager.cpu.cores: 1.0
    taskmanager.memory.task.heap.size: 192m
    taskmanager.memory.task.off-heap.size: 64m
    taskmanager.memory.managed.size: 64m
    taskmanager.memory.network.min: 32m
    taskmanager.memory.network.max: 32m
    taskmanager.memory.framework.heap.size: 64m
    taskmanager.memory.framework.off-heap.size: 64m
    taskmanager.memory.jvm-metaspace.size: 128m
    taskmanager.memory.jvm-overhead.min: 64m
    taskmanager.memory.jvm-overhead.max: 64m
    """
        .formatted(LocalPort.free(), restPort, folder, SLOTS / TASK_MANAGERS);
  }

  private JvmProcess jobManager() throws IOException {
    return start(
        "job-manager", "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint");
  }

  private JvmProcess taskManager(int number) throws IOException {
    return start(
        "task-manager-" + number, "org.apache.flink.runtime.taskexecutor.TaskManagerRunner");
  }

  private JvmProcess start(String name, String mainClass) throws IOException {
    return JvmProcess.start(
        folder.resolve(name + ".log"),
        logback,
        "384m",
        mainClass,
        List.of("--configDir", folder.toString()));
  }

  /** Starts the job from the newest state in its checkpoint directory. */
  JobID submit(AggregationJobConfig config) throws InterruptedException {
    return answer("submit", client.submitJob(JobRunner.graph(config)));
  }

  JobStatus status(JobID job) throws InterruptedException {
    return answer("status", client.getJobStatus(job));
  }

  /** Whether a savepoint was taken and the job ended; false if it took too long or failed. */
  boolean stop(JobID job, Path savepoints, Duration atMost) throws InterruptedException {
    try {
      client
          .stopWithSavepoint(
              job, false, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
          .get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  /** Ends the job without a savepoint, and waits until it has ended. */
  void cancel(JobID job) throws InterruptedException {
    try {
      client.cancel(job).get(ANSWER.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // It has ended already, or the job manager that knew it is gone.
    }
    Await.until("the job to end", ANSWER, () -> isOver(job));
  }

  private boolean isOver(JobID job) throws InterruptedException {
    try {
      return client.getJobStatus(job).get(10, TimeUnit.SECONDS).isGloballyTerminalState();
    } catch (ExecutionException e) {
      return true; // unknown to the job manager
    } catch (TimeoutException e) {
      return false;
    }
  }

  private static <T> T answer(String what, java.util.concurrent.CompletableFuture<T> future)
      throws InterruptedException {
    try {
      return future.get(ANSWER.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Flink does not answer " + what + ": " + e, e);
    }
  }

  void killJobManager() {
    jobManager.kill();
  }

  void startJobManager() throws IOException {
    jobManager = jobManager();
  }

  void killTaskManager(int number) {
    taskManagers.get(number % TASK_MANAGERS).kill();
  }

  void startTaskManager(int number) throws IOException {
    taskManagers.set(number % TASK_MANAGERS, taskManager(number % TASK_MANAGERS));
  }

  @Override
  public void close() {
    client.close();
    for (JvmProcess taskManager : taskManagers) {
      taskManager.kill();
    }
    jobManager.kill();
  }
}
