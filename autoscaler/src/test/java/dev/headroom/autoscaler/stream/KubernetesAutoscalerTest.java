package dev.headroom.autoscaler.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.config.ClusterSettings;
import dev.headroom.autoscaler.config.KubernetesObjects;
import dev.headroom.autoscaler.config.Mode;
import dev.headroom.autoscaler.config.ResizedObject;
import dev.headroom.autoscaler.config.ScaledObject;
import dev.headroom.autoscaler.config.UnitSettings;
import dev.headroom.autoscaler.config.WorkloadSettings;
import dev.headroom.autoscaler.kubernetes.KubernetesServer;
import dev.headroom.autoscaler.kubernetes.Manifests;
import dev.headroom.autoscaler.kubernetes.WithKubernetes;
import dev.headroom.autoscaler.testing.Configs;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Usage from a real Kafka scales Deployments of a real Kubernetes; a third stands for machines. */
@WithKubernetes
class KubernetesAutoscalerTest {
  private static final AutoscalerStand STAND = AutoscalerStand.start();

  private final KubernetesServer server;
  private final String namespace;

  KubernetesAutoscalerTest(KubernetesServer server) {
    this.server = server;
    this.namespace = server.newNamespace();
  }

  @AfterAll
  static void stop() {
    STAND.close();
  }

  private ScaledObject deployment(String name) {
    return new ScaledObject("apps/v1", "Deployment", namespace, name);
  }

  private AutoscalerStand.Scenario onKubernetes(AutoscalerStand.Scenario scenario, Mode mode) {
    AutoscalerConfig config = scenario.config();
    ClusterSettings cluster =
        KubernetesServer.settings(
            server.adminKubeconfig(),
            namespace,
            KubernetesObjects.of(
                Map.of(Configs.ACME, deployment("acme"), Configs.BOREALIS, deployment("borealis")),
                Map.of(),
                Map.of(Configs.POOL, deployment("machines")),
                Map.of(),
                Map.of()));
    return new AutoscalerStand.Scenario(
        new AutoscalerConfig(
            config.kafka(),
            mode,
            config.evaluateEvery(),
            config.staleAfter(),
            config.freezes(),
            config.memory(),
            cluster,
            config.pools(),
            config.workloads(),
            config.resilience()),
        scenario.usage(),
        scenario.decisions());
  }

  private static int replicas(KubernetesClient client, ScaledObject object) {
    return client
        .apps()
        .deployments()
        .inNamespace(object.namespace())
        .withName(object.name())
        .get()
        .getSpec()
        .getReplicas();
  }

  @Test
  void theReplicasFollowTheUsageAndASecondInstanceTakesOver() throws Exception {
    AutoscalerStand.Scenario simulated = STAND.scenario();
    AutoscalerStand.Scenario shared = onKubernetes(simulated, Mode.ACT);
    try (KubernetesClient client = server.client()) {
      for (String name : List.of("acme", "borealis", "machines")) {
        Manifests.create(client, Manifests.deployment(namespace, name, 1));
      }
      STAND.publish(shared, 0, 40);
      try (Autoscaler follower = lead(shared)) {
        assertThat(replicas(client, deployment("acme"))).isGreaterThan(1);
        assertThat(replicas(client, deployment("borealis"))).isGreaterThan(3);
        int before = replicas(client, deployment("acme"));
        STAND.publish(shared, 41, 90);
        assertThat(follower.awaitCaughtUp(AutoscalerStand.LIMIT)).isTrue();
        assertThat(follower.failure()).isEmpty();
        assertThat(replicas(client, deployment("acme"))).isGreaterThan(before);
      }
      assertThatTheLastDecisionHolds(client, simulated);
    }
    AutoscalerStand.assertThatItReplays(simulated);
  }

  /** Acme has one pod with units; the pool has placeholders, and a quota of what may be sold. */
  @Test
  void usageResizesPodsKeepsRoomAndSaysWhatMayBeSold() throws Exception {
    AutoscalerStand.Scenario simulated = STAND.scenario();
    UnitSettings unit = new UnitSettings(1, new BigDecimal("0.5"), null);
    AutoscalerConfig config = Configs.keepingWarm(simulated.config());
    WorkloadSettings acme = config.workloads().get(0);
    ClusterSettings cluster =
        KubernetesServer.settings(
            server.adminKubeconfig(),
            namespace,
            KubernetesObjects.of(
                Map.of(Configs.BOREALIS, deployment("borealis")),
                Map.of(Configs.ACME, new ResizedObject(deployment("acme"), null, unit)),
                Map.of(Configs.POOL, deployment("machines")),
                Map.of(Configs.POOL, deployment("warm")),
                Map.of(Configs.POOL, new ScaledObject("v1", "ResourceQuota", namespace, "sold"))));
    AutoscalerStand.Scenario scenario =
        new AutoscalerStand.Scenario(
            new AutoscalerConfig(
                config.kafka(),
                Mode.ACT,
                config.evaluateEvery(),
                config.staleAfter(),
                config.freezes(),
                config.memory(),
                cluster,
                config.pools(),
                List.of(
                    new WorkloadSettings(
                        acme.id(),
                        acme.pool(),
                        acme.replicas(),
                        unit.cores(),
                        acme.policy(),
                        false,
                        null,
                        unit),
                    config.workloads().get(1)),
                config.resilience()),
            simulated.usage(),
            simulated.decisions());
    server.newNode(namespace, "16");
    try (KubernetesClient client = server.client()) {
      Manifests.create(
          client, Manifests.placed(namespace, "acme", 1, "{requests: {cpu: 500m}}", ""));
      for (String name : List.of("borealis", "machines")) {
        Manifests.create(client, Manifests.deployment(namespace, name, 1));
      }
      Manifests.create(client, Manifests.deployment(namespace, "warm", 0));
      Manifests.create(client, Manifests.quota(namespace, "{requests.cpu: '80'}"));
      KubernetesServer.await("acme's pod", () -> acmePods(client).size() == 1);
      String uid = acmePods(client).get(0).getMetadata().getUid();
      STAND.publish(scenario, 0, 90);
      AutoscalerStand.runUntilCaughtUp(scenario);
      int units = last(scenario, "resize");
      assertThat(units).isGreaterThan(1);
      Pod pod = acmePods(client).get(0);
      assertThat(pod.getMetadata().getUid()).isEqualTo(uid);
      assertThat(pod.getSpec().getContainers().get(0).getResources().getRequests())
          .hasEntrySatisfying(
              "cpu",
              cpu ->
                  assertThat(cpu.getNumericalAmount())
                      .isEqualByComparingTo(unit.cpu().multiply(BigDecimal.valueOf(units))));
      assertThat(replicas(client, deployment("warm"))).isEqualTo(last(scenario, "warm"));
      assertThat(
              client
                  .resourceQuotas()
                  .inNamespace(namespace)
                  .withName("sold")
                  .get()
                  .getSpec()
                  .getHard())
          .containsEntry("requests.cpu", new Quantity("" + last(scenario, "sell")));
    }
    AutoscalerStand.assertThatItReplays(scenario);
  }

