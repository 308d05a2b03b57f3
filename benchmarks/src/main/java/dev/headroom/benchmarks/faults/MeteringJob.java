package dev.headroom.benchmarks.faults;

import dev.headroom.aggregation.config.AggregationJobConfig;
import dev.headroom.aggregation.config.CheckpointSettings;
import dev.headroom.aggregation.config.KafkaSettings;
import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.aggregation.config.SourceFile;
import dev.headroom.aggregation.config.StateBackend;
import dev.headroom.aggregation.sink.ClickHouseTarget;
import dev.headroom.usage.metering.ModelLoad;
import dev.headroom.usage.metering.RandomUsage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.jspecify.annotations.Nullable;

/** The aggregation job of one round: one after the other, each from the state of the one before. */
final class MeteringJob {
  private static final Duration CHECKPOINT = Duration.ofMillis(300);
  private static final Duration FLUSH = Duration.ofMillis(100);

  /** Short, so that it is reached while a fault lasts. */
  private static final Duration CLICKHOUSE_TIMEOUT = Duration.ofSeconds(2);

  private final Stage stage;
  private final String name;
  private final StateBackend backend;
  private final Path checkpoints;
  private @Nullable JobID job;

  MeteringJob(Stage stage, String name, StateBackend backend) {
    this.stage = stage;
    this.name = name;
    this.backend = backend;
    this.checkpoints = stage.folder().resolve("checkpoints-" + name);
  }

  String usageTopic() {
    return name + ".usage";
  }

  String decisionsTopic() {
    return name + ".decisions";
  }

  String invoicesTopic() {
    return name + ".invoices";
  }

  String priceBooksTopic() {
    return name + ".price-books";
  }

  String database() {
    return name;
  }

  Path checkpoints() {
    return checkpoints;
  }

  String bootstrapServers() {
    return "127.0.0.1:" + stage.kafkaLine().port();
  }

  /** The database, past the line. */
  ClickHouseTarget database(int port) {
    return new ClickHouseTarget(
        "http://127.0.0.1:" + port,
        name,
        stage.clickHouse().user(),
        stage.clickHouse().password(),
        CLICKHOUSE_TIMEOUT);
  }

  private AggregationJobConfig config(int parallelism) {
    return new AggregationJobConfig(
        new KafkaSettings(
            bootstrapServers(),
            name,
            usageTopic(),
            decisionsTopic(),
            invoicesTopic(),
            priceBooksTopic(),
            List.of(),
            Map.of()),
        database(stage.clickHouseLine().port()),
        new PriceFiles(
            new SourceFile("meters.yaml", RandomUsage.METERS_FILE),
            new SourceFile("tenants.yaml", ModelLoad.tenantsFile(RoundPlan.TENANTS)),
            List.of()),
        RandomUsage.LIMITS,
        new CheckpointSettings(CHECKPOINT, checkpoints.toUri()),
        backend,
        FLUSH,
        parallelism);
  }

  /** Starts the job from the newest savepoint or checkpoint there is, else empty. */
  void submit(int parallelism) throws InterruptedException {
    job = stage.flink().submit(config(parallelism));
  }

  /** Ends the job with a savepoint, or without if that takes longer. */
  void stop(Duration atMost) throws InterruptedException {
    JobID running = running();
    if (!stage.flink().stop(running, checkpoints, atMost)) {
      stage.flink().cancel(running);
    }
  }

  void cancel() throws InterruptedException {
    if (job != null) {
      stage.flink().cancel(job);
    }
  }

  JobStatus status() throws InterruptedException {
    return stage.flink().status(running());
  }

  private JobID running() {
    if (job == null) {
      throw new IllegalStateException("the job was not submitted");
    }
    return job;
  }
}
