package dev.headroom.benchmarks;

import dev.headroom.embedded.EmbeddedKafka;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The gateway beside the stock Collector: the same requests over OTLP/HTTP, gzip, into topics of
 * the same broker, answered when Kafka has acknowledged. Compared is the processor time of the
 * server's process, since clients and broker are on the same cores. Then Kafka goes away, and the
 * gateway's memory is watched.
 */
final class GatewayThroughput {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MIBIBYTE = 1 << 20;
  private static final int PARTITIONS = 4;

  /** A gateway runs for months; in these the JVM still compiles. */
  private static final int WARM_UP = 2;

  /** The collector that takes the least processor time. */
  private static final String FRUGAL = "-XX:+UseSerialGC";

  private static final Duration OUTAGE = Duration.ofSeconds(20);

  private final Workload workload;
  private final int rounds;
  private final PrintStream out;

  GatewayThroughput(Workload workload, int rounds, PrintStream out) {
    this.workload = workload;
    this.rounds = rounds;
    this.out = out;
  }

  private record Measured(double perCpuSecond, double perSecond) {}

  void run() throws Exception {
    List<Request> requests = workload.requests();
    OtlpLoad load = new OtlpLoad(requests);
    Machine.current().print(out);
    line(
        "workload   %,d points in %,d requests of %d points, gzip, 8 clients; %d rounds that warm up, then %d",
        workload.points(), requests.size(), requests.get(0).points(), WARM_UP, rounds);
    Path binary = OtlpServer.builtCollector();
    Path folder = Files.createTempDirectory("headroom-gateway");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
      kafka.createTopics(topic("ours"), topic("theirs"));
      compare(folder, binary, kafka.bootstrapServers(), load, requests.size());
    }
    outage(Files.createDirectories(folder.resolve("outage")), load);
    Servers.delete(folder);
  }

  private static EmbeddedKafka.Topic topic(String name) {
    return new EmbeddedKafka.Topic(name, PARTITIONS, Map.of());
  }

  private void compare(
      Path folder, Path binary, String bootstrapServers, OtlpLoad load, int requests)
      throws Exception {
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    line("");
    line("points a second of processor time, and of the clock");
    line("           gateway               Collector             ratio");
    try (OtlpServer gateway =
            OtlpServer.gateway(folder, bootstrapServers, "ours", workload, "", FRUGAL);
        OtlpServer collector = OtlpServer.collector(binary, folder, bootstrapServers, "theirs")) {
      for (int round = 1 - WARM_UP; round <= rounds; round++) {
        boolean first = round % 2 == 0;
        Measured a = first ? measure(gateway, load) : null;
        Measured b = measure(collector, load);
        if (a == null) {
          a = measure(gateway, load);
        }
        double ratio = a.perCpuSecond / b.perCpuSecond;
        line(
            "%-9s %,10.0f %,10.0f %,10.0f %,10.0f %9.2f",
            round <= 0 ? "warm-up" : "round " + round,
            a.perCpuSecond,
            a.perSecond,
            b.perCpuSecond,
            b.perSecond,
            ratio);
        if (round > 0) {
          ours.add(a.perCpuSecond);
          theirs.add(b.perCpuSecond);
          ratios.add(ratio);
        }
      }
      line("");
      line("gateway    %s points per processor second", new Samples(ours).text("%,.0f"));
      line("Collector  %s", new Samples(theirs).text("%,.0f"));
      line("ratio      %s", new Samples(ratios).text("%.2f"));
      line(
          "memory     gateway %.0f MiB, Collector %.0f MiB resident",
          gateway.process().residentBytes() / MIBIBYTE,
          collector.process().residentBytes() / MIBIBYTE);
    }
    long expected = (long) requests * (rounds + WARM_UP);
    long found = Servers.records(bootstrapServers, "ours");
    long foundTheirs = Servers.records(bootstrapServers, "theirs");
    if (found != expected || foundTheirs != expected) {
      throw new DisagreementException(
          "%d requests were acknowledged by each, in Kafka are %d and %d"
              .formatted(expected, found, foundTheirs));
    }
    line("records    %,d in each topic, as many as requests were acknowledged", expected);
  }

  private Measured measure(OtlpServer server, OtlpLoad load) throws Exception {
    Duration before = server.process().cpu();
    long start = System.nanoTime();
    load.sendAll(server.httpPort());
    double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
    double cpu = server.process().cpu().minus(before).toNanos() / NANOS_PER_SECOND;
    return new Measured(workload.points() / cpu, workload.points() / seconds);
  }

  private void outage(Path folder, OtlpLoad load) throws Exception {
    EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"));
    int port = kafka.port();
    kafka.createTopics(topic("ours"));
    try (OtlpServer gateway =
        OtlpServer.gateway(
            folder, kafka.bootstrapServers(), "ours", workload, OtlpServer.SPOOL, FRUGAL)) {
      load.sendAll(gateway.httpPort());
      long before = gateway.process().residentBytes();
      kafka.close();
      AtomicBoolean over = new AtomicBoolean();
      long[] most = {before};
      Thread watch =
          new Thread(
              () -> {
                long end = System.nanoTime() + OUTAGE.toNanos();
                while (System.nanoTime() < end) {
                  most[0] = Math.max(most[0], resident(gateway));
                  pause();
                }
                over.set(true);
              });
      watch.start();
      long points = load.sendWhile(gateway.httpPort(), () -> !over.get());
      watch.join();
      line("");
      line(
          "Kafka away for %d s: %,d points acknowledged from the spool, resident %.0f MiB before, %.0f MiB at most (heap up to 512 MiB)",
          OUTAGE.toSeconds(), points, before / MIBIBYTE, most[0] / MIBIBYTE);
      kafka = EmbeddedKafka.start(folder.resolve("kafka"), port);
      long start = System.nanoTime();
      while (hasSegments(folder.resolve("spool"))) {
        pause();
      }
      line(
          "Kafka back: the spool was empty after %.1f s",
          (System.nanoTime() - start) / NANOS_PER_SECOND);
    } finally {
      kafka.close();
    }
  }

  private static boolean hasSegments(Path spool) throws IOException {
    try (var files = Files.list(spool)) {
      return files.anyMatch(file -> file.toString().endsWith(".spool"));
    }
  }

  private static long resident(OtlpServer server) {
    try {
      return server.process().residentBytes();
    } catch (IOException e) {
      return 0;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values).stripTrailing());
  }
}
