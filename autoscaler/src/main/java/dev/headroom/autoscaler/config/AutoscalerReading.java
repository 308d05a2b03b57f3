package dev.headroom.autoscaler.config;

import static dev.headroom.autoscaler.config.AutoscalerFile.or;

import dev.headroom.autoscaler.config.AutoscalerFile.Frozen;
import dev.headroom.autoscaler.config.AutoscalerFile.Pool;
import dev.headroom.autoscaler.config.AutoscalerFile.Quota;
import dev.headroom.autoscaler.config.AutoscalerFile.Resilience;
import dev.headroom.autoscaler.config.AutoscalerFile.Target;
import dev.headroom.autoscaler.config.AutoscalerFile.Workload;
import dev.headroom.autoscaler.demand.WorkloadId;
import dev.headroom.usage.yaml.InvalidInputException;
import dev.headroom.usage.yaml.Problem;
import dev.headroom.usage.yaml.YamlDocument;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** From a file as it is written to settings: gathers every problem before it gives up. */
record AutoscalerReading(YamlDocument document, List<Problem> problems) {
  private static final Duration EVALUATE_EVERY = Duration.ofSeconds(15);
  private static final Duration STALE_AFTER = Duration.ofMinutes(2);
  private static final double ANY_COVERAGE = 0.5;

  AutoscalerReading(YamlDocument document) {
    this(document, new ArrayList<>());
  }

  AutoscalerConfig read(AutoscalerFile written, Path base) {
    KafkaSettings kafka = part("/kafka", written.kafka()::settings);
    ClusterSettings cluster = part("/cluster", () -> written.cluster().settings(base));
    Path memory = base.resolve(written.memory()).normalize();
    if (cluster != null) {
      check("/memory", () -> AutoscalerConfig.checkMemory(memory, cluster));
    }
    Duration evaluateEvery = or(written.evaluateEvery(), EVALUATE_EVERY);
    Duration staleAfter = or(written.staleAfter(), STALE_AFTER);
    check(
        written.evaluateEvery() == null ? "/staleAfter" : "/evaluateEvery",
        () -> AutoscalerConfig.checkTimes(evaluateEvery, staleAfter));
    List<Freeze> freezes = freezes(or(written.freeze(), List.of()));
    List<PoolSettings> pools = pools(written.pools());
    List<WorkloadSettings> workloads = workloads(written.workloads(), written.pools());
    Resilience resilience = written.resilience();
    ResilienceSettings fences =
        resilience == null ? ResilienceSettings.DEFAULT : part("/resilience", resilience::settings);
    ClusterSettings whole = cluster == null ? null : withObjects(cluster, written, workloads);
    if (kafka == null || whole == null || fences == null || !problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return new AutoscalerConfig(
        kafka,
        or(written.mode(), Mode.ACT),
        evaluateEvery,
        staleAfter,
        freezes,
        memory,
        whole,
        pools,
        workloads,
        fences);
  }

  /** Each workload and pool of Kubernetes names its object, and none does elsewhere. */
  private ClusterSettings withObjects(
      ClusterSettings cluster, AutoscalerFile written, List<WorkloadSettings> read) {
    boolean named = cluster instanceof KubernetesSettings;
    Set<ScaledObject> known = new HashSet<>();
    Map<WorkloadId, ScaledObject> scaled = new HashMap<>();
    Map<WorkloadId, ResizedObject> resized = new HashMap<>();
    Map<String, ScaledObject> pools = new HashMap<>();
    Map<String, ScaledObject> warm = new HashMap<>();
    Map<String, ScaledObject> quotas = new HashMap<>();
    for (int i = 0; i < written.pools().size(); i++) {
      Pool pool = written.pools().get(i);
      ScaledObject object = object(settings(pool.kubernetes()), "/pools/" + i, named, known);
      if (object != null) {
        pools.put(pool.name(), object);
      }
      ScaledObject placeholders =
          pool.warm() == null
              ? null
              : object(settings(pool.warm().kubernetes()), "/pools/" + i + "/warm", named, known);
      if (placeholders != null) {
        warm.put(pool.name(), placeholders);
      }
      ScaledObject quota =
          pool.sell() == null
              ? null
              : object(settings(pool.sell().kubernetes()), "/pools/" + i + "/sell", named, known);
      if (quota != null) {
        quotas.put(pool.name(), quota);
      }
    }
    for (int i = 0; i < written.workloads().size(); i++) {
      Workload workload = written.workloads().get(i);
      ScaledObject object =
          object(settings(workload.kubernetes()), "/workloads/" + i, named, known);
      checkContainer(workload, "/workloads/" + i + "/kubernetes/container");
      if (object == null || !problems.isEmpty()) {
        continue;
      }
      UnitSettings unit = read.get(i).unit();
      if (unit == null) {
        scaled.put(workload.id(), object);
      } else {
        String container = Objects.requireNonNull(workload.kubernetes()).container();
        resized.put(workload.id(), new ResizedObject(object, container, unit));
      }
    }
    return cluster instanceof KubernetesSettings kubernetes
        ? kubernetes.with(KubernetesObjects.of(scaled, resized, pools, warm, quotas))
        : cluster;
  }

  private void checkContainer(Workload workload, String at) {
    Target target = workload.kubernetes();
    if (workload.units() == null && target != null && target.container() != null) {
      problems.add(document.problemAtKey(at, "container is for a workload with units"));
    }
  }

  private static @Nullable ScaledObject settings(@Nullable Target target) {
    return target == null ? null : target.settings();
  }

  private static @Nullable ScaledObject settings(@Nullable Quota quota) {
    return quota == null ? null : quota.settings();
  }

  private @Nullable ScaledObject object(
      @Nullable ScaledObject object, String at, boolean named, Set<ScaledObject> known) {
    if (object == null) {
      if (named) {
        problems.add(document.problemAtKey(at, "expected kubernetes: the object that is scaled"));
      }
      return null;
    }
    String place = at + "/kubernetes";
    if (!named) {
      problems.add(document.problemAtKey(place, "kubernetes is for a cluster of type kubernetes"));
      return null;
    }
    if (!known.add(object)) {
      problems.add(document.problemAtKey(place, object + " is there twice"));
    }
    return object;
  }

  private List<Freeze> freezes(List<Frozen> written) {
    List<Freeze> freezes = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      Freeze freeze = part("/freeze/" + i, written.get(i)::settings);
      if (freeze != null) {
        freezes.add(freeze);
      }
    }
    return freezes;
  }

