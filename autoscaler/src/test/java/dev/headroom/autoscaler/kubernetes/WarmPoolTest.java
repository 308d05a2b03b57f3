package dev.headroom.autoscaler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.autoscaler.cluster.Leadership;
import dev.headroom.autoscaler.config.KubernetesObjects;
import dev.headroom.autoscaler.config.ScaledObject;
import dev.headroom.autoscaler.demand.WorkloadId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The shipped placeholders on a node of four cores, and replicas that take their place. */
@WithKubernetes
class WarmPoolTest {
  private static final WorkloadId WEB = new WorkloadId("acme", "web");

  private final String namespace;
  private final KubernetesClient client;
  private final KubernetesCluster cluster;

  WarmPoolTest(KubernetesServer server) {
    this.namespace = server.newNamespace();
    this.client = server.client();
    server.newNode(namespace, "4");
    this.cluster =
        new KubernetesCluster(
            client,
            KubernetesServer.settings(
                server.adminKubeconfig(),
                namespace,
                KubernetesObjects.of(
                    Map.of(WEB, new ScaledObject("apps/v1", "Deployment", namespace, "web")),
                    Map.of(),
                    Map.of(),
                    Map.of(
                        "shared",
                        new ScaledObject("apps/v1", "Deployment", namespace, "headroom-warm")),
                    Map.of())),
            Leadership.ALONE);
  }

  @BeforeEach
  void create() throws IOException {
    for (HasMetadata object :
        client
            .load(Files.newInputStream(KubernetesServer.DEPLOY.resolve("warm-pool.yaml")))
            .items()) {
      if (object instanceof PriorityClass priority) {
        assertThat(priority.getValue()).isNegative();
        client.resource(priority).serverSideApply();
      } else {
        placeholders((Deployment) object);
      }
    }
    Manifests.create(client, Manifests.placed(namespace, "web", 1, "{requests: {cpu: '1'}}", ""));
  }

  /** On the node of the test, and with a core each as they are shipped. */
  private void placeholders(Deployment shipped) {
    Deployment here = Manifests.placed(namespace, "headroom-warm", 0, "{requests: {cpu: '1'}}", "");
    var spec = shipped.getSpec().getTemplate().getSpec();
    assertThat(spec.getContainers().get(0).getResources().getRequests())
        .isEqualTo(
            here.getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getResources()
                .getRequests());
    spec.setNodeSelector(here.getSpec().getTemplate().getSpec().getNodeSelector());
    spec.setTolerations(here.getSpec().getTemplate().getSpec().getTolerations());
    shipped.getMetadata().setNamespace(namespace);
    Manifests.create(client, shipped);
  }

  @AfterEach
  void close() {
    client.close();
  }

  private long running(String name) {
    return pods(name).stream().filter(p -> "Running".equals(p.getStatus().getPhase())).count();
  }

  private List<Pod> pods(String name) {
    return client.pods().inNamespace(namespace).list().getItems().stream()
        .filter(pod -> pod.getMetadata().getName().startsWith(name + "-"))
        .toList();
  }

  @Test
  void aReplicaTakesThePlaceOfAPlaceholderOnAFullNode() throws Exception {
    KubernetesServer.await("web", () -> running("web") == 1);
    assertThat(cluster.state().placeholders()).isEqualTo(Map.of("shared", 0));
    cluster.keepWarm("shared", 0, 3);
    KubernetesServer.await("three placeholders", () -> running("headroom-warm") == 3);
    List<String> before =
        pods("headroom-warm").stream().map(pod -> pod.getMetadata().getUid()).toList();

    cluster.scale(WEB, 1, 3);
    KubernetesServer.await("the new replicas", () -> running("web") == 3);
    KubernetesServer.await(
        "one placeholder of before, and two that wait for a machine",
        () ->
            running("headroom-warm") == 1
                && pods("headroom-warm").size() == 3
                && pods("headroom-warm").stream()
                        .filter(pod -> before.contains(pod.getMetadata().getUid()))
                        .count()
                    == 1);
    // The scheduler tells of it later, and sometimes of one twice or not at all.
    KubernetesServer.await(
        "the Event of a placeholder of before",
        () ->
            client.v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> event.getReason().equals("Preempted"))
                .anyMatch(event -> before.contains(event.getInvolvedObject().getUid())));
    assertThat(cluster.state().placeholders()).isEqualTo(Map.of("shared", 3));
  }

  /** Nobody's replica goes for a placeholder. */
  @Test
  void aPlaceholderTakesNobodysPlace() throws Exception {
    cluster.scale(WEB, 1, 4);
    KubernetesServer.await("web", () -> running("web") == 4);
    cluster.keepWarm("shared", 0, 1);
    KubernetesServer.await(
        "a placeholder that cannot be placed",
        () ->
            pods("headroom-warm").stream()
                .anyMatch(
                    pod ->
                        pod.getStatus().getConditions().stream()
                            .anyMatch(c -> "Unschedulable".equals(c.getReason()))));
    assertThat(running("web")).isEqualTo(4);
    assertThat(running("headroom-warm")).isZero();
  }
}
