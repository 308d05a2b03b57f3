package dev.headroom.autoscaler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.autoscaler.cluster.ClusterException;
import dev.headroom.autoscaler.cluster.Leadership;
import dev.headroom.autoscaler.config.KubernetesObjects;
import dev.headroom.autoscaler.config.ScaledObject;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What may be sold of a pool is the CPU that a ResourceQuota lets pods request. */
@WithKubernetes
class QuotaTest {
  private final String namespace;
  private final KubernetesClient client;
  private final KubernetesCluster cluster;

  QuotaTest(KubernetesServer server) {
    this.namespace = server.newNamespace();
    this.client = server.client();
    this.cluster =
        new KubernetesCluster(
            client,
            KubernetesServer.settings(
                server.adminKubeconfig(),
                namespace,
                KubernetesObjects.of(
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Map.of("shared", new ScaledObject("v1", "ResourceQuota", namespace, "sold")))),
            Leadership.ALONE);
  }

  @AfterEach
  void close() {
    client.close();
  }

  private void quota(String hard) {
    Manifests.create(client, Manifests.quota(namespace, hard));
  }

  private Map<String, Quantity> hard() {
    return client
        .resourceQuotas()
        .inNamespace(namespace)
        .withName("sold")
        .get()
        .getSpec()
        .getHard();
  }

  @Test
  void whatIsSoldLimitsWhatPodsMayReserve() throws Exception {
    quota("{requests.cpu: '2', pods: '10'}");
    assertThat(cluster.state().sellable()).isEqualTo(Map.of("shared", 2));
    cluster.sell("shared", 2, 3);
    assertThat(cluster.state().sellable()).isEqualTo(Map.of("shared", 3));
    assertThat(hard()).containsEntry("pods", new Quantity("10"));
    assertThat(client.v1().events().inNamespace(namespace).list().getItems())
        .anyMatch(event -> event.getMessage().equals("Changed from 2 to 3 cores"));
    KubernetesServer.await(
        "the controller to know it",
        () -> {
          var status =
              client.resourceQuotas().inNamespace(namespace).withName("sold").get().getStatus();
          return status.getHard() != null
              && new Quantity("3").equals(status.getHard().get("requests.cpu"));
        });
    pod("one", "3");
    assertThatThrownBy(() -> pod("two", "1"))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("exceeded quota: sold");
  }

  private void pod(String name, String cpu) {
    client
        .resource(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: %s, namespace: %s}
            spec: {containers: [{name: main, image: none, resources: {requests: {cpu: "%s"}}}]}
            """
                .formatted(name, namespace, cpu))
        .create();
  }

  @Test
  void whatSomebodyElseChangedOrPausedStays() throws Exception {
    quota("{requests.cpu: '5'}");
    assertThatThrownBy(() -> cluster.sell("shared", 2, 3))
        .isInstanceOf(ClusterException.Conflict.class)
        .hasMessageEndingWith("it allows 5 cores, where 2 were seen");
    client
        .resourceQuotas()
        .inNamespace(namespace)
        .withName("sold")
        .edit(
            quota -> {
              quota.getMetadata().setAnnotations(Map.of(OtherControllers.PAUSED, "true"));
              return quota;
            });
    assertThatThrownBy(() -> cluster.sell("shared", 5, 6))
        .isInstanceOf(ClusterException.Conflict.class)
        .hasMessageContaining("is paused by its annotation");
    assertThat(hard()).containsEntry("requests.cpu", new Quantity("5"));
  }

  @Test
  void aQuotaThatSaysNothingOfCpuGetsItAndOneThatIsNotThereIsNamed() throws Exception {
    assertThat(cluster.state().sellable()).isEmpty();
    assertThatThrownBy(() -> cluster.sell("shared", 80, 90))
        .hasMessage("there is no ResourceQuota %s/sold".formatted(namespace));
    quota("{pods: '10'}");
    assertThat(cluster.state().sellable()).isEmpty();
    cluster.sell("shared", 80, 90);
    assertThat(cluster.state().sellable()).isEqualTo(Map.of("shared", 90));
  }
}
