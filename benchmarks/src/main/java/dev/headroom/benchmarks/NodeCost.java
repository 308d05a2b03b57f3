package dev.headroom.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * What the node collector costs the machine it measures: two hundred processes, each a workload of
 * its own, every ten seconds, beside the stock Collector's hostmetrics receiver that looks at the
 * same processes. Both report over OTLP/HTTP with gzip to a server that takes everything.
 */
final class NodeCost {
  private static final int WORKLOADS = 200;
  private static final Duration WARM_UP = Duration.ofSeconds(40);
  private static final Duration ROUND = Duration.ofSeconds(60);
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MEGABYTE = 1e6;
  private static final Pattern REPORTING = Pattern.compile("(reporting to)");

  private final int rounds;
  private final PrintStream out;

  NodeCost(int rounds, PrintStream out) {
    this.rounds = rounds;
    this.out = out;
  }

  /** Takes whatever is sent. */
  private record Sink(HttpServer server, AtomicLong reports) implements AutoCloseable {
    static Sink start() throws IOException {
      AtomicLong reports = new AtomicLong();
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
            reports.incrementAndGet();
          });
      server.setExecutor(Executors.newCachedThreadPool());
      server.start();
      return new Sink(server, reports);
    }

    String endpoint() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  void run() throws Exception {
    Machine.current().print(out);
    line(
        "workload   %d processes, each a workload, every 10 s; %d s until all is warm, then %d rounds of %d s",
        WORKLOADS, WARM_UP.toSeconds(), rounds, ROUND.toSeconds());
    Path binary = OtlpServer.builtCollector();
    Path folder = Files.createTempDirectory("headroom-node");
    List<Process> workloads = new ArrayList<>();
    try (Sink ours = Sink.start();
        Sink theirs = Sink.start()) {
      Path programs = Files.createDirectories(folder.resolve("programs"));
      Path sleep = Path.of("/bin/sleep");
      for (int i = 0; i < WORKLOADS; i++) {
        Path program = programs.resolve("workload-%03d".formatted(i));
        Files.createSymbolicLink(program, sleep);
        workloads.add(new ProcessBuilder(program.toString(), "100000").start());
      }
      try (ServerProcess node = node(folder, ours.endpoint());
          ServerProcess collector = collector(binary, folder, theirs.endpoint())) {
        Thread.sleep(WARM_UP.toMillis());
        measure(node, collector);
        require(ours, "the node collector");
        require(theirs, "the stock Collector");
      }
    } finally {
      workloads.forEach(Process::destroyForcibly);
    }
    Servers.delete(folder);
  }

  private static void require(Sink sink, String who) throws DisagreementException {
    if (sink.reports().get() == 0) {
      throw new DisagreementException(who + " has reported nothing");
    }
  }

  private void measure(ServerProcess node, ServerProcess collector) throws Exception {
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    double ourMemory = 0;
    double theirMemory = 0;
    for (int round = 0; round < rounds; round++) {
      Duration before = node.cpu();
      Duration beforeTheirs = collector.cpu();
      long start = System.nanoTime();
      Thread.sleep(ROUND.toMillis());
      double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
      ours.add(percent(node.cpu().minus(before), seconds));
      theirs.add(percent(collector.cpu().minus(beforeTheirs), seconds));
      ourMemory = Math.max(ourMemory, node.residentBytes() / MEGABYTE);
      theirMemory = Math.max(theirMemory, collector.residentBytes() / MEGABYTE);
    }
    line("");
    line("           %% of a core, median, least and greatest       MB resident, at most");
    line("node       %-30s %26.0f", new Samples(ours).text("%.2f"), ourMemory);
    line("Collector  %-30s %26.0f", new Samples(theirs).text("%.2f"), theirMemory);
    line(
        "ratio      %-30.2f %26.2f",
        new Samples(ours).median() / new Samples(theirs).median(), ourMemory / theirMemory);
  }

  private static double percent(Duration cpu, double seconds) {
    return cpu.toNanos() / NANOS_PER_SECOND / seconds * 100;
  }

  /** As {@code ./headroom collect} runs it. */
  private static ServerProcess node(Path folder, String endpoint)
      throws IOException, InterruptedException {
    Path config =
        Files.writeString(
            folder.resolve("node.yaml"),
            """
            apiVersion: headroom.dev/v1
            kind: NodeCollector
            interval: 10s
            stateFile: %s
            otlp: {endpoint: "%s", protocol: http/protobuf}
            workloads:
              - {tenant: acme, tokenEnv: NODE_TOKEN, match: {command: "workload-*"}}
            """
                .formatted(folder.resolve("node.state"), endpoint),
            UTF_8);
    ServerProcess process =
        ServerProcess.start(
            List.of(
                Path.of(System.getProperty("headroom.home", ".."), "headroom").toString(),
                "collect",
                "--config",
                config.toString()),
            Map.of("NODE_TOKEN", "secret"),
            folder.resolve("node.log"));
    process.awaitLog(REPORTING);
    return process;
  }

  private static ServerProcess collector(Path binary, Path folder, String endpoint)
      throws IOException, InterruptedException {
    Path config =
        Files.writeString(
            folder.resolve("otelcol.yaml"),
            """
            receivers:
              host_metrics:
                collection_interval: 10s
                scrapers:
                  process:
                    include: {names: ["sleep", "workload-.*"], match_type: regexp}
                    mute_process_all_errors: true
                    metrics:
                      process.cpu.time: {enabled: true}
                      process.memory.usage: {enabled: true}
                      process.disk.io: {enabled: true}
            exporters:
              otlp_http: {endpoint: "%s", compression: gzip}
            service:
              telemetry: {metrics: {level: none}}
              pipelines:
                metrics: {receivers: [host_metrics], exporters: [otlp_http]}
            """
                .formatted(endpoint),
            UTF_8);
    return OtlpServer.startCollector(binary, config);
  }

  private void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values).stripTrailing());
  }
}
