package dev.headroom.cli.otelcol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.embedded.LocalPort;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A Collector with a configuration as it is shipped, on free ports. What passes through it is
 * written to a file by its debug exporter, beside the exporter that is shipped.
 */
final class OtelCollector implements AutoCloseable {
  static final Path SHIPPED =
      Path.of("").toAbsolutePath().resolveSibling("collectors").resolve("otel-collector");

  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final String configuration;
  private final Path folder;
  private final Map<String, String> environment;
  private final int otlpHttpPort = LocalPort.free();
  private final int healthPort = LocalPort.free();
  private @Nullable Process process;

  /**
   * One that does not run yet.
   *
   * @param configuration name of the shipped file without its ending
   * @param folder where its spool and its output are, empty at first
   * @param environment what the file asks for, besides the spool and the ports
   */
  OtelCollector(String configuration, Path folder, Map<String, String> environment)
      throws IOException {
    this.configuration = configuration;
    this.folder = Files.createDirectories(folder);
    this.environment = new HashMap<>(environment);
    this.environment.put("HEADROOM_SPOOL", folder.resolve("spool").toString());
    this.environment.put("HEADROOM_OTLP_HTTP", "127.0.0.1:" + otlpHttpPort);
    this.environment.put("HEADROOM_OTLP_GRPC", "127.0.0.1:" + LocalPort.free());
    this.environment.put("HEADROOM_HEALTH", "127.0.0.1:" + healthPort);
    this.environment.putIfAbsent("HEADROOM_INTERVAL", "1s");
  }

  /** The Collector of the manifest, which is built if it never was. */
  private Path binary() throws IOException, InterruptedException {
    String manifest =
        configuration.startsWith("kubernetes") ? "manifest-kubernetes.yaml" : "manifest.yaml";
    Process build =
        new ProcessBuilder(
                SHIPPED.resolve("build").toString(), SHIPPED.resolve(manifest).toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String answer = new String(build.getInputStream().readAllBytes(), UTF_8).strip();
    if (build.waitFor() != 0) {
      throw new IOException("the Collector could not be built");
    }
    return Path.of(answer);
  }

  /** Starts it, or starts it again on what it has left. */
  void start() throws Exception {
    start("");
  }

  /** Starts it again to send what it has left, and to measure nothing more. */
  void startToDrain() throws Exception {
    String measures =
        switch (configuration) {
          case "kubernetes-to-gateway" -> "kubelet_stats";
          case "gateway-to-kafka" -> "";
          default -> "host_metrics";
        };
    start(measures.isEmpty() ? "" : "receivers: {%s: {initial_delay: 1h}}".formatted(measures));
  }

  private void start(String further) throws Exception {
    String exporter = configuration.endsWith("to-kafka") ? "kafka" : "otlp_http";
    Path overlay =
        Files.writeString(
            folder.resolve("overlay.yaml"),
            """
            exporters:
              debug: {verbosity: detailed, use_internal_logger: false, output_paths: ["%s"]}
            service:
              telemetry: {metrics: {level: none}}
              pipelines: {metrics: {exporters: [%s, debug]}}
            %s
            """
                .formatted(output(), exporter, further));
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                binary().toString(),
                "--config=" + SHIPPED.resolve(configuration + ".yaml"),
                "--config=" + overlay));
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    process = builder.start();
    awaitHealthy(process);
  }

  private void awaitHealthy(Process started) throws IOException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!isHealthy()) {
      if (!started.isAlive() || System.nanoTime() > deadline) {
        throw new AssertionError("the Collector did not start: " + Files.readString(log()));
      }
      LockSupport.parkNanos(100_000_000);
    }
  }

  private boolean isHealthy() {
    try {
      HttpURLConnection http =
          (HttpURLConnection) URI.create("http://127.0.0.1:" + healthPort).toURL().openConnection();
      return http.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Where it takes OTLP over HTTP. */
  URI metricsUrl() {
    return URI.create("http://127.0.0.1:" + otlpHttpPort + "/v1/metrics");
  }

  /** Everything that has passed through it, over all of its lives. */
  List<ReportedPoint> reported() throws IOException {
    return Files.exists(output()) ? DebugOutput.read(output()) : new ArrayList<>();
  }

  private Path output() {
    return folder.resolve("debug.txt");
  }

  private Path log() {
    return folder.resolve("collector.log");
  }

  /** As {@code kill -9} does, right after it has measured: a second before it does so again. */
  void killAfterMeasuring() throws Exception {
    long size = Files.size(output());
    while (Files.size(output()) == size) {
      LockSupport.parkNanos(10_000_000);
    }
    LockSupport.parkNanos(200_000_000);
    kill();
  }

  /** As {@code kill -9} does. */
  void kill() throws InterruptedException {
    Process running = process;
    if (running != null) {
      running.destroyForcibly().waitFor();
    }
  }

  /** As {@code kill} does: it sends what it can at once, and leaves the rest on disk. */
  void stop() throws InterruptedException {
    Process running = process;
    if (running != null) {
      running.destroy();
      if (!running.waitFor(30, TimeUnit.SECONDS)) {
        throw new AssertionError("the Collector did not stop on SIGTERM");
      }
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