  private List<PoolSettings> pools(List<Pool> written) {
    List<PoolSettings> pools = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < written.size(); i++) {
      PoolSettings pool = part("/pools/" + i, written.get(i)::settings);
      if (pool != null) {
        check("/pools/" + i + "/name", () -> AutoscalerConfig.checkPool(pool, names));
        pools.add(pool);
      }
    }
    return pools;
  }

  private List<WorkloadSettings> workloads(List<Workload> written, List<Pool> pools) {
    List<WorkloadSettings> workloads = new ArrayList<>();
    Set<WorkloadId> ids = new HashSet<>();
    Set<String> names = pools.stream().map(Pool::name).collect(Collectors.toSet());
    for (int i = 0; i < written.size(); i++) {
      String at = "/workloads/" + i;
      Workload one = written.get(i);
      WorkloadSettings workload = part(at, () -> one.settings(coverage(one, pools)));
      if (workload != null) {
        check(at, () -> AutoscalerConfig.checkWorkload(workload, ids, names));
        workloads.add(workload);
      }
    }
    return workloads;
  }

  /** Of its pool; where that has a problem of its own, any does. */
  private static double coverage(Workload workload, List<Pool> pools) {
    for (Pool pool : pools) {
      if (pool.name().equals(workload.pool())) {
        try {
          return pool.coverage(pool.machine().settings());
        } catch (IllegalArgumentException e) {
          return ANY_COVERAGE;
        }
      }
    }
    return ANY_COVERAGE;
  }

  private void check(String pointer, Runnable check) {
    try {
      check.run();
    } catch (IllegalArgumentException e) {
      problems.add(document.problemAtKey(pointer, String.valueOf(e.getMessage())));
    }
  }

  private <T> @Nullable T part(String pointer, Supplier<T> read) {
    try {
      return read.get();
    } catch (IllegalArgumentException e) {
      problems.add(document.problemAtKey(pointer, String.valueOf(e.getMessage())));
      return null;
    }
  }
}