  /** Those that run. */
  private List<Pod> acmePods(KubernetesClient client) {
    return client.pods().inNamespace(namespace).withLabel("app", "acme").list().getItems().stream()
        .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
        .toList();
  }

  /** What the last decision of a kind left. */
  private static int last(AutoscalerStand.Scenario scenario, String kind) throws Exception {
    JsonNode last =
        STAND.decisions(scenario).stream()
            .filter(d -> d.path("kind").asText().equals(kind))
            .reduce((earlier, later) -> later)
            .orElseThrow();
    assertThat(last.path("result").asText()).isIn("applied", "held");
    return last.required("toCapacity").asInt();
  }

  /** The API server hangs for longer than the Lease, and usage comes all the while. */
  @Test
  void whoeverCannotReachTheClusterStopsAndTheNextOneGoesOn() throws Exception {
    AutoscalerStand.Scenario simulated = STAND.scenario();
    AutoscalerStand.Scenario scenario = onKubernetes(simulated, Mode.ACT);
    try (KubernetesClient client = server.client()) {
      for (String name : List.of("acme", "borealis", "machines")) {
        Manifests.create(client, Manifests.deployment(namespace, name, 1));
      }
      int before;
      try (Autoscaler autoscaler = Autoscaler.start(scenario.config())) {
        STAND.publish(scenario, 0, 40);
        assertThat(autoscaler.awaitCaughtUp(AutoscalerStand.LIMIT)).isTrue();
        before = replicas(client, deployment("acme"));
        server.halt();
        try {
          STAND.publish(scenario, 41, 60);
          KubernetesServer.await("its end", () -> autoscaler.failure().isPresent());
        } finally {
          server.goOn();
        }
        assertThat(autoscaler.failure())
            .hasValue("the lease was lost, and another instance may act now");
      }
      assertThat(replicas(client, deployment("acme"))).isEqualTo(before);
      AutoscalerStand.runUntilCaughtUp(scenario);
      assertThat(replicas(client, deployment("acme"))).isGreaterThan(before);
    }
    AutoscalerStand.assertThatItReplays(simulated);
  }

  @Test
  void whoeverOnlyRecommendsReadsReplicasAndNeedsNoLease() throws Exception {
    AutoscalerStand.Scenario simulated = STAND.scenario();
    AutoscalerStand.Scenario scenario = onKubernetes(simulated, Mode.RECOMMEND);
    try (KubernetesClient client = server.client();
        Autoscaler autoscaler = Autoscaler.start(scenario.config())) {
      Manifests.create(client, Manifests.deployment(namespace, "acme", 3));
      STAND.publish(scenario, 0, 40);
      assertThat(autoscaler.awaitCaughtUp(AutoscalerStand.LIMIT)).isTrue();
      assertThat(STAND.decisions(scenario))
          .filteredOn(d -> d.path("tenantId").asText().equals("acme"))
          .isNotEmpty()
          .allSatisfy(d -> assertThat(d.required("fromCapacity").asText()).isEqualTo("3"));
      assertThat(replicas(client, deployment("acme"))).isEqualTo(3);
      assertThat(client.leases().inNamespace(namespace).list().getItems()).isEmpty();
    }
  }

  /** The first leads until it has seen everything, while the second waits for its end. */
  private static Autoscaler lead(AutoscalerStand.Scenario shared) throws InterruptedException {
    try (Autoscaler leader = Autoscaler.start(shared.config())) {
      assertThat(leader.awaitCaughtUp(AutoscalerStand.LIMIT))
          .as(() -> "" + leader.failure())
          .isTrue();
      Autoscaler follower = Autoscaler.start(shared.config());
      assertThat(follower.awaitCaughtUp(Duration.ofSeconds(2))).isFalse();
      assertThat(follower.decisions()).isZero();
      assertThat(leader.failure()).isEmpty();
      assertThat(leader.decisions()).isPositive();
      return follower;
    }
  }

  private void assertThatTheLastDecisionHolds(
      KubernetesClient client, AutoscalerStand.Scenario scenario) throws Exception {
    JsonNode last =
        STAND.decisions(scenario).stream()
            .filter(d -> d.path("tenantId").asText().equals("acme"))
            .reduce((earlier, later) -> later)
            .orElseThrow();
    assertThat(last.path("result").asText()).isIn("applied", "held");
    assertThat(replicas(client, deployment("acme"))).isEqualTo(last.required("toCapacity").asInt());
  }
}
