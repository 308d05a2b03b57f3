package dev.headroom.cli.otelcol;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The DaemonSet's configuration in a real Collector, on a node that is imitated. */
@WithRealCollector
@EnabledIfSystemProperty(
    named = "headroom.collector.kubernetes",
    matches = "true",
    disabledReason = "-Dheadroom.collector.kubernetes=true: its Collector takes long to build")
class KubernetesCollectorTest {
  private static final Map<String, String> TENANTS =
      Map.of("shop", "acme", "bank", "borealis", "kube-system", "");

  @Test
  void aPodIsTheTenantsOfItsNamespace(@TempDir Path folder) throws Exception {
    try (CollectorStack stack = new CollectorStack(folder);
        ImitatedCluster cluster = new ImitatedCluster(TENANTS);
        OtelCollector node = node(stack, cluster, folder)) {
      node.start();
      LockSupport.parkNanos(Duration.ofSeconds(10).toNanos());
      node.stop();
      node.startToDrain();
      for (Map.Entry<String, String> each : TENANTS.entrySet()) {
        String tenant = each.getValue().isEmpty() ? "cluster-1" : each.getValue();
        List<ReportedPoint> points =
            node.reported().stream()
                .filter(point -> point.series().contains("k8s.namespace.name=" + each.getKey()))
                .toList();
        stack.awaitUsage(tenant, "cpu.used", increase(points, "k8s.pod.cpu.time", ""));
        stack.awaitUsage(
            tenant, "network.transmit", increase(points, "k8s.pod.network.io", "transmit"));
        stack.awaitUsage(
            tenant,
            "memory.used",
            ReportedUsage.overTime(
                points, point -> point.metric().equals("k8s.pod.memory.working_set")));
      }
      assertThat(stack.query("SELECT count() FROM quarantine")).isEqualTo("0");
    }
  }

  private static OtelCollector node(CollectorStack stack, ImitatedCluster cluster, Path folder)
      throws Exception {
    return new OtelCollector(
        "kubernetes-to-gateway",
        folder.resolve("node"),
        Map.of(
            "HEADROOM_GATEWAY",
            stack.gatewayUrl(),
            "HEADROOM_TOKEN",
            CollectorStack.TOKEN_OF_MANY,
            "HEADROOM_NODE",
            ImitatedCluster.NODE,
            "HEADROOM_KUBELET",
            cluster.url(),
            "HEADROOM_KUBELET_AUTH",
            "none",
            "HEADROOM_KUBE_AUTH",
            "kubeConfig",
            "KUBECONFIG",
            cluster.kubeConfig(folder).toString()));
  }

  private static BigDecimal increase(List<ReportedPoint> points, String metric, String direction) {
    return ReportedUsage.increase(
        points,
        point ->
            point.metric().equals(metric)
                && point.attributes().getOrDefault("network.io.direction", "").equals(direction));
  }
}
