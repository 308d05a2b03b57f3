package dev.headroom.cli.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cli.CommandRun;
import dev.headroom.collectors.gateway.Gateway;
import dev.headroom.collectors.gateway.GatewayConfig;
import dev.headroom.collectors.identity.Identities;
import dev.headroom.collectors.identity.TenantToken;
import dev.headroom.collectors.limit.ClientLimits;
import dev.headroom.embedded.LocalPort;
import dev.headroom.usage.TenantId;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real gateway without its Kafka fills the spool. */
class SpoolInspectTest {
  @TempDir private Path directory;

  @Test
  void tellsWhatWaitsWhoseItIsAndWhatIsDamaged() throws Exception {
    fill(directory, "acme", 3);
    fill(directory, "globex", 2);
    String first = "00000000000000000000.spool";
    Files.write(directory.resolve(first), new byte[] {1, 2, 3}, StandardOpenOption.APPEND);

    CommandRun run = inspect("--format", "csv");
    assertThat(run.exitCode()).as(run.toString()).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(lines.get(0))
        .isEqualTo("file,state,bytes,records,points,senders,oldest,newest,damaged_bytes,reason");
    assertThat(lines).hasSize(3);
    long bytes = Files.size(directory.resolve(first));
    assertThat(lines.get(1)).matches(first + ",waiting," + bytes + ",1,3,acme,2[^,]*Z,2[^,]*Z,3,");
    assertThat(lines.get(2))
        .matches("00000000000000000001.spool,waiting,[0-9]+,1,2,globex,2[^,]*Z,2[^,]*Z,0,");

    assertThat(inspect("--records", "--format", "csv").out().lines().skip(1))
        .satisfiesExactly(
            r -> assertThat(r).matches(first + ",waiting," + (bytes - 3) + ",acme,no,2.*Z,3,.*,"),
            r -> assertThat(r).matches("0*1.spool,waiting,[0-9]+,globex,no,2.*Z,2,.*,"));
  }

  @Test
  void anEmptyOneAndNoneAtAll() throws Exception {
    try (Gateway gateway = gateway(directory, "acme")) {
      assertThat(gateway.httpPort()).isPositive();
      assertThat(inspect().out()).isEqualToIgnoringNewLines("the spool " + directory + " is empty");
    }
    CommandRun none = CommandRun.of("spool", "inspect", directory.resolve("none").toString());
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains(directory.resolve("none") + " is not the directory of a spool");
  }

  private CommandRun inspect(String... options) {
    return CommandRun.of(
        Stream.concat(Stream.of("spool", "inspect", directory.toString()), Stream.of(options))
            .toArray(String[]::new));
  }

  private static Gateway gateway(Path directory, String tenant) {
    GatewayConfig.Listener anyPort = new GatewayConfig.Listener("127.0.0.1", 0);
    return Gateway.start(
        new GatewayConfig(
            anyPort,
            anyPort,
            null,
            GatewayConfig.Kafka.of("127.0.0.1:" + LocalPort.free(), "usage.otlp"),
            new GatewayConfig.SpoolDirectory(directory, 64 << 20, Duration.ofMillis(200)),
            GatewayConfig.Limits.DEFAULT,
            ClientLimits.NONE,
            Identities.of(List.of(TenantToken.of(new TenantId(tenant), "secret")))));
  }

  private static void fill(Path directory, String tenant, int points) throws Exception {
    Gauge.Builder gauge = Gauge.newBuilder();
    for (int i = 0; i < points; i++) {
      gauge.addDataPoints(NumberDataPoint.newBuilder().setTimeUnixNano(i + 1).setAsInt(i));
    }
    byte[] body =
        ExportMetricsServiceRequest.newBuilder()
            .addResourceMetrics(
                ResourceMetrics.newBuilder()
                    .addScopeMetrics(
                        ScopeMetrics.newBuilder()
                            .addMetrics(Metric.newBuilder().setName("load").setGauge(gauge))))
            .build()
            .toByteArray();
    try (Gateway gateway = gateway(directory, tenant)) {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + gateway.httpPort() + "/v1/metrics"))
              .header("Authorization", "Bearer secret")
              .header("Content-Type", "application/x-protobuf")
              .POST(HttpRequest.BodyPublishers.ofByteArray(body))
              .build();
      HttpResponse<Void> response =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
      assertThat(response.statusCode()).isEqualTo(200);
    }
  }
}
