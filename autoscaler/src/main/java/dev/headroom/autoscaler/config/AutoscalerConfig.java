package dev.headroom.autoscaler.config;

import dev.headroom.autoscaler.demand.WorkloadId;
import dev.headroom.usage.yaml.InvalidInputException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * How an autoscaler runs. Every constructor refuses what cannot work with an {@link
 * IllegalArgumentException} that says what was expected.
 *
 * @param evaluateEvery event time between two evaluations, 1 s to 1 h, whole seconds; CPU use is
 *     averaged over it
 * @param staleAfter age from which a point says nothing about now; at least {@code evaluateEvery}
 * @param freezes times in which nothing is changed
 * @param memory file for what has to be remembered over a restart
 */
public record AutoscalerConfig(
    KafkaSettings kafka,
    Mode mode,
    Duration evaluateEvery,
    Duration staleAfter,
    List<Freeze> freezes,
    Path memory,
    ClusterSettings cluster,
    List<PoolSettings> pools,
    List<WorkloadSettings> workloads,
    ResilienceSettings resilience) {
  public static final String SCHEMA = "dev/headroom/autoscaler/autoscaler.schema.json";

  public AutoscalerConfig {
    freezes = List.copyOf(freezes);
    pools = List.copyOf(pools);
    workloads = List.copyOf(workloads);
    checkTimes(evaluateEvery, staleAfter);
    checkMemory(memory, cluster);
    Set<String> names = new HashSet<>();
    pools.forEach(pool -> checkPool(pool, names));
    Set<WorkloadId> ids = new HashSet<>();
    workloads.forEach(workload -> checkWorkload(workload, ids, names));
  }

  static void checkTimes(Duration evaluateEvery, Duration staleAfter) {
    if (evaluateEvery.compareTo(Duration.ofSeconds(1)) < 0
        || evaluateEvery.compareTo(Duration.ofHours(1)) > 0
        || evaluateEvery.toNanosPart() != 0) {
      throw new IllegalArgumentException("evaluateEvery is not in 1s…1h, in whole seconds");
    }
    if (staleAfter.compareTo(evaluateEvery) < 0) {
      throw new IllegalArgumentException("staleAfter is shorter than evaluateEvery");
    }
  }

  static void checkMemory(Path memory, ClusterSettings cluster) {
    if (cluster instanceof SimulatedSettings simulated
        && memory
            .toAbsolutePath()
            .normalize()
            .equals(simulated.state().toAbsolutePath().normalize())) {
      throw new IllegalArgumentException(
          "memory is the file of the cluster's state, expected another one");
    }
  }

  /** Adds its name to those of the pools before it. */
  static void checkPool(PoolSettings pool, Set<String> before) {
    if (!before.add(pool.name())) {
      throw new IllegalArgumentException("pool '" + pool.name() + "' is there twice");
    }
  }

  /** Adds its id to those of the workloads before it. */
  static void checkWorkload(WorkloadSettings workload, Set<WorkloadId> before, Set<String> pools) {
    if (!before.add(workload.id())) {
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

  /** The same on another Kafka. */
  public AutoscalerConfig on(KafkaSettings other) {
    return new AutoscalerConfig(
        other,
        mode,
        evaluateEvery,
        staleAfter,
        freezes,
        memory,
        cluster,
        pools,
        workloads,
        resilience);
  }

  /** The same fleet, scaled and sized by forecasts with the usual lead times. */
  public AutoscalerConfig foreseeing() {
    return with(
        pool -> pool.by(ForecastSettings.machines(pool.coverage())),
        workload -> workload.by(ForecastSettings.replicas(pool(workload).coverage())));
  }

  /** The same fleet without any forecast. */
  public AutoscalerConfig withoutForecasts() {
    return with(pool -> pool.by(null), workload -> workload.by(null));
  }

  /** The same, where what is missing costs as much as another says; forecasts stay as they are. */
  public AutoscalerConfig withPenaltiesOf(AutoscalerConfig other) {
    return with(
        pool ->
            other.pools.stream()
                .filter(p -> p.name().equals(pool.name()))
                .findFirst()
                .map(p -> pool.penalised(p.penaltyPerCoreHour()))
                .orElse(pool),
        workload -> workload);
  }

  private AutoscalerConfig with(
      UnaryOperator<PoolSettings> pool, UnaryOperator<WorkloadSettings> workload) {
    return new AutoscalerConfig(
        kafka,
        mode,
        evaluateEvery,
        staleAfter,
        freezes,
        memory,
        cluster,
        pools.stream().map(pool).toList(),
        workloads.stream().map(workload).toList(),
        resilience);
  }

  private PoolSettings pool(WorkloadSettings workload) {
    return pools.stream().filter(p -> p.name().equals(workload.pool())).findFirst().orElseThrow();
  }

  /** The freeze that holds at a time, if one does. */
  public Optional<Freeze> freezeAt(Instant time) {
    return freezes.stream().filter(freeze -> freeze.holds(time)).findFirst();
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
