package dev.headroom.autoscaler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.autoscaler.cluster.ClusterException;
import dev.headroom.autoscaler.cluster.Leadership;
import dev.headroom.autoscaler.config.KubernetesObjects;
import dev.headroom.autoscaler.config.ResizedObject;
import dev.headroom.autoscaler.config.ScaledObject;
import dev.headroom.autoscaler.config.UnitSettings;
import dev.headroom.autoscaler.demand.WorkloadId;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pods that keep running while their CPU and memory change. */
@WithKubernetes
class InPlaceResizeTest {
  private static final WorkloadId DB = new WorkloadId("acme", "db");
  private static final String ONE_UNIT = "{requests: {cpu: 500m, memory: 1Gi}}";

  private final KubernetesServer server;
  private final String namespace;
  private final KubernetesClient client;

  InPlaceResizeTest(KubernetesServer server) {
    this.server = server;
    this.namespace = server.newNamespace();
    this.client = server.client();
    server.newNode(namespace, "4");
  }

  @AfterEach
  void close() {
    client.close();
  }

  /** Half a core and a gibibyte a unit. */
  private KubernetesCluster cluster(int pods) {
    ResizedObject resized =
        new ResizedObject(
            new ScaledObject("apps/v1", "Deployment", namespace, "db"),
            null,
            new UnitSettings(pods, new BigDecimal("0.5"), 1L << 30));
    return new KubernetesCluster(
        client,
        KubernetesServer.settings(
            server.adminKubeconfig(),
            namespace,
            KubernetesObjects.of(Map.of(), Map.of(DB, resized), Map.of(), Map.of(), Map.of())),
        Leadership.ALONE);
  }

  private void create(int pods, String resources) throws InterruptedException {
    Manifests.create(client, Manifests.placed(namespace, "db", pods, resources, ""));
    KubernetesServer.await(
        "running pods",
        () ->
            pods().size() == pods
                && pods().stream().allMatch(p -> "Running".equals(p.getStatus().getPhase())));
  }

  /** By name. */
  private List<Pod> pods() {
    return client.pods().inNamespace(namespace).withLabel("app", "db").list().getItems().stream()
        .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
        .toList();
  }

  private static ResourceRequirements asked(Pod pod) {
    return pod.getSpec().getContainers().get(0).getResources();
  }

  private static Map<String, Quantity> amounts(String cpu, String memory) {
    return Map.of("cpu", new Quantity(cpu), "memory", new Quantity(memory));
  }

