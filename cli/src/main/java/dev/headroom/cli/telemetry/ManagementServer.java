package dev.headroom.cli.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.headroom.cli.CommandException;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * {@code GET /metrics} for Prometheus, {@code /livez} and {@code /readyz}: 200, or 503 with a
 * reason a line.
 */
final class ManagementServer implements AutoCloseable {
  private static final String TEXT = "text/plain; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          2,
          task -> {
            Thread thread = new Thread(task, "management");
            thread.setDaemon(true);
            return thread;
          });
  private final PrometheusRegistry metrics;
  private final Supplier<List<String>> readiness;

  private ManagementServer(
      HttpServer server, PrometheusRegistry metrics, Supplier<List<String>> readiness) {
    this.server = server;
    this.metrics = metrics;
    this.readiness = readiness;
  }

  /**
   * Listens.
   *
   * @param readiness why the process is not ready, a reason each; empty if it is
   */
  static ManagementServer start(
      InetSocketAddress address, PrometheusRegistry metrics, Supplier<List<String>> readiness) {
    try {
      HttpServer http = HttpServer.create(address, 0);
      ManagementServer server = new ManagementServer(http, metrics, readiness);
      http.createContext("/", server::handle);
      http.setExecutor(server.threads);
      http.start();
      return server;
    } catch (IOException e) {
      throw CommandException.failed(
          "--management: cannot listen on %s port %d: %s"
              .formatted(address.getHostString(), address.getPort(), e.getMessage()),
          e);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET");
        answer(exchange, 405, TEXT, bytes("expected method GET\n"));
        return;
      }
      switch (exchange.getRequestURI().getPath()) {
        case "/livez" -> answer(exchange, 200, TEXT, bytes("ok\n"));
        case "/readyz" -> {
          List<String> reasons = readiness.get();
          String text = reasons.isEmpty() ? "ok" : String.join("\n", reasons);
          answer(exchange, reasons.isEmpty() ? 200 : 503, TEXT, bytes(text + "\n"));
        }
        case "/metrics" -> metrics(exchange);
        default -> answer(exchange, 404, TEXT, bytes("expected /metrics, /livez or /readyz\n"));
      }
    }
  }

  private void metrics(HttpExchange exchange) throws IOException {
    String accepted =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept")).orElse("");
    ExpositionFormatWriter writer = ExpositionFormats.init().findWriter(accepted);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    writer.write(body, metrics.scrape());
    answer(exchange, 200, writer.getContentType(), body.toByteArray());
  }

  private static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
