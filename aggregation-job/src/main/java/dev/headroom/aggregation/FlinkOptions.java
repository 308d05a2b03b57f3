package dev.headroom.aggregation;

import dev.headroom.aggregation.config.AggregationJobConfig;
import dev.headroom.aggregation.config.StateBackend;
import java.time.Duration;
import java.util.Locale;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointingMode;

/** What the job needs Flink to be set to, wherever it runs. */
public final class FlinkOptions {
  private FlinkOptions() {}

  public static Configuration of(AggregationJobConfig config) {
    Configuration options = new Configuration();
    options.set(PipelineOptions.NAME, AggregationJob.NAME);
    // A type without a serializer of ours is a bug: Kryo would hide it.
    options.set(PipelineOptions.GENERIC_TYPES, false);
    // Stream elements are immutable, so that none needs a copy between chained operators.
    options.set(PipelineOptions.OBJECT_REUSE, true);
    options.set(PipelineOptions.MAX_PARALLELISM, AggregationJobConfig.MAX_PARALLELISM);
    options.set(CoreOptions.DEFAULT_PARALLELISM, config.parallelism());
    checkpoints(options, config);
    restarts(options);
    return options;
  }

  private static void checkpoints(Configuration options, AggregationJobConfig config) {
    options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, config.checkpoint().interval());
    options.set(
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
    // The ledger relies on it: a barrier never comes between the slices of a record.
    options.set(CheckpointingOptions.ENABLE_UNALIGNED, false);
    options.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    options.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, config.checkpoint().directory().toString());
    // While ClickHouse is away the sink holds the stream back, and checkpoints with it.
    options.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, Duration.ofMinutes(10));
    options.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 3);
    options.set(
        StateBackendOptions.STATE_BACKEND, config.stateBackend().name().toLowerCase(Locale.ROOT));
    options.set(
        CheckpointingOptions.INCREMENTAL_CHECKPOINTS,
        config.stateBackend() == StateBackend.ROCKSDB);
  }

  /** Without an end: a failure that passes is survived, one that does not says so itself. */
  private static void restarts(Configuration options) {
    options.set(
        RestartStrategyOptions.RESTART_STRATEGY,
        RestartStrategyOptions.RestartStrategyType.EXPONENTIAL_DELAY.getMainValue());
    options.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
        Duration.ofSeconds(1));
    options.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofSeconds(30));
    options.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
        Duration.ofMinutes(5));
  }
}
