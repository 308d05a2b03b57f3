package dev.headroom.autoscaler.config;

import dev.headroom.autoscaler.demand.WorkloadId;
import dev.headroom.usage.yaml.InvalidInputException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How an autoscaler runs. Every constructor refuses what cannot work with an {@link
 * IllegalArgumentException} that says what was expected.
 *
 * @param evaluateEvery event time between two evaluations, 1 s to 1 h, whole seconds; CPU use is
 *     averaged over it
 * @param staleAfter age from which a point says nothing about now; at least {@code evaluateEvery}
 * @param memory file for what has to be remembered over a restart
 */
public record AutoscalerConfig(
    KafkaSettings kafka,
    Mode mode,
    Duration evaluateEvery,
    Duration staleAfter,
    Path memory,
    ClusterSettings cluster,
    List<PoolSettings> pools,
    List<WorkloadSettings> workloads,
    ResilienceSettings resilience) {
  public static final String SCHEMA = "dev/headroom/autoscaler/autoscaler.schema.json";

  public AutoscalerConfig {
    pools = List.copyOf(pools);
    workloads = List.copyOf(workloads);
    if (evaluateEvery.compareTo(Duration.ofSeconds(1)) < 0
        || evaluateEvery.compareTo(Duration.ofHours(1)) > 0
        || evaluateEvery.toMillis() % 1000 != 0) {
      throw new IllegalArgumentException("evaluateEvery is not in 1s…1h, in whole seconds");
    }
    if (staleAfter.compareTo(evaluateEvery) < 0) {
      throw new IllegalArgumentException("staleAfter is shorter than evaluateEvery");
    }
    Set<String> names = new HashSet<>();
    for (PoolSettings pool : pools) {
      if (!names.add(pool.name())) {
        throw new IllegalArgumentException("pool '" + pool.name() + "' is there twice");
      }
    }
    checkWorkloads(workloads, names);
  }

  private static void checkWorkloads(List<WorkloadSettings> workloads, Set<String> pools) {
    Set<WorkloadId> ids = new HashSet<>();
    for (WorkloadSettings workload : workloads) {
      if (!ids.add(workload.id())) {
        throw new IllegalArgumentException("workload '" + workload.id() + "' is there twice");
      }
      if (!pools.contains(workload.pool())) {
        throw new IllegalArgumentException(
            "workload '%s' is in pool '%s', expected one of: %s"
                .formatted(
                    workload.id(),
                    workload.pool(),
                    pools.stream().sorted().collect(Collectors.joining(", "))));
      }
    }
  }

  /** The workloads of a pool, in the order of the configuration. */
  public List<WorkloadSettings> workloadsOf(PoolSettings pool) {
    return workloads.stream().filter(w -> w.pool().equals(pool.name())).toList();
  }

  /**
   * Reads a file of kind {@code Autoscaler}.
   *
   * @param file its name for messages; files it names are relative to it
   * @throws InvalidInputException with every problem
   */
  public static AutoscalerConfig parse(String file, String text) {
    return AutoscalerFile.read(file, text);
  }
}
