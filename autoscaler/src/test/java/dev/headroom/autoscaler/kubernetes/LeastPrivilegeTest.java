package dev.headroom.autoscaler.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.autoscaler.cluster.ClusterException;
import dev.headroom.autoscaler.cluster.Leadership;
import dev.headroom.autoscaler.config.KubernetesObjects;
import dev.headroom.autoscaler.config.KubernetesSettings;
import dev.headroom.autoscaler.config.LeaseSettings;
import dev.headroom.autoscaler.config.ResizedObject;
import dev.headroom.autoscaler.config.ScaledObject;
import dev.headroom.autoscaler.config.UnitSettings;
import dev.headroom.autoscaler.demand.WorkloadId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** As the service account of the shipped manifest, which is bound in one namespace of tenants. */
@WithKubernetes
class LeastPrivilegeTest {
  private static final WorkloadId WEB = new WorkloadId("acme", "web");
  private static final WorkloadId DB = new WorkloadId("acme", "db");
  private static final WorkloadId CACHE = new WorkloadId("acme", "cache");
  private static final UnitSettings HALF_A_CORE = new UnitSettings(1, new BigDecimal("0.5"), null);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final KubernetesServer server;
  private final KubernetesClient admin;
  private final String namespace;
  private final String tenants;

  LeastPrivilegeTest(KubernetesServer server) {
    this.server = server;
    this.admin = server.client();
    this.namespace = server.newNamespace();
    this.tenants = server.newNamespace();
  }

  private void apply(boolean resizes) throws IOException, InterruptedException {
    String manifest =
        Files.readString(KubernetesServer.DEPLOY.resolve("autoscaler.yaml"))
            .replace("name: headroom\n", "name: " + namespace + "\n")
            .replace("namespace: headroom\n", "namespace: " + namespace + "\n")
            .replace("namespace: tenants\n", "namespace: " + tenants + "\n");
    List<HasMetadata> objects =
        admin.load(new ByteArrayInputStream(manifest.getBytes(UTF_8))).items();
    assertThat(objects).hasSize(10);
    if (!resizes) {
      objects.removeIf(object -> object.getMetadata().getName().endsWith("-resize"));
    }
    objects.forEach(object -> admin.resource(object).serverSideApply());
    Manifests.create(admin, Manifests.deployment(tenants, "web", 1));
    Manifests.create(admin, Manifests.statefulSet(tenants, "db", 1));
    Manifests.create(admin, Manifests.quota(tenants, "{requests.cpu: '5'}"));
    server.newNode(tenants, "4");
    Manifests.create(admin, Manifests.placed(tenants, "cache", 1, "{requests: {cpu: 500m}}", ""));
    KubernetesServer.await(
        "the pod of cache",
        () ->
            admin.pods().inNamespace(tenants).withLabel("app", "cache").list().getItems().stream()
                .anyMatch(pod -> "Running".equals(pod.getStatus().getPhase())));
  }

  @AfterEach
  void close() {
    admin.close();
  }

  private Path kubeconfig(String account) {
    String token =
        admin
            .serviceAccounts()
            .inNamespace(namespace)
            .withName(account)
            .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
            .getStatus()
            .getToken();
    return server.kubeconfig(account + "-" + namespace, token);
  }

  private KubernetesSettings settings(Path kubeconfig) {
    ScaledObject cache = new ScaledObject("apps/v1", "Deployment", tenants, "cache");
    return KubernetesServer.settings(
        kubeconfig,
        namespace,
        KubernetesObjects.of(
            Map.of(
                WEB, new ScaledObject("apps/v1", "Deployment", tenants, "web"),
                DB, new ScaledObject("apps/v1", "StatefulSet", tenants, "db")),
            Map.of(CACHE, new ResizedObject(cache, null, HALF_A_CORE)),
            Map.of(),
            Map.of(),
            Map.of("shared", new ScaledObject("v1", "ResourceQuota", tenants, "sold"))));
  }

