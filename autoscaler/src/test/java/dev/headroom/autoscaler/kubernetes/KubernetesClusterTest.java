package dev.headroom.autoscaler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.autoscaler.cluster.ClusterException;
import dev.headroom.autoscaler.cluster.ClusterState;
import dev.headroom.autoscaler.cluster.Leadership;
import dev.headroom.autoscaler.config.KubernetesObjects;
import dev.headroom.autoscaler.config.KubernetesSettings;
import dev.headroom.autoscaler.config.ScaledObject;
import dev.headroom.autoscaler.demand.WorkloadId;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Deployment, a StatefulSet, and a custom resource that stands for machines. */
@WithKubernetes
class KubernetesClusterTest {
  private static final WorkloadId WEB = new WorkloadId("acme", "web");
  private static final WorkloadId DB = new WorkloadId("acme", "db");
  private static final String MACHINES =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: machinesets.fleet.example.org}
      spec:
        group: fleet.example.org
        scope: Namespaced
        names: {plural: machinesets, singular: machineset, kind: MachineSet}
        versions:
          - name: v1
            served: true
            storage: true
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec: {type: object, properties: {machines: {type: integer}}}
                  status: {type: object, properties: {machines: {type: integer}}}
            subresources:
              status: {}
              scale: {specReplicasPath: .spec.machines, statusReplicasPath: .status.machines}
      """;

  private final KubernetesServer server;
  private final String namespace;
  private final KubernetesClient client;
  private final ScaledObject web;
  private final ScaledObject db;
  private final ScaledObject machines;
  private final KubernetesSettings settings;
  private final KubernetesCluster cluster;

  KubernetesClusterTest(KubernetesServer server) {
    this.server = server;
    this.namespace = server.newNamespace();
    this.client = server.client();
    this.web = new ScaledObject("apps/v1", "Deployment", namespace, "web");
    this.db = new ScaledObject("apps/v1", "StatefulSet", namespace, "db");
    this.machines = new ScaledObject("fleet.example.org/v1", "MachineSet", namespace, "shared");
    this.settings =
        KubernetesServer.settings(
            server.adminKubeconfig(),
            namespace,
            KubernetesObjects.of(
                Map.of(WEB, web, DB, db),
                Map.of(),
                Map.of("shared", machines),
                Map.of(),
                Map.of()));
    this.cluster = new KubernetesCluster(client, settings, Leadership.ALONE);
  }

  @BeforeEach
  void create() throws InterruptedException {
    Manifests.create(client, Manifests.deployment(namespace, "web", 1));
    Manifests.create(client, Manifests.statefulSet(namespace, "db", 2));
    KubernetesServer.await("the pods", () -> pods("web") == 1 && pods("db") == 2);
    client.resource(MACHINES).serverSideApply();
    KubernetesServer.await(
        "the API of the machines",
        () -> {
          try {
            client.resource(Manifests.machineSet(namespace, "shared", 3)).serverSideApply();
            return true;
          } catch (RuntimeException e) {
            return false;
          }
        });
  }

  @AfterEach
  void close() {
    client.close();
  }

  private int pods(String app) {
    return client.pods().inNamespace(namespace).withLabel("app", app).list().getItems().size();
  }

  private List<String> events(String reason) {
    return client.v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getReason().equals(reason))
        .map(Event::getMessage)
        .toList();
  }

  private void annotate(String value) {
    client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName("web")
        // Of no version: its controllers write to it at the same time.
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}"
                .formatted(OtherControllers.PAUSED, value));
  }

  @Test
  void scalesUpAndDown() throws Exception {
    assertThat(cluster.state())
        .isEqualTo(ClusterState.of(Map.of(WEB, 1, DB, 2), Map.of("shared", 3), Map.of(), Map.of()));
    cluster.scale(WEB, 1, 4);
    cluster.scale(DB, 2, 1);
    cluster.resize("shared", 3, 5);
    assertThat(cluster.state())
        .isEqualTo(ClusterState.of(Map.of(WEB, 4, DB, 1), Map.of("shared", 5), Map.of(), Map.of()));
    KubernetesServer.await("4 pods", () -> pods("web") == 4);
    cluster.scale(WEB, 4, 2);
    KubernetesServer.await("2 pods", () -> pods("web") == 2);
    assertThat(events("Scaled"))
        .containsExactlyInAnyOrder(
            "Scaled from 1 to 4", "Scaled from 2 to 1", "Scaled from 3 to 5", "Scaled from 4 to 2");
  }

  @Test
  void whatIsThereAlreadyIsLeft() throws Exception {
    cluster.scale(WEB, 2, 1);
    assertThat(cluster.state().replicas()).containsEntry(WEB, 1);
    assertThat(events("Scaled")).isEmpty();
  }

  @Test
  void whatSomebodyElseChangedIsNotOverwritten() throws Exception {
    client.apps().deployments().inNamespace(namespace).withName("web").scale(7);
    assertThatThrownBy(() -> cluster.scale(WEB, 1, 3))
        .isInstanceOf(ClusterException.Conflict.class)
        .hasMessage(
            "somebody else changed Deployment %s/web: it has 7, where 1 were seen", namespace);
    assertThat(cluster.state().replicas()).containsEntry(WEB, 7);
  }

  /** Somebody changes the object before each of the first requests to set its scale. */
  private KubernetesCluster disturbed(int times, Runnable change) {
    AtomicInteger left = new AtomicInteger(times);
    KubernetesClient other =
        before(
            request -> {
              if (request.method().equals("PUT")
                  && request.uri().getPath().endsWith("/scale")
                  && left.getAndDecrement() > 0) {
                change.run();
              }
            });
    return new KubernetesCluster(other, settings, Leadership.ALONE);
  }

  /** A client that tells of each request before it is sent. */
  private KubernetesClient before(Consumer<HttpRequest> told) {
    Interceptor interceptor =
        new Interceptor() {
          @Override
          public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            told.accept(request);
          }
        };
    return new KubernetesClientBuilder()
        .withConfig(client.getConfiguration())
        .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("told", interceptor))
        .build();
  }

  @Test
  void anObjectThatChangedInBetweenIsReadAgain() throws Exception {
    AtomicInteger changes = new AtomicInteger();
    disturbed(2, () -> annotate("no-" + changes.incrementAndGet())).scale(WEB, 1, 3);
    assertThat(cluster.state().replicas()).containsEntry(WEB, 3);
    assertThat(changes).hasValue(2);
  }

  @Test
  void aScaleThatChangedInBetweenIsDecidedAgain() throws Exception {
    KubernetesCluster disturbed =
        disturbed(
            1, () -> client.apps().deployments().inNamespace(namespace).withName("web").scale(9));
    assertThatThrownBy(() -> disturbed.scale(WEB, 1, 3))
        .isInstanceOf(ClusterException.Conflict.class)
        .hasMessageContaining("it has 9, where 1 were seen");
    assertThat(cluster.state().replicas()).containsEntry(WEB, 9);
  }

  @Test
  void anObjectThatChangesAllTheTimeIsGivenUp() {
    AtomicInteger changes = new AtomicInteger();
    assertThatThrownBy(
            () ->
                disturbed(100, () -> annotate("no-" + changes.incrementAndGet())).scale(WEB, 1, 3))
        .isInstanceOf(ClusterException.Transient.class)
        .hasMessageContaining("in each of 5 attempts");
  }

  @Test
  void anObjectThatIsMissingStopsNoOther() throws Exception {
    client.apps().statefulSets().inNamespace(namespace).withName("db").delete();
    assertThat(cluster.state())
        .isEqualTo(ClusterState.of(Map.of(WEB, 1), Map.of("shared", 3), Map.of(), Map.of()));
    assertThatThrownBy(() -> cluster.scale(DB, 1, 2))
        .hasMessage("there is no StatefulSet %s/db", namespace);
    cluster.scale(WEB, 1, 2);
  }

  @Test
  void manyObjectsOfAKindAreAskedForTogether() throws Exception {
    Map<WorkloadId, ScaledObject> many = new HashMap<>();
    for (int i = 0; i < 20; i++) {
      Manifests.create(client, Manifests.deployment(namespace, "many-" + i, 0));
      many.put(
          new WorkloadId("acme", "many-" + i),
          new ScaledObject("apps/v1", "Deployment", namespace, "many-" + i));
    }
    many.put(DB, db);
    many.put(
        new WorkloadId("acme", "none"),
        new ScaledObject("apps/v1", "Deployment", namespace, "none"));
    AtomicInteger requests = new AtomicInteger();
    try (KubernetesClient counted = before(request -> requests.incrementAndGet())) {
      KubernetesCluster other =
          new KubernetesCluster(
              counted,
              KubernetesServer.settings(
                  server.adminKubeconfig(),
                  namespace,
                  KubernetesObjects.of(many, Map.of(), Map.of(), Map.of(), Map.of())),
              Leadership.ALONE);
      other.state();
      requests.set(0);
      Map<WorkloadId, Integer> replicas = other.state().replicas();
      assertThat(requests.get()).isEqualTo(2);
      assertThat(replicas).hasSize(21).containsEntry(DB, 2);
      other.scale(new WorkloadId("acme", "many-7"), 0, 3);
      assertThat(other.state().replicas()).containsEntry(new WorkloadId("acme", "many-7"), 3);
    }
  }

  @Test
  void aKindThatTheClusterDoesNotHaveIsNamed() {
    ScaledObject unknown = new ScaledObject("fleet.example.org/v9", "Barn", namespace, "b");
    KubernetesCluster other =
        new KubernetesCluster(
            client,
            KubernetesServer.settings(
                server.adminKubeconfig(),
                namespace,
                KubernetesObjects.of(Map.of(WEB, unknown), Map.of(), Map.of(), Map.of(), Map.of())),
            Leadership.ALONE);
    assertThatThrownBy(() -> other.scale(WEB, 1, 2))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("Barn " + namespace + "/b");
  }

  @Test
  void anObjectThatIsPausedIsLeftAsItIs() throws Exception {
    annotate("true");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> cluster.scale(WEB, 1, 2))
          .isInstanceOf(ClusterException.Conflict.class)
          .hasMessage(
              "Deployment %s/web is paused by its annotation headroom.dev/paused", namespace);
    }
    assertThat(cluster.state().replicas()).containsEntry(WEB, 1);
    assertThat(events("ScalingConflict")).hasSize(1);
    annotate("false");
    cluster.scale(WEB, 1, 2);
  }

  @Test
  void twoAutoscalersOfOneObjectAreRefused() throws Exception {
    HorizontalPodAutoscaler other =
        Manifests.create(client, Manifests.horizontalPodAutoscaler(namespace, "other", "web"));
    assertThatThrownBy(() -> cluster.scale(WEB, 1, 2))
        .isInstanceOf(ClusterException.Conflict.class)
        .hasMessage(
            "the HorizontalPodAutoscaler %1$s/other scales Deployment %1$s/web, too: one of the two"
                + " has to go",
            namespace);
    assertThat(events("ScalingConflict")).hasSize(1);
    cluster.scale(DB, 2, 3);
    client.resource(other).delete();
    cluster.scale(WEB, 1, 2);
    assertThat(cluster.state().replicas()).containsEntry(WEB, 2).containsEntry(DB, 3);
  }

  @Test
  void whoeverDoesNotLeadChangesNothing() throws Exception {
    Leadership none =
        new Leadership() {
          @Override
          public boolean await(Duration limit) {
            return false;
          }

          @Override
          public boolean isHeld() {
            return false;
          }

          @Override
          public Optional<String> problem() {
            return Optional.empty();
          }

          @Override
          public void close() {}
        };
    assertThatThrownBy(() -> new KubernetesCluster(client, settings, none).scale(WEB, 1, 2))
        .hasMessage("another instance holds the lease, and acts");
    assertThat(cluster.state().replicas()).containsEntry(WEB, 1);
  }

  /** It is cut off for longer than a call may take. */
  @Test
  void anApiServerThatHangsIsTransientAndChangesNothing() throws Exception {
    server.halt();
    try {
      assertThatThrownBy(() -> cluster.scale(WEB, 1, 2))
          .isInstanceOf(ClusterException.Transient.class);
      assertThatThrownBy(cluster::state).isInstanceOf(ClusterException.Transient.class);
    } finally {
      server.goOn();
    }
    assertThat(cluster.state().replicas()).containsEntry(WEB, 1);
    cluster.scale(WEB, 1, 2);
    assertThat(cluster.state().replicas()).containsEntry(WEB, 2);
  }
}
