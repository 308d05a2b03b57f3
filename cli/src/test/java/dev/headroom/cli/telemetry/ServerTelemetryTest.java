package dev.headroom.cli.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.cli.CommandRun;
import dev.headroom.cli.Headroom;
import dev.headroom.embedded.EmbeddedKafka;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway in a process of its own, looked at from outside until it has left in order. */
class ServerTelemetryTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir private Path directory;

  @Test
  void tellsItsMetricsAndReadinessAndLeavesInOrder() throws Exception {
    Path out = directory.resolve("out");
    Path log = directory.resolve("log");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"))) {
      kafka.createTopics(new EmbeddedKafka.Topic("usage.otlp", 1, Map.of()));
      Process gateway = start(kafka.bootstrapServers(), out, log);
      try {
        int http = port(out, "OTLP/HTTP on port ([0-9]+)");
        int management = port(out, "management on port ([0-9]+)");
        await(() -> get(management, "/readyz").statusCode() == 200);
        assertThat(get(management, "/livez").body()).isEqualTo("ok\n");
        assertThat(get(management, "/else").statusCode()).isEqualTo(404);

        assertThat(post(http, "secret")).isEqualTo(200);
        assertThat(post(http, "wrong")).isEqualTo(401);
        HttpResponse<String> metrics = get(management, "/metrics");
        assertThat(metrics.headers().firstValue("Content-Type").orElseThrow())
            .startsWith("text/plain; version=0.0.4");
        assertThat(metrics.body())
            .contains(
                "target_info{",
                "service_name=\"headroom-gateway\"",
                "# TYPE headroom_gateway_points_total counter",
                "# HELP headroom_gateway_pending_limit_bytes Memory that requests may reserve")
            .containsPattern(
                "headroom_gateway_points_total\\{headroom_outcome=\"ok\",[^}]*tenant_id=\"acme\"\\} 2.0")
            .containsPattern(
                "headroom_gateway_requests_total\\{headroom_outcome=\"unauthenticated\",network_protocol_name=\"http\"[^}]*\\} 1.0")
            .containsPattern("headroom_gateway_kafka_points_total(\\{[^}]*\\})? 2.0");

        gateway.destroy(); // SIGTERM
        await(() -> get(management, "/readyz").statusCode() == 503);
        assertThat(get(management, "/readyz").body()).isEqualTo("shutting down\n");
        assertThat(get(http, "/readyz").body()).isEqualTo("shutting down\n");
        assertThat(get(management, "/livez").statusCode()).isEqualTo(200);
        assertThat(post(http, "secret")).isEqualTo(200);
        assertThat(gateway.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(gateway.exitValue()).as(Files.readString(log)).isZero();
      } finally {
        gateway.destroyForcibly();
      }
    }
    List<String> lines = Files.readAllLines(log);
    assertThat(lines).isNotEmpty();
    for (String line : lines) {
      JsonNode entry = new ObjectMapper().readTree(line);
      assertThat(entry.path("level").asText()).isIn("INFO", "WARN");
      assertThat(entry.path("message").asText()).isNotEmpty();
    }
  }

  @Test
  void saysInOneLineWhereItCannotListen() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CommandRun run =
          CommandRun.of(
              "gateway",
              "--config",
              config("127.0.0.1:1").toString(),
              "--management",
              "127.0.0.1:" + taken.getLocalPort());
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err())
          .contains(
              "--management: cannot listen on 127.0.0.1 port " + taken.getLocalPort(),
              "Address already in use");
    }
    CommandRun run =
        CommandRun.of(
            "gateway", "--config", config("127.0.0.1:1").toString(), "--management", "9464");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("expected HOST:PORT, such as 127.0.0.1:9464");
  }

  private Path config(String bootstrapServers) throws IOException {
    Files.writeString(directory.resolve("token"), "secret");
    return Files.writeString(
        directory.resolve("gateway.yaml"),
        """
        apiVersion: headroom.dev/v1
        kind: Gateway
        http: {port: 0}
        grpc: {port: 0}
        kafka: {bootstrapServers: "%s"}
        clients: [{tenant: acme, tokenFile: token}]
        """
            .formatted(bootstrapServers));
  }

  private Process start(String bootstrapServers, Path out, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Headroom.class.getName(),
                "gateway",
                "--config",
                config(bootstrapServers).toString(),
                "--management",
                "127.0.0.1:0",
                "--drain-for",
                "4s")
            .redirectOutput(out.toFile())
            .redirectError(log.toFile());
    builder.environment().put("HEADROOM_LOG_FORMAT", "json");
    return builder.start();
  }

  private static int port(Path out, String pattern) throws Exception {
    Pattern wanted = Pattern.compile(pattern);
    await(() -> wanted.matcher(Files.readString(out)).find());
    Matcher found = wanted.matcher(Files.readString(out));
    assertThat(found.find()).isTrue();
    return Integer.parseInt(found.group(1));
  }

  private static int post(int port, String token) throws Exception {
    byte[] body = twoPoints();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/metrics"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/x-protobuf")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static byte[] twoPoints() {
    ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
    var gauge =
        request
            .addResourceMetricsBuilder()
            .addScopeMetricsBuilder()
            .addMetricsBuilder()
            .setName("load")
            .getGaugeBuilder();
    gauge.addDataPointsBuilder().setTimeUnixNano(1).setAsInt(1);
    gauge.addDataPointsBuilder().setTimeUnixNano(2).setAsInt(1);
    return request.build().toByteArray();
  }

  private static HttpResponse<String> get(int port, String path) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    Instant deadline = Instant.now().plusSeconds(90);
    while (!condition.call()) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.sleep(100);
    }
  }
}