  private List<String> events(String reason) {
    return client.v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getReason().equals(reason))
        .map(Event::getMessage)
        .toList();
  }

  /** What a kubelet would say, or another client would do, to the first pod. */
  private void patch(String subresource, String patch) {
    client
        .pods()
        .inNamespace(namespace)
        .withName(pods().get(0).getMetadata().getName())
        .subresource(subresource)
        .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), patch);
  }

  private void resizeBySomebodyElse(String cpu) {
    patch(
        "resize",
        """
        {"spec":{"containers":[{"name":"main","resources":{"requests":{"cpu":"%s"}}}]}}
        """
            .formatted(cpu));
  }

  @Test
  void podsGrowAndShrinkWithoutARestart() throws Exception {
    create(2, ONE_UNIT);
    KubernetesCluster cluster = cluster(2);
    List<String> before = pods().stream().map(pod -> pod.getMetadata().getUid()).toList();
    assertThat(cluster.state().replicas()).containsEntry(DB, 1);
    cluster.scale(DB, 1, 3);
    assertThat(cluster.state().replicas()).containsEntry(DB, 3);
    KubernetesServer.await(
        "what the kubelet gives",
        () ->
            pods().stream()
                .allMatch(
                    pod ->
                        asked(pod)
                            .equals(pod.getStatus().getContainerStatuses().get(0).getResources())));
    assertThat(pods())
        .allSatisfy(pod -> assertThat(asked(pod).getRequests()).isEqualTo(amounts("1500m", "3Gi")));
    cluster.scale(DB, 3, 2);
    assertThat(pods())
        .allSatisfy(pod -> assertThat(asked(pod).getRequests()).isEqualTo(amounts("1", "2Gi")));
    assertThat(pods().stream().map(pod -> pod.getMetadata().getUid()).toList()).isEqualTo(before);
    assertThat(events("Resized"))
        .containsExactlyInAnyOrder("Resized from 1 to 3 units", "Resized from 3 to 2 units");
  }

  @Test
  void limitsKeepTheirProportionAndTheClassStays() throws Exception {
    create(1, "{requests: {cpu: 500m, memory: 1Gi}, limits: {cpu: 750m, memory: 1Gi}}");
    cluster(1).scale(DB, 1, 2);
    Pod pod = pods().get(0);
    assertThat(asked(pod).getRequests()).isEqualTo(amounts("1", "2Gi"));
    assertThat(asked(pod).getLimits()).isEqualTo(amounts("1500m", "2Gi"));
    assertThat(pod.getStatus().getQosClass()).isEqualTo("Burstable");
  }

  @Test
  void guaranteedPodsStayGuaranteed() throws Exception {
    create(1, "{requests: {cpu: 500m, memory: 1Gi}, limits: {cpu: 500m, memory: 1Gi}}");
    cluster(1).scale(DB, 1, 4);
    assertThat(asked(pods().get(0)).getLimits()).isEqualTo(amounts("2", "4Gi"));
    assertThat(pods().get(0).getStatus().getQosClass()).isEqualTo("Guaranteed");
  }

  @Test
  void whatSomebodyElseResizedStays() throws Exception {
    create(1, ONE_UNIT);
    KubernetesCluster cluster = cluster(1);
    resizeBySomebodyElse("1");
    assertThat(cluster.state().replicas()).containsEntry(DB, 2);
    assertThatThrownBy(() -> cluster.scale(DB, 1, 4))
        .isInstanceOf(ClusterException.Conflict.class)
        .hasMessageEndingWith("it has 2 units, where 1 were seen");
    assertThat(asked(pods().get(0)).getRequests()).containsEntry("cpu", new Quantity("1"));
  }

  /** The smallest pod counts; the next change brings all to one size. */
  @Test
  void aChangeThatWasLeftHalfDoneIsCompleted() throws Exception {
    create(2, ONE_UNIT);
    KubernetesCluster cluster = cluster(2);
    patch(
        "resize",
        """
        {"spec":{"containers":[{"name":"main","resources":{"requests":{"cpu":"1500m","memory":"3Gi"}}}]}}
        """);
    assertThat(cluster.state().replicas()).containsEntry(DB, 1);
    cluster.scale(DB, 1, 3);
    assertThat(cluster.state().replicas()).containsEntry(DB, 3);
    cluster.scale(DB, 1, 3);
    assertThat(events("Resized")).hasSize(1);
  }

  /** The node has 4 cores: the kubelet defers, or finds it infeasible. */
  @Test
  void whatTheKubeletDoesNotGiveIsNotBelieved() throws Exception {
    create(1, ONE_UNIT);
    client
        .pods()
        .inNamespace(namespace)
        .withName(pods().get(0).getMetadata().getName())
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"headroom.test/kubelet\":\"the test\"}}}");
    KubernetesCluster cluster = cluster(1);
    cluster.scale(DB, 1, 4);
    assertThat(cluster.state().replicas()).containsEntry(DB, 4);
    patch(
        "status",
        """
        {"status":{"conditions":[{"type":"PodResizePending","status":"True","reason":"Deferred",
          "message":"Node didn't have enough resource: cpu"}]}}
        """);
    assertThat(cluster.state().replicas()).containsEntry(DB, 1);
    assertThatThrownBy(() -> cluster.scale(DB, 1, 4))
        .isInstanceOf(ClusterException.class)
        .hasMessageStartingWith("the kubelet does not resize it: Deferred of pod " + namespace)
        .hasMessageEndingWith("Node didn't have enough resource: cpu");
    cluster.scale(DB, 1, 2);
    assertThat(asked(pods().get(0)).getRequests()).isEqualTo(amounts("1", "2Gi"));
  }

  @Test
  void moreThanTheQuotaAllowsIsRefusedWithTheReason() throws Exception {
    create(1, ONE_UNIT);
    Manifests.create(client, Manifests.quota(namespace, "{requests.cpu: '1'}"));
    KubernetesServer.await(
        "the quota's use",
        () ->
            client
                    .resourceQuotas()
                    .inNamespace(namespace)
                    .withName("sold")
                    .get()
                    .getStatus()
                    .getUsed()
                != null);
    assertThatThrownBy(() -> cluster(1).scale(DB, 1, 4))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("exceeded quota: sold")
        .hasMessageNotContaining("RBAC");
    cluster(1).scale(DB, 1, 2);
  }

  @Test
  void aPodWithoutARequestCannotBeResized() throws Exception {
    create(1, "{}");
    assertThat(cluster(1).state().replicas()).containsEntry(DB, 0);
    assertThatThrownBy(() -> cluster(1).scale(DB, 0, 1))
        .hasMessageStartingWith("container main of pod " + namespace + "/db-")
        .hasMessageEndingWith("requests no cpu, and Kubernetes does not let a resize add that");
  }

  @Test
  void anotherNumberOfPodsThanConfiguredIsSaid() throws Exception {
    create(2, ONE_UNIT);
    assertThatThrownBy(() -> cluster(3).scale(DB, 1, 2))
        .hasMessage("Deployment %s/db has 2 pods, where units.pods says 3".formatted(namespace));
    assertThat(asked(pods().get(0)).getRequests()).containsEntry("cpu", new Quantity("500m"));
  }

  @Test
  void aContainerThatIsNotThereStopsNoOtherWorkload() throws Exception {
    create(1, ONE_UNIT);
    ScaledObject object = new ScaledObject("apps/v1", "Deployment", namespace, "db");
    WorkloadId web = new WorkloadId("acme", "web");
    Manifests.create(client, Manifests.deployment(namespace, "web", 2));
    KubernetesCluster cluster =
        new KubernetesCluster(
            client,
            KubernetesServer.settings(
                server.adminKubeconfig(),
                namespace,
                KubernetesObjects.of(
                    Map.of(web, new ScaledObject("apps/v1", "Deployment", namespace, "web")),
                    Map.of(
                        DB,
                        new ResizedObject(
                            object, "other", new UnitSettings(1, new BigDecimal("0.5"), null))),
                    Map.of(),
                    Map.of(),
                    Map.of())),
            Leadership.ALONE);
    assertThat(cluster.state().replicas()).isEqualTo(Map.of(web, 2));
    assertThatThrownBy(() -> cluster.scale(DB, 1, 2))
        .hasMessage(
            "Deployment %s/db has the containers [main], expected one that is called other"
                .formatted(namespace));
  }

  /** Its API is not Kubernetes' own: a resource that looks like it is enough here. */
  @Test
  void aVerticalPodAutoscalerOfTheSameObjectIsRefused() throws Exception {
    create(1, ONE_UNIT);
    client
        .resource(
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata:
              name: verticalpodautoscalers.autoscaling.k8s.io
              annotations: {api-approved.kubernetes.io: "unapproved, for a test"}
            spec:
              group: autoscaling.k8s.io
              scope: Namespaced
              names: {plural: verticalpodautoscalers, singular: verticalpodautoscaler, kind: VerticalPodAutoscaler}
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            """)
        .serverSideApply();
    String vertical =
        """
        apiVersion: autoscaling.k8s.io/v1
        kind: VerticalPodAutoscaler
        metadata: {name: other, namespace: %s}
        spec:
          targetRef: {apiVersion: apps/v1, kind: Deployment, name: db}
          updatePolicy: {updateMode: %s}
        """;
    KubernetesServer.await(
        "the API of the VerticalPodAutoscaler",
        () -> {
          try {
            client.resource(vertical.formatted(namespace, "Recreate")).serverSideApply();
            return true;
          } catch (RuntimeException e) {
            return false;
          }
        });
    assertThatThrownBy(() -> cluster(1).scale(DB, 1, 2))
        .isInstanceOf(ClusterException.Conflict.class)
        .hasMessage(
            "the VerticalPodAutoscaler %1$s/other sizes Deployment %1$s/db, too: one of the two has to go"
                .formatted(namespace));
    client.resource(vertical.formatted(namespace, "'Off'")).serverSideApply();
    cluster(1).scale(DB, 1, 2);
    assertThat(cluster(1).state().replicas()).containsEntry(DB, 2);
  }

  @Test
  void aWorkloadThatIsNotThereHasNoUnits() throws Exception {
    assertThat(cluster(1).state().replicas()).isEmpty();
    assertThatThrownBy(() -> cluster(1).scale(DB, 1, 2))
        .hasMessage("there is no Deployment %s/db".formatted(namespace));
  }
}
