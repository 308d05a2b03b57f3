package dev.headroom.autoscaler.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.autoscaler.demand.WorkloadId;
import dev.headroom.usage.yaml.InvalidInputException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading a file of kind Autoscaler. */
class AutoscalerConfigTest {
  static final String SMALLEST =
      """
      apiVersion: headroom.dev/v1
      kind: Autoscaler
      kafka: {bootstrapServers: "127.0.0.1:9092"}
      memory: memory.json
      cluster: {type: simulated, state: cluster.json}
      pools:
        - name: shared
          machine: {cpu: 8, costPerHour: "0.40", currency: USD}
          machines: {min: 1, max: 40}
      workloads:
        - tenant: acme
          workload: acme-db
          pool: shared
          replicas: {min: 1, max: 20, cpuPerReplica: 0.5}
      """;

  static AutoscalerConfig parse(String text) {
    return AutoscalerConfig.parse("/etc/headroom/autoscaler.yaml", text);
  }

  static void assertRefused(String text, String... said) {
    assertThatThrownBy(() -> AutoscalerConfig.parse("a.yaml", text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(said);
  }

  @Test
  void readsEveryKey() {
    AutoscalerConfig config =
        parse(
            """
            apiVersion: headroom.dev/v1
            kind: Autoscaler
            kafka:
              bootstrapServers: 127.0.0.1:9092
              groupId: scaler
              usageTopic: usage
              decisionsTopic: decisions
              properties: {security.protocol: SSL}
            mode: recommend
            evaluateEvery: 30s
            staleAfter: 3m
            freeze: [{from: "2026-06-15T22:00:00Z", to: "2026-06-16T02:00:00Z", reason: storage is moved}]
            memory: memory.json
            cluster: {type: simulated, state: /var/lib/cluster.json, failEvery: 7}
            pools:
              - name: shared
                machine: {cpu: "7.5", costPerHour: 0.40, currency: EUR}
                machines: {min: 2, max: 40}
                penaltyPerCoreHour: "7.5"
                paused: true
                overbooking: {policy: joint-peak, quantile: 0.95, window: 12h, headroom: 0.2}
            workloads:
              - tenant: acme
                workload: acme-db
                pool: shared
                replicas: {min: 2, max: 20, cpuPerReplica: "0.25"}
                paused: true
                policy:
                  type: reactive
                  target: 0.5
                  tolerance: 0.2
                  scaleUpCooldown: 1m
                  scaleDownCooldown: 10m
                  maxUpFactor: 3
                  maxDownFactor: 4
                  rollbackWithin: 7m
            resilience: {retries: 1, ratePerSecond: 2, bulkhead: 3, circuitBreakerFailureRate: 4}
            """);
    assertThat(config)
        .isEqualTo(
            new AutoscalerConfig(
                new KafkaSettings(
                    "127.0.0.1:9092",
                    "scaler",
                    "usage",
                    "decisions",
                    Map.of("security.protocol", "SSL")),
                Mode.RECOMMEND,
                Duration.ofSeconds(30),
                Duration.ofMinutes(3),
                List.of(
                    new Freeze(
                        Instant.parse("2026-06-15T22:00:00Z"),
                        Instant.parse("2026-06-16T02:00:00Z"),
                        "storage is moved")),
                Path.of("/etc/headroom/memory.json"),
                new SimulatedSettings(Path.of("/var/lib/cluster.json"), 7),
                List.of(
                    new PoolSettings(
                        "shared",
                        new MachineSettings(
                            new BigDecimal("7.5"),
                            new BigDecimal("0.40"),
                            Currency.getInstance("EUR")),
                        new Range(2, 40),
                        new BigDecimal("7.5"),
                        new OverbookingSettings(
                            new BigDecimal("0.95"), Duration.ofHours(12), new BigDecimal("0.2")),
                        true,
                        null,
                        null,
                        null,
                        null,
                        null)),
                List.of(
                    new WorkloadSettings(
                        new WorkloadId("acme", "acme-db"),
                        "shared",
                        new Range(2, 20),
                        new BigDecimal("0.25"),
                        new ReactiveSettings(
                            new BigDecimal("0.5"),
                            new BigDecimal("0.2"),
                            Duration.ofMinutes(1),
                            Duration.ofMinutes(10),
                            new BigDecimal("3"),
                            new BigDecimal("4"),
                            Duration.ofMinutes(7)),
                        true,
                        null,
                        null)),
                new ResilienceSettings(1, 2, 3, 4)));
  }

  @Test
  void aPoolMayKeepRoomForReplicasThatStart() {
    String warm = "warm: {cpuPerPlaceholder: 2, placeholders: {min: 0, max: 9}";
    String machines = "machines: {min: 1, max: 40}";
    assertThat(parse(SMALLEST).pools().get(0).warm()).isNull();
    assertThat(
            parse(SMALLEST.replace(machines, machines + "\n    " + warm + "}"))
                .pools()
                .get(0)
                .warm())
        .isEqualTo(new WarmSettings(new BigDecimal("2"), 0, 9, Duration.ofMinutes(5)));
    assertThat(
            parse(SMALLEST.replace(machines, machines + "\n    " + warm + ", refill: 90s}"))
                .pools()
                .get(0)
                .warm())
        .extracting(WarmSettings::refill)
        .isEqualTo(Duration.ofSeconds(90));
    assertRefused(
        SMALLEST.replace(machines, machines + "\n    " + warm + ", refill: 2h}"),
        "refill is not in 1ms…1h");
    assertRefused(
        SMALLEST.replace(machines, machines + "\n    " + warm.replace("min: 0", "min: 10") + "}"),
        "min is 10 and max is 9, expected 0 ≤ min ≤ max");
  }

  @Test
  void aPoolMayHaveABudget() {
    String machines = "machines: {min: 1, max: 40}";
    assertThat(
            parse(SMALLEST.replace(machines, machines + "\n    budgetPerDay: 12.50"))
                .pools()
                .get(0)
                .budgetPerDay())
        .isEqualByComparingTo("12.5");
    assertRefused(SMALLEST.replace(machines, machines + "\n    budgetPerDay: -1"), "budgetPerDay");
  }

  /** A core costs 0.05 an hour: at 5 for one that is missing, 99 % of the demand is worth it. */
  @Test
  void readsForecasts() {
    AutoscalerConfig config =
        parse(
            SMALLEST
                .replace(
                    "machines: {min: 1, max: 40}",
                    "machines: {min: 1, max: 40}\n    penaltyPerCoreHour: 5.00\n    overbooking: {policy:"
                        + " forecast, leadTime: 10m}")
                .replace(
                    "cpuPerReplica: 0.5}", "cpuPerReplica: 0.5}\n    policy: {type: forecast}"));
    assertThat(config.pools().get(0).forecast())
        .isEqualTo(new ForecastSettings(0.99, Duration.ofMinutes(10)));
    assertThat(config.workloads().get(0).forecast())
        .isEqualTo(new ForecastSettings(0.99, Duration.ofSeconds(30)));
    assertThat(config.workloads().get(0).policy()).isEqualTo(ReactiveSettings.DEFAULT);
  }

  @Test
  void refusesWhatThePolicyBesideItDoesNotHeed() {
    assertThatThrownBy(
            () ->
                parse(
                    SMALLEST
                        .replace(
                            "machines: {min: 1, max: 40}",
                            "machines: {min: 1, max: 40}\n    overbooking: {leadTime:" + " 1h}")
                        .replace(
                            "cpuPerReplica: 0.5}",
                            "cpuPerReplica: 0.5}\n    policy: {leadTime: 1m}")))
        .hasMessageContaining("overbooking by joint-peak has no leadTime")
        .hasMessageContaining("a policy of type reactive has no leadTime");
    assertThatThrownBy(
            () ->
                parse(
                    SMALLEST.replace(
                        "machines: {min: 1, max: 40}",
                        "machines: {min: 1, max: 40}\n    penaltyPerCoreHour: 0.05")))
        .hasMessageContaining(
            "penaltyPerCoreHour is 0.05 where a core costs 0.05 USD an hour, expected a cost above 0"
                + " and more than it");
  }

  @Test
  void refusesAFreezeThatIsNone() {
    String freeze =
        "freeze: [{from: %s, to: 2026-06-15T22:00:00Z, reason: x}]\nmemory: memory.json";
    assertRefused(
        SMALLEST.replace("memory: memory.json", freeze.formatted("tonight")),
        "a.yaml:4:10: 'tonight' is no time, expected such as 2026-06-15T22:00:00Z");
    assertRefused(
        SMALLEST.replace("memory: memory.json", freeze.formatted("2026-06-15T22:00:00Z")),
        "to is 2026-06-15T22:00:00Z, expected a time after 2026-06-15T22:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({"0s, 1", "1s, 2", "15s, 2", "16s, 3", "5m, 21"})
  void theIntervalThatIsForecastBeginsWhenTheCapacityIsThere(String lead, int ticks) {
    Duration time = Duration.parse("PT" + lead.toUpperCase(Locale.ROOT));
    assertThat(new ForecastSettings(0.9, time).leadTicks(Duration.ofSeconds(15))).isEqualTo(ticks);
  }

  @Test
  void fillsInDefaults() {
    AutoscalerConfig config = parse(SMALLEST);
    assertThat(config.kafka())
        .isEqualTo(
            new KafkaSettings(
                "127.0.0.1:9092",
                "headroom-autoscaler",
                "usage.otlp",
                "usage.decisions",
                Map.of()));
    assertThat(config.mode()).isEqualTo(Mode.ACT);
    assertThat(config.evaluateEvery()).isEqualTo(Duration.ofSeconds(15));
    assertThat(config.staleAfter()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.cluster())
        .isEqualTo(new SimulatedSettings(Path.of("/etc/headroom/cluster.json"), 0));
    assertThat(config.pools().get(0).penaltyPerCoreHour())
        .as("1000 times what a core costs")
        .isEqualByComparingTo("50");
    assertThat(config.pools().get(0).overbooking())
        .isEqualTo(
            new OverbookingSettings(
                new BigDecimal("0.99"), Duration.ofHours(24), new BigDecimal("0.10")));
    assertThat(config.workloads().get(0).policy()).isEqualTo(ReactiveSettings.DEFAULT);
    assertThat(config.resilience()).isEqualTo(new ResilienceSettings(3, 20, 4, 50));
  }

  @Test
  void namesEveryProblemWithItsPlace() {
    assertRefused(
        """
        apiVersion: headroom.dev/v1
        kind: Autoscaler
        kafka:
          bootstrapServers: 127.0.0.1:9092
          properties: {group.id: mine}
        evaluateEvery: 1500ms
        memory: cluster.json
        cluster: {type: simulated, state: ./cluster.json}
        pools:
          - name: shared
            machine: {cpu: 8, costPerHour: 1, currency: USX}
            machines: {min: 1, max: 40}
          - name: other
            machine: {cpu: 8, costPerHour: 1, currency: USD}
            machines: {min: 5, max: 4}
          - name: last
            machine: {cpu: "0", costPerHour: 1, currency: USD}
            machines: {min: 1, max: 4}
          - name: twin
            machine: {cpu: 8, costPerHour: 1, currency: USD}
            machines: {min: 1, max: 4}
          - name: twin
            machine: {cpu: 8, costPerHour: 1, currency: USD}
            machines: {min: 1, max: 4}
        workloads:
          - {tenant: acme, workload: db, pool: nowhere, replicas: {min: 1, max: 2, cpuPerReplica: 1}}
          - {tenant: acme, workload: web, pool: shared, replicas: {min: 3, max: 2, cpuPerReplica: 1}}
          - {tenant: Acme!, workload: web, pool: shared, replicas: {min: 1, max: 2, cpuPerReplica: 1}}
          - {tenant: globex, workload: a, pool: twin, replicas: {min: 1, max: 2, cpuPerReplica: 1}}
          - {tenant: globex, workload: a, pool: twin, replicas: {min: 1, max: 2, cpuPerReplica: 1}}
        """,
        "a.yaml:3:1: the autoscaler sets group.id itself",
        "a.yaml:6:1: evaluateEvery is not in 1s…1h",
        "a.yaml:7:1: memory is the file of the cluster's state",
        "a.yaml:10:5: 'USX' is no currency",
        "a.yaml:13:5: min is 5 and max is 4",
        "a.yaml:16:5: cpu is 0",
        "a.yaml:22:5: pool 'twin' is there twice",
        "a.yaml:26:5: workload 'acme/db' is in pool 'nowhere', expected one of: last, other, shared, twin",
        "a.yaml:27:5: min is 3 and max is 2",
        "a.yaml:28:5: ",
        "a.yaml:30:5: workload 'globex/a' is there twice");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kind: Autoscaler                | kind: Scaler                             | 2:7
          memory: memory.json             | mode: act                                | memory
          memory: memory.json             | evaluateEvery: 15 s\\nmemory: m.json      | 4:16
          memory: memory.json             | staleAfter: 2 minutes\\nmemory: m.json    | 4:13
          memory: memory.json             | staleAfter: 1s\\nmemory: m.json           | 4:1: staleAfter is shorter
          memory: memory.json             | memory: m.json\\nspeed: fast              | 'speed'
          memory: memory.json             | memory: m.json\\nmode: dry                | 5:7
          memory: memory.json             | memory: m.json\\nresilience: {retries: -1}| 5:23
          type: simulated                 | type: nomad                              | 5:17
          cluster.json}                   | cluster.json, failEvery: 1.5}            | failEvery
          cpu: 8                          | cpu: eight                               | a decimal above 0
          cpu: 8                          | cpu: 0                                   | 8:20
          costPerHour: "0.40"             | costPerHour: -1                          | 8:36
          currency: USD                   | currency: dollars                        | ISO 4217
          machines: {min: 1, max: 40}     | machines: {min: 0, max: 40}              | 9:21
          cpuPerReplica: 0.5}             | cpuPerReplica: 0}                        | 14:
          cpuPerReplica: 0.5}             | cpuPerReplica: 1}\\n    policy: {target: 1.1}             | 15:22
          cpuPerReplica: 0.5}             | cpuPerReplica: 1}\\n    policy: {target: 0}               | 15:22
          cpuPerReplica: 0.5}             | cpuPerReplica: 1}\\n    policy: {tolerance: 1}            | 15:25
          cpuPerReplica: 0.5}             | cpuPerReplica: 1}\\n    policy: {maxUpFactor: 1}          | 15:27
          cpuPerReplica: 0.5}             | cpuPerReplica: 1}\\n    policy: {scaleUpCooldown: 25h}    | longer than 1d
          cpuPerReplica: 0.5}             | cpuPerReplica: 1}\\n    policy: {type: seasonal}          | 15:20
          machines: {min: 1, max: 40}     | machines: {min: 1, max: 40}\\n    overbooking: {quantile: 0}   | 10:29
          machines: {min: 1, max: 40}     | machines: {min: 1, max: 40}\\n    overbooking: {quantile: 1.01}| 10:29
          machines: {min: 1, max: 40}     | machines: {min: 1, max: 40}\\n    overbooking: {window: 29d}   | window is not in 1m…28d
          machines: {min: 1, max: 40}     | machines: {min: 1, max: 40}\\n    overbooking: {window: 30s}   | window is not in 1m…28d
          machines: {min: 1, max: 40}     | machines: {min: 1, max: 40}\\n    overbooking: {headroom: -0.1}| 10:29
          """)
  void refusesOneBadValue(String good, String bad, String said) {
    assertThat(SMALLEST).contains(good);
    assertRefused(SMALLEST.replace(good, bad.replace("\\n", "\n")), said);
  }

  @Test
  void givesTheWorkloadsOfAPool() {
    AutoscalerConfig config =
        parse(
            SMALLEST.replace("workloads:", POOL_OTHER + "workloads:")
                + """
                  - {tenant: globex, workload: x, pool: other, replicas: {min: 1, max: 2, cpuPerReplica: 1}}
                  - {tenant: globex, workload: y, pool: shared, replicas: {min: 1, max: 2, cpuPerReplica: 1}}
                """);
    assertThat(config.workloadsOf(config.pools().get(0)))
        .extracting(w -> w.id().toString())
        .containsExactly("acme/acme-db", "globex/y");
    assertThat(config.workloadsOf(config.pools().get(1)))
        .extracting(w -> w.id().toString())
        .containsExactly("globex/x");
  }

  private static final String POOL_OTHER =
      "  - {name: other, machine: {cpu: 1, costPerHour: 1, currency: USD}, machines: {min: 1, max: 2}}\n";
}
