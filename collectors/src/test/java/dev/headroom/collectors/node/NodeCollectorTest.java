package dev.headroom.collectors.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.headroom.collectors.Await;
import dev.headroom.collectors.BearerToken;
import dev.headroom.collectors.gateway.Stand;
import dev.headroom.collectors.node.NodeCollectorConfig.Otlp;
import dev.headroom.collectors.node.NodeCollectorConfig.Protocol;
import dev.headroom.collectors.node.NodeCollectorConfig.Rule;
import dev.headroom.embedded.EmbeddedKafka;
import dev.headroom.usage.TenantId;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
      InMemoryMetricReader reader = InMemoryMetricReader.create();
      try (NodeCollector collector =
          NodeCollector.start(config(stand, protocol), telemetry(reader))) {
        Instant deadline = Instant.now().plusSeconds(30);
        while (newest(stand, "process.cpu.time") <= 0 || newest(stand, "system.cpu.time") <= 0) {
          assertThat(Instant.now()).isBefore(deadline);
        }
        assertThat(collector.complaint()).isEmpty();
      } finally {
        busy.destroyForcibly();
      }
      assertThat(counted(reader, "headroom.node_collector.exports", "ok")).isPositive();
      assertThat(counted(reader, "headroom.node_collector.sample.duration", "ok")).isPositive();
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
  void outlivesAGatewayThatIsNotThereAndSaysSo() throws Exception {
    Rule rule =
        new Rule(new TenantId("acme"), new BearerToken("secret"), new WorkloadMatch.Machine());
    Otlp nowhere = new Otlp(URI.create("http://127.0.0.1:1"), Protocol.HTTP_PROTOBUF);
    InMemoryMetricReader reader = InMemoryMetricReader.create();
    OpenTelemetrySdk telemetry = telemetry(reader);
    try (NodeCollector collector =
        NodeCollector.start(
            new NodeCollectorConfig(Duration.ofMillis(100), nowhere, List.of(rule)), telemetry)) {
      Await.until("a complaint", () -> collector.complaint().isPresent());
      assertThat(collector.complaint().orElseThrow())
          .startsWith("usage cannot be delivered to http://127.0.0.1:1: ");
    }
    assertThat(counted(reader, "headroom.node_collector.exports", "failed")).isPositive();
    assertThat(counted(reader, "headroom.node_collector.exports", "ok")).isZero();
  }

  private static OpenTelemetrySdk telemetry(InMemoryMetricReader reader) {
    return OpenTelemetrySdk.builder()
        .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(reader).build())
        .build();
  }

  /** How many with an outcome. */
  private static long counted(InMemoryMetricReader reader, String name, String outcome) {
    return reader.collectAllMetrics().stream()
        .filter(metric -> metric.getName().equals(name))
        .flatMap(
            metric ->
                Stream.concat(
                    metric.getLongSumData().getPoints().stream(),
                    metric.getHistogramData().getPoints().stream()))
        .filter(
            point ->
                outcome.equals(
                    point.getAttributes().get(AttributeKey.stringKey("headroom.outcome"))))
        .mapToLong(
            point ->
                point instanceof HistogramPointData durations
                    ? durations.getCount()
                    : ((LongPointData) point).getValue())
        .sum();
  }
}
