package dev.headroom.aggregation.config;

import java.net.URI;
import java.time.Duration;

/**
 * How often the job's state is saved, and where.
 *
 * @param interval rows reach ClickHouse with a checkpoint: it is their freshness; 100 ms to 1 h
 * @param directory URI of a file system that every process of the cluster sees
 */
public record CheckpointSettings(Duration interval, URI directory) {

  public CheckpointSettings {
    if (interval.compareTo(Duration.ofMillis(100)) < 0
        || interval.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("checkpoint.interval is not in 100ms…1h");
    }
    if (directory.getScheme() == null) {
      throw new IllegalArgumentException(
          "checkpoint.directory '" + directory + "' has no scheme, expected such as file:///path");
    }
  }
}
