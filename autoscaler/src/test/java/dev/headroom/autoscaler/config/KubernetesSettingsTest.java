package dev.headroom.autoscaler.config;

import static dev.headroom.autoscaler.config.AutoscalerConfigTest.SMALLEST;
import static dev.headroom.autoscaler.config.AutoscalerConfigTest.assertRefused;
import static dev.headroom.autoscaler.config.AutoscalerConfigTest.parse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.autoscaler.demand.WorkloadId;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading a file of kind Autoscaler whose cluster is Kubernetes. */
class KubernetesSettingsTest {
  private static final String KUBERNETES =
      """
      apiVersion: headroom.dev/v1
      kind: Autoscaler
      kafka: {bootstrapServers: "127.0.0.1:9092"}
      memory: memory.json
      cluster: {type: kubernetes, kubeconfig: kube.yaml, lease: {namespace: headroom}}
      pools:
        - name: shared
          machine: {cpu: 8, costPerHour: "0.40", currency: USD}
          machines: {min: 1, max: 40}
          kubernetes: {apiVersion: cluster.x-k8s.io/v1beta1, kind: MachineDeployment, namespace: fleet, name: shared}
      workloads:
        - tenant: acme
          workload: acme-db
          pool: shared
          kubernetes: {kind: StatefulSet, namespace: acme, name: db}
          replicas: {min: 1, max: 20, cpuPerReplica: 0.5}
      """;

  private static final String RESIZED =
      KUBERNETES
          .replace("name: db}", "name: db, container: postgres}")
          .replace(
              "replicas: {min: 1, max: 20, cpuPerReplica: 0.5}",
              "units: {min: 1, max: 16, cpuPerUnit: 0.5, memoryPerUnit: 2Gi, pods: 3}");
  private static final WorkloadId DB = new WorkloadId("acme", "acme-db");
  private static final ScaledObject STATEFUL_SET =
      new ScaledObject("apps/v1", "StatefulSet", "acme", "db");
  private static final ScaledObject MACHINES =
      new ScaledObject("cluster.x-k8s.io/v1beta1", "MachineDeployment", "fleet", "shared");

  @Test
  void aWorkloadAndAPoolOfKubernetesNameTheirObjects() {
    assertThat(parse(KUBERNETES).cluster())
        .isEqualTo(
            new KubernetesSettings(
                Path.of("/etc/headroom/kube.yaml"),
                null,
                new LeaseSettings("headroom", "headroom-autoscaler", Duration.ofSeconds(15)),
                KubernetesObjects.of(
                    Map.of(DB, STATEFUL_SET),
                    Map.of(),
                    Map.of("shared", MACHINES),
                    Map.of(),
                    Map.of())));
  }

  @Test
  void theWarmPartOfAPoolNamesItsObject() {
    String pool = "kind: MachineDeployment, namespace: fleet, name: shared}\n";
    String warm = "    warm: {cpuPerPlaceholder: 1, placeholders: {min: 0, max: 9}";
    String object = ", kubernetes: {kind: Deployment, namespace: headroom, name: headroom-warm}}\n";
    assertThat(parse(KUBERNETES.replace(pool, pool + warm + object)).cluster())
        .extracting(cluster -> ((KubernetesSettings) cluster).objects().warm())
        .isEqualTo(
            new TreeMap<>(
                Map.of(
                    "shared",
                    new ScaledObject("apps/v1", "Deployment", "headroom", "headroom-warm"))));
    assertRefused(
        KUBERNETES.replace(pool, pool + warm + "}\n"),
        "11:5: expected kubernetes: the object that is scaled");
  }

  @Test
  void whatMayBeSoldOfAPoolNamesItsQuota() {
    String pool = "kind: MachineDeployment, namespace: fleet, name: shared}\n";
    String quota = "    sell: {atMost: 2.5, kubernetes: {namespace: tenants, name: sold}}\n";
    AutoscalerConfig config = parse(KUBERNETES.replace(pool, pool + quota));
    assertThat(config.pools().get(0).sellAtMost()).isEqualByComparingTo("2.5");
    assertThat(config.cluster())
        .extracting(cluster -> ((KubernetesSettings) cluster).objects().quotas())
        .isEqualTo(
            new TreeMap<>(
                Map.of("shared", new ScaledObject("v1", "ResourceQuota", "tenants", "sold"))));
    assertRefused(
        KUBERNETES.replace(pool, pool + "    sell: {atMost: 2}\n"),
        "11:5: expected kubernetes: the object that is scaled");
    assertRefused(
        KUBERNETES.replace(pool, pool + quota.replace("2.5", "0.5")),
        "atMost: expected at least 1");
  }

