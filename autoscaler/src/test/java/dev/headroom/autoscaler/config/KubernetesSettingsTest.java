package dev.headroom.autoscaler.config;

import static dev.headroom.autoscaler.config.AutoscalerConfigTest.SMALLEST;
import static dev.headroom.autoscaler.config.AutoscalerConfigTest.assertRefused;
import static dev.headroom.autoscaler.config.AutoscalerConfigTest.parse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.autoscaler.demand.WorkloadId;
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

  @Test
  void aWorkloadAndAPoolOfKubernetesNameTheirObjects() {
    assertThat(parse(KUBERNETES).cluster())
        .isEqualTo(
            new KubernetesSettings(
                Path.of("/etc/headroom/kube.yaml"),
                null,
                new LeaseSettings("headroom", "headroom-autoscaler", Duration.ofSeconds(15)),
                new TreeMap<>(
                    Map.of(
                        new WorkloadId("acme", "acme-db"),
                        new ScaledObject("apps/v1", "StatefulSet", "acme", "db"))),
                new TreeMap<>(
                    Map.of(
                        "shared",
                        new ScaledObject(
                            "cluster.x-k8s.io/v1beta1", "MachineDeployment", "fleet", "shared")))));
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
