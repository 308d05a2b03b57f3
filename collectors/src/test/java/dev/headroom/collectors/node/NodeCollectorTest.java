package dev.headroom.collectors.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.headroom.collectors.BearerToken;
import dev.headroom.collectors.gateway.Stand;
import dev.headroom.collectors.node.NodeCollectorConfig.Otlp;
import dev.headroom.collectors.node.NodeCollectorConfig.Protocol;
import dev.headroom.collectors.node.NodeCollectorConfig.Rule;
import dev.headroom.embedded.EmbeddedKafka;
import dev.headroom.usage.TenantId;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** This machine, through the gateway, into Kafka. */
class NodeCollectorTest {
  @ParameterizedTest
  @EnumSource(Protocol.class)
  void reportsTheTimeOfABusyProcessAndTheMachine(Protocol protocol, @TempDir Path directory)
      throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory);
        Stand stand = Stand.start(kafka)) {
      Process busy = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
      try (NodeCollector collector = NodeCollector.start(config(stand, protocol))) {
        assertThat(collector).isNotNull();
        Instant deadline = Instant.now().plusSeconds(30);
        while (newest(stand, "process.cpu.time") <= 0 || newest(stand, "system.cpu.time") <= 0) {
          assertThat(Instant.now()).isBefore(deadline);
        }
      } finally {
        busy.destroyForcibly();
      }
      assertThat(newest(stand, "process.memory.usage")).isPositive();
      assertThat(newest(stand, "system.memory.usage")).isPositive();
      assertThat(newest(stand, "system.cpu.logical.count"))
          .isEqualTo(Runtime.getRuntime().availableProcessors());
      assertThat(stand.records())
          .extracting(r -> new String(r.key(), StandardCharsets.UTF_8))
          .containsOnly("acme", "globex");
    }
  }

  private static NodeCollectorConfig config(Stand stand, Protocol protocol) {
    int port = protocol == Protocol.GRPC ? stand.gateway().grpcPort() : stand.gateway().httpPort();
    return new NodeCollectorConfig(
        Duration.ofMillis(200),
        new Otlp(URI.create("http://127.0.0.1:" + port), protocol),
        List.of(
            new Rule(
                new TenantId("acme"),
                new BearerToken(Stand.ACME_TOKEN),
                new WorkloadMatch.Command(new Glob("sh"))),
            new Rule(
                new TenantId("globex"),
                new BearerToken(Stand.GLOBEX_TOKEN),
                new WorkloadMatch.Machine())));
  }

  /** The newest sum over all points of a metric, in its unit; 0 if there is none. */
  private static double newest(Stand stand, String name) throws InvalidProtocolBufferException {
    double newest = 0;
    for (ConsumerRecord<byte[], byte[]> record : stand.records()) {
      for (Metric metric : metrics(record.value())) {
        if (metric.getName().equals(name)) {
          newest =
              metric.getSum().getDataPointsList().stream()
                  .mapToDouble(p -> p.hasAsInt() ? p.getAsInt() : p.getAsDouble())
                  .sum();
        }
      }
    }
    return newest;
  }

  private static List<Metric> metrics(byte[] request) throws InvalidProtocolBufferException {
    List<Metric> metrics = new ArrayList<>();
    for (ResourceMetrics resource :
        ExportMetricsServiceRequest.parseFrom(request).getResourceMetricsList()) {
      for (ScopeMetrics scope : resource.getScopeMetricsList()) {
        metrics.addAll(scope.getMetricsList());
      }
    }
    return metrics;
  }

  @Test
  void outlivesAGatewayThatIsNotThere() {
    Rule rule =
        new Rule(new TenantId("acme"), new BearerToken("secret"), new WorkloadMatch.Machine());
    Otlp nowhere = new Otlp(URI.create("http://127.0.0.1:1"), Protocol.HTTP_PROTOBUF);
    NodeCollector collector =
        NodeCollector.start(new NodeCollectorConfig(Duration.ofMinutes(1), nowhere, List.of(rule)));
    collector.close();
  }
}
