package dev.headroom.aggregation.config;

import dev.headroom.aggregation.sink.ClickHouseTarget;
import dev.headroom.usage.metering.MeteringLimits;
import dev.headroom.usage.yaml.InvalidInputException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How the job runs, with the text of every file it needs.
 *
 * @param prices meters, tenants and price books
 * @param flush how often changed totals leave for the sink; 10 ms to 1 h
 * @param parallelism 1 to {@link #MAX_PARALLELISM}
 */
public record AggregationJobConfig(
    KafkaSettings kafka,
    ClickHouseTarget clickhouse,
    PriceFiles prices,
    MeteringLimits metering,
    CheckpointSettings checkpoint,
    StateBackend stateBackend,
    Duration flush,
    int parallelism) {
  public static final String SCHEMA = "dev/headroom/aggregation/aggregation-job.schema.json";

  /** Number of key groups; it cannot change without losing the state. */
  public static final int MAX_PARALLELISM = 128;

  public AggregationJobConfig {
    if (flush.compareTo(Duration.ofMillis(10)) < 0 || flush.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("flush is not in 10ms…1h");
    }
    if (parallelism < 1 || parallelism > MAX_PARALLELISM) {
      throw new IllegalArgumentException(
          "parallelism " + parallelism + " is not in 1…" + MAX_PARALLELISM);
    }
  }

  /**
   * Reads a file of kind {@code AggregationJob} and the files it names.
   *
   * @param file paths in it are relative to it
   * @param environment where {@code passwordEnv} is looked up
   * @throws InvalidInputException with every problem of the first kind of file that has any
   */
  public static AggregationJobConfig load(Path file, Map<String, String> environment) {
    return AggregationJobFile.load(file, environment);
  }
}