  @Test
  void aWorkloadWithUnitsIsResizedInPlace() {
    AutoscalerConfig config = parse(RESIZED);
    UnitSettings unit = new UnitSettings(3, new BigDecimal("0.5"), 2L << 30);
    assertThat(config.cluster())
        .extracting(cluster -> ((KubernetesSettings) cluster).objects())
        .isEqualTo(
            KubernetesObjects.of(
                Map.of(),
                Map.of(DB, new ResizedObject(STATEFUL_SET, "postgres", unit)),
                Map.of("shared", MACHINES),
                Map.of(),
                Map.of()));
    WorkloadSettings workload = config.workloads().get(0);
    assertThat(workload.unit()).isEqualTo(unit);
    assertThat(workload.replicas()).isEqualTo(new Range(1, 16));
    assertThat(workload.cpuPerReplica()).isEqualByComparingTo("1.5");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          memoryPerUnit: 2Gi     | memoryPerUnit: 2 GB  | 16:62: memoryPerUnit: '2 GB' is not valid, expected memory of a unit such as 2Gi
          memoryPerUnit: 2Gi     | memoryPerUnit: '0'   | memoryPerUnit is 0, expected above 0
          cpuPerUnit: 0.5        | cpuPerUnit: 0.0005   | cpuPerUnit is 0.0005, expected thousandths of a core, above 0
          pods: 3                | pods: 0              | 16:73: pods:
          units: {min: 1         | replicas: {min: 1, max: 2, cpuPerReplica: 1}\\n    units: {min: 1 | a workload with units has no replicas
          """)
  void refusesOneBadValueOfUnits(String good, String bad, String said) {
    assertThat(RESIZED).contains(good);
    assertRefused(RESIZED.replace(good, bad.replace("\\n", "\n")), said);
  }

  @Test
  void aWorkloadHasReplicasOrUnits() {
    assertRefused(
        KUBERNETES.replace("    replicas: {min: 1, max: 20, cpuPerReplica: 0.5}\n", ""),
        "a workload needs replicas or units");
    assertRefused(
        KUBERNETES.replace("name: db}", "name: db, container: postgres}"),
        "15:64: container is for a workload with units");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lease: {namespace: headroom}     | state: cluster.json                         | a cluster of type kubernetes has no state
          , lease: {namespace: headroom}   | ''                                          | a cluster of type kubernetes needs lease
          {namespace: headroom}            | {namespace: Headroom}                       | 5:
          {namespace: headroom}            | {namespace: headroom, duration: 4s}         | duration is 4 s, expected 5s to 10m
          type: kubernetes                 | type: simulated                             | a cluster of type simulated has no kubeconfig
          kind: StatefulSet                | kind: stateful                              | 15:24
          apiVersion: cluster.x-k8s.io/v1beta1 | apiVersion: cluster                     | 10:30: apiVersion:
          kind: StatefulSet, namespace: acme, name: db | apiVersion: cluster.x-k8s.io/v1beta1, kind: MachineDeployment, namespace: fleet, name: shared | 15:5: MachineDeployment fleet/shared is there twice
          """)
  void refusesOneBadValueOfKubernetes(String good, String bad, String said) {
    assertThat(KUBERNETES).contains(good);
    assertRefused(KUBERNETES.replace(good, bad), said);
  }

  @Test
  void objectsOfKubernetesAreForKubernetesAlone() {
    String object = "    kubernetes: {kind: StatefulSet, namespace: acme, name: db}\n";
    assertRefused(KUBERNETES.replace(object, ""), "expected kubernetes: the object that is scaled");
    assertRefused(
        SMALLEST.replace("    replicas:", object + "    replicas:"),
        "14:5: kubernetes is for a cluster of type kubernetes");
  }
}