  @Test
  void whatTheManifestAllowsIsEnough() throws Exception {
    apply(true);
    KubernetesSettings settings = settings(kubeconfig("headroom-autoscaler"));
    KubernetesClient client = KubernetesClients.of(settings);
    try (LeaseLeadership leadership = LeaseLeadership.tryFor(client, settings.lease(), "one")) {
      assertThat(leadership.await(LIMIT)).isTrue();
      KubernetesCluster cluster = new KubernetesCluster(client, settings, leadership);
      cluster.scale(WEB, 1, 3);
      cluster.scale(DB, 1, 2);
      cluster.scale(CACHE, 1, 2);
      cluster.sell("shared", 5, 7);
      assertThat(cluster.state().sellable()).containsEntry("shared", 7);
      assertThat(cluster.state().replicas())
          .containsEntry(WEB, 3)
          .containsEntry(DB, 2)
          .containsEntry(CACHE, 2);
      assertThat(admin.v1().events().inNamespace(tenants).list().getItems())
          .filteredOn(event -> event.getReason().equals("Scaled"))
          .hasSize(2);
    }
    // It gave the lease up: it runs out at once.
    assertThat(
            admin
                .leases()
                .inNamespace(namespace)
                .withName("headroom-autoscaler")
                .get()
                .getSpec()
                .getLeaseDurationSeconds())
        .isEqualTo(1);
  }

  @Test
  void itAllowsNothingElse() throws Exception {
    apply(false);
    try (KubernetesClient client = KubernetesServer.client(kubeconfig("headroom-autoscaler"))) {
      assertThatThrownBy(() -> client.pods().inNamespace(tenants).list())
          .isInstanceOf(KubernetesClientException.class)
          .extracting(e -> ((KubernetesClientException) e).getCode())
          .isEqualTo(403);
      assertThatThrownBy(
              () -> client.apps().deployments().inNamespace(tenants).withName("web").delete())
          .extracting(e -> ((KubernetesClientException) e).getCode())
          .isEqualTo(403);
      assertThatThrownBy(() -> client.secrets().inNamespace(namespace).list())
          .extracting(e -> ((KubernetesClientException) e).getCode())
          .isEqualTo(403);
      assertThatThrownBy(
              () -> client.apps().deployments().inNamespace(namespace).withName("web").scale())
          .extracting(e -> ((KubernetesClientException) e).getCode())
          .isEqualTo(403);
    }
  }

  @Test
  void whoMayNotScaleIsToldWhatIsMissing() throws Exception {
    apply(false);
    KubernetesSettings settings = settings(kubeconfig("default"));
    try (KubernetesClient client = KubernetesClients.of(settings)) {
      KubernetesCluster cluster = new KubernetesCluster(client, settings, Leadership.ALONE);
      assertThatThrownBy(() -> cluster.scale(WEB, 1, 2))
          .isExactlyInstanceOf(ClusterException.class)
          .hasMessageContaining("cannot get Deployment " + tenants + "/web: ")
          .hasMessageContaining("cannot get resource \"deployments\"")
          .hasMessageEndingWith("; RBAC must allow it, see deploy/kubernetes/autoscaler.yaml");
      assertThatThrownBy(
              () ->
                  LeaseLeadership.tryFor(
                      client,
                      new LeaseSettings(namespace, "headroom-autoscaler", Duration.ofSeconds(5)),
                      "nobody"))
          .hasMessageContaining("cannot get the Lease " + namespace + "/headroom-autoscaler");
    }
  }

  @Test
  void aTokenThatNobodyKnowsIsSaid() throws Exception {
    KubernetesSettings settings = settings(server.kubeconfig("stranger-" + namespace, "unknown"));
    try (KubernetesClient client = KubernetesClients.of(settings)) {
      KubernetesCluster cluster = new KubernetesCluster(client, settings, Leadership.ALONE);
      assertThatThrownBy(cluster::state)
          .isExactlyInstanceOf(ClusterException.class)
          .hasMessageEndingWith("; the API server does not know who we are");
    }
  }
}
