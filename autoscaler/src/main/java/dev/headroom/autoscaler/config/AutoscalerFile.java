package dev.headroom.autoscaler.config;

import dev.headroom.autoscaler.demand.WorkloadId;
import dev.headroom.usage.TenantId;
import dev.headroom.usage.yaml.YamlDocument;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A file of kind {@code Autoscaler} as written; absent keys are null. */
record AutoscalerFile(
    String apiVersion,
    String kind,
    Kafka kafka,
    @Nullable Mode mode,
    @Nullable Duration evaluateEvery,
    @Nullable Duration staleAfter,
    @Nullable List<Frozen> freeze,
    String memory,
    Cluster cluster,
    List<Pool> pools,
    List<Workload> workloads,
    @Nullable Resilience resilience) {

  private static final String FORECAST = "forecast";

  record Kafka(
      String bootstrapServers,
      @Nullable String groupId,
      @Nullable String usageTopic,
      @Nullable String decisionsTopic,
      @Nullable Map<String, String> properties) {
    KafkaSettings settings() {
      KafkaSettings preset = KafkaSettings.of(bootstrapServers);
      return new KafkaSettings(
          bootstrapServers,
          or(groupId, preset.groupId()),
          or(usageTopic, preset.usageTopic()),
          or(decisionsTopic, preset.decisionsTopic()),
          or(properties, Map.of()));
    }
  }

  record Frozen(String from, String to, String reason) {
    Freeze settings() {
      return new Freeze(time(from), time(to), reason);
    }

    private static Instant time(String text) {
      try {
        return Instant.parse(text);
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(
            "'" + text + "' is no time, expected such as 2026-06-15T22:00:00Z", e);
      }
    }
  }

  record Lease(String namespace, @Nullable String name, @Nullable Duration duration) {
    LeaseSettings settings() {
      return new LeaseSettings(
          namespace, or(name, LeaseSettings.NAME), or(duration, LeaseSettings.DURATION));
    }
  }

  record Cluster(
      String type,
      @Nullable String state,
      @Nullable Integer failEvery,
      @Nullable String kubeconfig,
      @Nullable String context,
      @Nullable Lease lease) {
    private static final String KUBERNETES = "kubernetes";

    ClusterSettings settings(Path base) {
      if (type.equals(KUBERNETES)) {
        return kubernetes(base);
      }
      String other = "a cluster of type " + type;
      refuse(kubeconfig, "kubeconfig", other);
      refuse(context, "context", other);
      refuse(lease, "lease", other);
      return new SimulatedSettings(
          base.resolve(required(state, "state", other)).normalize(), or(failEvery, 0));
    }

    /** Without the objects, which the workloads and the pools name. */
    private KubernetesSettings kubernetes(Path base) {
      String other = "a cluster of type " + KUBERNETES;
      refuse(state, "state", other);
      refuse(failEvery, "failEvery", other);
      return new KubernetesSettings(
          kubeconfig == null ? null : base.resolve(kubeconfig).normalize(),
          context,
          required(lease, "lease", other).settings(),
          KubernetesObjects.NONE);
    }
  }

  record Target(
      @Nullable String apiVersion,
      String kind,
      String namespace,
      String name,
      @Nullable String container) {
    private static final String APPS = "apps/v1";

    ScaledObject settings() {
      return new ScaledObject(or(apiVersion, APPS), kind, namespace, name);
    }
  }

  record Machine(String cpu, String costPerHour, String currency) {
    MachineSettings settings() {
      return new MachineSettings(
          new BigDecimal(cpu), new BigDecimal(costPerHour), currency(currency));
    }

    private static Currency currency(String code) {
      try {
        return Currency.getInstance(code);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "'" + code + "' is no currency of ISO 4217, expected such as USD", e);
      }
    }
  }

  record Bounds(int min, int max) {}

  record Overbooking(
      @Nullable String policy,
      @Nullable BigDecimal quantile,
      @Nullable Duration window,
      @Nullable BigDecimal headroom,
      @Nullable Duration leadTime) {
    private static final Overbooking ABSENT = new Overbooking(null, null, null, null, null);

    @Nullable ForecastSettings forecast(double coverage) {
      if (!FORECAST.equals(policy)) {
        refuse(leadTime, "leadTime", "overbooking by " + or(policy, "joint-peak"));
        return null;
      }
      return ForecastSettings.machines(coverage).leading(leadTime);
    }

    OverbookingSettings settings() {
      OverbookingSettings preset = OverbookingSettings.DEFAULT;
      return new OverbookingSettings(
          or(quantile, preset.quantile()),
          or(window, preset.window()),
          or(headroom, preset.headroom()));
    }
  }

  record Placeholders(int min, int max) {}

  record Warm(
      String cpuPerPlaceholder,
      Placeholders placeholders,
      @Nullable Duration refill,
      @Nullable Target kubernetes) {
    WarmSettings settings() {
      return new WarmSettings(
          new BigDecimal(cpuPerPlaceholder),
          placeholders.min(),
          placeholders.max(),
          or(refill, WarmSettings.REFILL));
    }
  }

  record Quota(String namespace, String name) {
    ScaledObject settings() {
      return new ScaledObject("v1", "ResourceQuota", namespace, name);
    }
  }

  record Sell(BigDecimal atMost, @Nullable Quota kubernetes) {}

  record Pool(
      String name,
      Machine machine,
      Bounds machines,
      @Nullable String penaltyPerCoreHour,
      @Nullable String revenuePerCoreHour,
      @Nullable String budgetPerDay,
      @Nullable Boolean paused,
      @Nullable Target kubernetes,
      @Nullable Overbooking overbooking,
      @Nullable Warm warm,
      @Nullable Sell sell) {
    PoolSettings settings() {
      Overbooking given = or(overbooking, Overbooking.ABSENT);
      MachineSettings size = machine.settings();
      return new PoolSettings(
          name,
          size,
          new Range(machines.min(), machines.max()),
          penalty(size),
          given.settings(),
          or(paused, false),
          given.forecast(coverage(size)),
          warm == null ? null : warm.settings(),
          revenuePerCoreHour == null ? null : new BigDecimal(revenuePerCoreHour),
          sell == null ? null : sell.atMost(),
          budgetPerDay == null ? null : new BigDecimal(budgetPerDay));
    }

    double coverage(MachineSettings size) {
      return size.coverage(penalty(size));
    }

    private BigDecimal penalty(MachineSettings size) {
      return penaltyPerCoreHour == null ? size.usualPenalty() : new BigDecimal(penaltyPerCoreHour);
    }
  }

  record Replicas(int min, int max, String cpuPerReplica) {}

  record Units(
      int min, int max, String cpuPerUnit, @Nullable String memoryPerUnit, @Nullable Integer pods) {
    UnitSettings settings() {
      return new UnitSettings(
          or(pods, 1),
          new BigDecimal(cpuPerUnit),
          memoryPerUnit == null ? null : bytes(memoryPerUnit));
    }

    private static long bytes(String quantity) {
      try {
        return Quantity.getAmountInBytes(Quantity.parse(quantity)).longValueExact();
      } catch (ArithmeticException | IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "memoryPerUnit is '%s', expected bytes such as 2Gi".formatted(quantity), e);
      }
    }
  }

  record Scaling(
      @Nullable String type,
      @Nullable BigDecimal target,
      @Nullable BigDecimal tolerance,
      @Nullable Duration scaleUpCooldown,
      @Nullable Duration scaleDownCooldown,
      @Nullable BigDecimal maxUpFactor,
      @Nullable BigDecimal maxDownFactor,
      @Nullable Duration rollbackWithin,
      @Nullable Duration leadTime) {
    private static final Scaling ABSENT =
        new Scaling(null, null, null, null, null, null, null, null, null);

    @Nullable ForecastSettings forecast(double coverage) {
      if (!FORECAST.equals(type)) {
        refuse(leadTime, "leadTime", "a policy of type " + or(type, "reactive"));
        return null;
      }
      return ForecastSettings.replicas(coverage).leading(leadTime);
    }

    ReactiveSettings settings() {
      ReactiveSettings preset = ReactiveSettings.DEFAULT;
      return new ReactiveSettings(
          or(target, preset.target()),
          or(tolerance, preset.tolerance()),
          or(scaleUpCooldown, preset.scaleUpCooldown()),
          or(scaleDownCooldown, preset.scaleDownCooldown()),
          or(maxUpFactor, preset.maxUpFactor()),
          or(maxDownFactor, preset.maxDownFactor()),
          or(rollbackWithin, preset.rollbackWithin()));
    }
  }

  record Workload(
      String tenant,
      String workload,
      String pool,
      @Nullable Replicas replicas,
      @Nullable Units units,
      @Nullable Boolean paused,
      @Nullable Target kubernetes,
      @Nullable Scaling policy) {
    /**
     * Settings.
     *
     * @param coverage of a forecast in its pool
     */
    WorkloadSettings settings(double coverage) {
      Scaling given = or(policy, Scaling.ABSENT);
      if (units != null) {
        refuse(replicas, "replicas", "a workload with units");
        UnitSettings unit = units.settings();
        Range range = new Range(units.min(), units.max());
        return settings(range, unit.cores(), unit, given, coverage);
      }
      Replicas some = required(replicas, "replicas or units", "a workload");
      Range range = new Range(some.min(), some.max());
      return settings(range, new BigDecimal(some.cpuPerReplica()), null, given, coverage);
    }

    private WorkloadSettings settings(
        Range range,
        BigDecimal cores,
        @Nullable UnitSettings unit,
        Scaling given,
        double coverage) {
      return new WorkloadSettings(
          id(),
          pool,
          range,
          cores,
          given.settings(),
          or(paused, false),
          given.forecast(coverage),
          unit);
    }

    WorkloadId id() {
      return new WorkloadId(new TenantId(tenant).value(), workload);
    }
  }

  record Resilience(
      @Nullable Integer retries,
      @Nullable Integer ratePerSecond,
      @Nullable Integer bulkhead,
      @Nullable Integer circuitBreakerFailureRate) {
    ResilienceSettings settings() {
      ResilienceSettings preset = ResilienceSettings.DEFAULT;
      return new ResilienceSettings(
          or(retries, preset.retries()),
          or(ratePerSecond, preset.ratePerSecond()),
          or(bulkhead, preset.bulkhead()),
          or(circuitBreakerFailureRate, preset.circuitBreakerFailureRate()));
    }
  }

  /** A key that the policy beside it would not heed. */
  private static void refuse(@Nullable Object given, String key, String what) {
    if (given != null) {
      throw new IllegalArgumentException(what + " has no " + key);
    }
  }

  private static <T> T required(@Nullable T given, String key, String what) {
    if (given == null) {
      throw new IllegalArgumentException(what + " needs " + key);
    }
    return given;
  }

  static <T> T or(@Nullable T given, T preset) {
    return Objects.requireNonNullElse(given, preset);
  }

  static AutoscalerConfig read(String file, String text) {
    YamlDocument document = YamlDocument.parse(file, text, AutoscalerConfig.SCHEMA);
    AutoscalerFile written = document.as(AutoscalerFile.class);
    Path parent = Path.of(file).toAbsolutePath().getParent();
    return new AutoscalerReading(document).read(written, parent == null ? Path.of("/") : parent);
  }
}
