package dev.headroom.cli.otelcol;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.Executors;

/**
 * A node with a pod in each of some namespaces, as far as a Collector asks: the kubelet's summary,
 * and the API server's lists of pods and namespaces. Every pod uses half a core from its start on.
 */
final class ImitatedCluster implements AutoCloseable {
  static final String NODE = "node-1";

  private final HttpServer server;
  private final Map<String, String> tenants;
  private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  /**
   * Starts it.
   *
   * @param tenants of each namespace; empty: it has no label
   */
  ImitatedCluster(Map<String, String> tenants) throws IOException {
    this.tenants = Map.copyOf(tenants);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "imitated-cluster");
              thread.setDaemon(true);
              return thread;
            }));
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** How to reach the API server. */
  Path kubeConfig(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "%s"}}]
        users: [{name: u, user: {}}]
        contexts: [{name: x, context: {cluster: c, user: u}}]
        current-context: x
        """
            .formatted(url()));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    switch (exchange.getRequestURI().getPath()) {
      case "/stats/summary" -> send(exchange, 200, summary());
      case "/api/v1/pods" -> list(exchange, query, "PodList", this::pod);
      case "/api/v1/namespaces" -> list(exchange, query, "NamespaceList", this::namespace);
      default -> send(exchange, 404, status(404));
    }
  }

  private void list(
      HttpExchange exchange,
      String query,
      String kind,
      java.util.function.UnaryOperator<String> item)
      throws IOException {
    if (query.contains("sendInitialEvents=true")) {
      send(exchange, 400, status(400)); // an older API server, of which the client asks for a list
    } else if (query.contains("watch=true") || query.contains("watch=1")) {
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, 0); // nothing ever changes, so nothing ever comes
      exchange.getResponseBody().flush();
    } else {
      StringJoiner items = new StringJoiner(",");
      tenants.keySet().forEach(namespace -> items.add(item.apply(namespace)));
      send(
          exchange,
          200,
          "{\"kind\":\"%s\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[%s]}"
              .formatted(kind, items));
    }
  }

  private static String status(int code) {
    return ("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"%s\","
            + "\"code\":%d}")
        .formatted(code == 404 ? "NotFound" : "BadRequest", code);
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String pod(String namespace) {
    return """
        {"metadata":{"name":"app","namespace":"%s","uid":"%s","labels":{"headroom.dev/tenant":"forged"}},
         "spec":{"nodeName":"%s","containers":[{"name":"app"}]},
         "status":{"phase":"Running","podIP":"10.0.0.1","startTime":"%s"}}"""
        .formatted(namespace, uid(namespace), NODE, start);
  }

  private String namespace(String namespace) {
    String tenant = tenants.getOrDefault(namespace, "");
    String labels = tenant.isEmpty() ? "" : "\"headroom.dev/tenant\":\"%s\"".formatted(tenant);
    return "{\"metadata\":{\"name\":\"%s\",\"uid\":\"ns-%s\",\"labels\":{%s}}}"
        .formatted(namespace, namespace, labels);
  }

  private static String uid(String namespace) {
    return "uid-of-" + namespace;
  }

  private String summary() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    long nanos = Duration.between(start, now).toNanos() / 2;
    StringJoiner pods = new StringJoiner(",");
    for (String namespace : List.copyOf(tenants.keySet())) {
      pods.add(
          """
          {"podRef":{"name":"app","namespace":"%s","uid":"%s"},"startTime":"%s","containers":[],
           "cpu":{"time":"%s","usageNanoCores":500000000,"usageCoreNanoSeconds":%d},
           "memory":{"time":"%s","workingSetBytes":1048576},
           "network":{"time":"%s","name":"eth0","rxBytes":1,"txBytes":%d,"rxErrors":0,"txErrors":0,
             "interfaces":[{"name":"eth0","rxBytes":1,"txBytes":%d,"rxErrors":0,"txErrors":0}]}}"""
              .formatted(
                  namespace,
                  uid(namespace),
                  start,
                  now,
                  nanos,
                  now,
                  now,
                  nanos / 1000,
                  nanos / 1000));
    }
    return "{\"node\":{\"nodeName\":\"%s\",\"startTime\":\"%s\"},\"pods\":[%s]}"
        .formatted(NODE, start, pods);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
