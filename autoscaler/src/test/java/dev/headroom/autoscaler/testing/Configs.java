package dev.headroom.autoscaler.testing;

import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.config.ForecastSettings;
import dev.headroom.autoscaler.config.KafkaSettings;
import dev.headroom.autoscaler.config.MachineSettings;
import dev.headroom.autoscaler.config.Mode;
import dev.headroom.autoscaler.config.OverbookingSettings;
import dev.headroom.autoscaler.config.PoolSettings;
import dev.headroom.autoscaler.config.Range;
import dev.headroom.autoscaler.config.ReactiveSettings;
import dev.headroom.autoscaler.config.ResilienceSettings;
import dev.headroom.autoscaler.config.SimulatedSettings;
import dev.headroom.autoscaler.config.WarmSettings;
import dev.headroom.autoscaler.config.WorkloadSettings;
import dev.headroom.autoscaler.demand.WorkloadId;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Two tenants in a pool of machines with 4 cores, evaluated every minute; an hour of joint use is
 * what overbooking wants to see.
 */
public final class Configs {
  public static final WorkloadId ACME = new WorkloadId("acme", "acme-db");
  public static final WorkloadId BOREALIS = new WorkloadId("borealis", "borealis-db");
  public static final Duration EVERY = Duration.ofMinutes(1);
  public static final String POOL = "shared";

  private Configs() {}

  public static PoolSettings pool(String name) {
    return new PoolSettings(
        name,
        new MachineSettings(
            BigDecimal.valueOf(4), new BigDecimal("0.40"), Currency.getInstance("USD")),
        new Range(1, 20),
        BigDecimal.ONE,
        new OverbookingSettings(
            new BigDecimal("0.99"), Duration.ofHours(1), new BigDecimal("0.10")),
        false,
        null,
        null,
        null,
        null,
        null);
  }

  /** The same with other options. */
  public static PoolSettings pool(
      PoolSettings pool,
      @Nullable ForecastSettings forecast,
      @Nullable WarmSettings warm,
      @Nullable BigDecimal revenuePerCoreHour,
      @Nullable BigDecimal sellAtMost,
      @Nullable BigDecimal budgetPerDay) {
    return new PoolSettings(
        pool.name(),
        pool.machine(),
        pool.machines(),
        pool.penaltyPerCoreHour(),
        pool.overbooking(),
        pool.paused(),
        forecast,
        warm,
        revenuePerCoreHour,
        sellAtMost,
        budgetPerDay);
  }

  /** Half a core for each of 1 to 20 replicas, 70 % of it the target. */
  public static WorkloadSettings workload(WorkloadId id, String pool) {
    return new WorkloadSettings(
        id,
        pool,
        new Range(1, 20),
        new BigDecimal("0.5"),
        ReactiveSettings.DEFAULT,
        false,
        null,
        null);
  }

  /** The pool and both workloads by a forecast that is exceeded one time in ten. */
  public static AutoscalerConfig foreseeing(AutoscalerConfig config) {
    ForecastSettings machines = new ForecastSettings(0.9, Duration.ofMinutes(3));
    ForecastSettings replicas = new ForecastSettings(0.9, Duration.ofSeconds(30));
    return with(
        config,
        config.pools().stream()
            .map(
                p ->
                    pool(
                        p,
                        machines,
                        p.warm(),
                        p.revenuePerCoreHour(),
                        p.sellAtMost(),
                        p.budgetPerDay()))
            .toList(),
        config.workloads().stream()
            .map(
                w ->
                    new WorkloadSettings(
                        w.id(),
                        w.pool(),
                        w.replicas(),
                        w.cpuPerReplica(),
                        w.policy(),
                        w.paused(),
                        replicas,
                        w.unit()))
            .toList());
  }

  /**
   * Each pool keeps up to ten placeholders of one core, which are replaced within three minutes,
   * and sells a core three times at most.
   */
  public static AutoscalerConfig keepingWarm(AutoscalerConfig config) {
    WarmSettings warm = new WarmSettings(BigDecimal.ONE, 0, 10, Duration.ofMinutes(3));
    return with(
        config,
        config.pools().stream()
            .map(
                p ->
                    pool(
                        p,
                        p.forecast(),
                        warm,
                        p.revenuePerCoreHour(),
                        BigDecimal.valueOf(3),
                        p.budgetPerDay()))
            .toList(),
        config.workloads());
  }

  /** The same with other pools and workloads. */
  public static AutoscalerConfig with(
      AutoscalerConfig config, List<PoolSettings> pools, List<WorkloadSettings> workloads) {
    return new AutoscalerConfig(
        config.kafka(),
        config.mode(),
        config.evaluateEvery(),
        config.staleAfter(),
        config.freezes(),
        config.memory(),
        config.cluster(),
        pools,
        workloads,
        config.resilience());
  }

  /** Of no Kafka; its files are in the folder. */
  public static AutoscalerConfig inFolder(Path folder) {
    return of(
        new KafkaSettings("127.0.0.1:1", "autoscaler", "usage", "decisions", Map.of()),
        Mode.ACT,
        folder,
        0,
        ResilienceSettings.DEFAULT);
  }

  public static AutoscalerConfig of(
      KafkaSettings kafka, Mode mode, Path folder, int failEvery, ResilienceSettings resilience) {
    return new AutoscalerConfig(
        kafka,
        mode,
        EVERY,
        Duration.ofMinutes(3),
        List.of(),
        folder.resolve("memory.json"),
        new SimulatedSettings(folder.resolve("cluster.json"), failEvery),
        List.of(pool(POOL)),
        List.of(workload(ACME, POOL), workload(BOREALIS, POOL)),
        resilience);
  }
}
