package dev.headroom.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.cli.Headroom;
import dev.headroom.embedded.LocalPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What takes OTLP over HTTP into Kafka, and says so only once it is there.
 *
 * @param httpPort where {@code /v1/metrics} is
 */
record OtlpServer(ServerProcess process, int httpPort) implements AutoCloseable {
  private static final Pattern GATEWAY_PORT = Pattern.compile("OTLP/HTTP on port ([0-9]+)");
  private static final Pattern COLLECTOR_READY = Pattern.compile("(Everything is ready)");

  /** Of a gateway's configuration: where usage goes while Kafka is away. */
  static final String SPOOL = "spool: {directory: spool, maxBytes: 4GiB, after: 1s}";

  /** The token of a tenant. */
  static String token(String tenant) {
    return "token-of-" + tenant;
  }

  /**
   * The gateway.
   *
   * @param more of its configuration
   * @param collector the JVM's option for its garbage collector
   */
  static OtlpServer gateway(
      Path folder,
      String bootstrapServers,
      String topic,
      Workload workload,
      String more,
      String collector)
      throws IOException, InterruptedException {
    StringBuilder text =
        new StringBuilder(
            """
            apiVersion: headroom.dev/v1
            kind: Gateway
            http: {port: 0}
            grpc: {port: 0}
            kafka: {bootstrapServers: "%s", topic: %s}
            %s
            clients:
            """
                .formatted(bootstrapServers, topic, more));
    for (int i = 0; i < workload.tenants(); i++) {
      String tenant = workload.tenant(i);
      text.append("  - {tenant: %s, tokenSha256: \"%s\"}%n".formatted(tenant, digest(tenant)));
    }
    Path config = Files.writeString(folder.resolve("gateway.yaml"), text);
    ServerProcess process =
        ServerProcess.start(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                collector,
                "-cp",
                System.getProperty("java.class.path"),
                Headroom.class.getName(),
                "gateway",
                "--config",
                config.toString()),
            Map.of(),
            folder.resolve("gateway.log"));
    return new OtlpServer(process, Integer.parseInt(process.awaitLog(GATEWAY_PORT)));
  }

  private static String digest(String tenant) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(token(tenant).getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * The stock Collector with what it needs for the same promise and no more: an OTLP receiver, and
   * a Kafka exporter without a queue, so that the receiver answers when Kafka has acknowledged.
   */
  static OtlpServer collector(Path binary, Path folder, String bootstrapServers, String topic)
      throws IOException, InterruptedException {
    int port = LocalPort.free();
    Path config =
        Files.writeString(
            folder.resolve("otelcol.yaml"),
            """
            receivers:
              otlp:
                protocols:
                  http: {endpoint: "127.0.0.1:%d", include_metadata: true}
            exporters:
              kafka:
                brokers: ["%s"]
                metrics: {topic: %s, encoding: otlp_proto, message_key_from_metadata_key: x-tenant}
                record_partitioner: {sticky_key: {hasher: murmur2}}
                producer: {required_acks: all, compression: lz4, max_message_bytes: 1000000}
                sending_queue: {enabled: false}
            service:
              pipelines:
                metrics: {receivers: [otlp], exporters: [kafka]}
            """
                .formatted(port, bootstrapServers, topic));
    return new OtlpServer(startCollector(binary, config), port);
  }

  /** The Collector of the shipped manifest, which is built if it never was. */
  static Path builtCollector() throws IOException, InterruptedException {
    Path script =
        Path.of(System.getProperty("headroom.home", ".."), "collectors", "otel-collector", "build");
    Process build =
        new ProcessBuilder(script.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String answer = new String(build.getInputStream().readAllBytes(), UTF_8).strip();
    if (build.waitFor() != 0) {
      throw new IOException("the Collector could not be built by " + script);
    }
    return Path.of(answer);
  }

  /** A stock Collector, once it says that it is ready; its log is beside its configuration. */
  static ServerProcess startCollector(Path binary, Path config)
      throws IOException, InterruptedException {
    ServerProcess process =
        ServerProcess.start(
            List.of(binary.toString(), "--config", config.toString()),
            Map.of(),
            config.resolveSibling("otelcol.log"));
    process.awaitLog(COLLECTOR_READY);
    return process;
  }

  @Override
  public void close() {
    process.close();
  }
}
