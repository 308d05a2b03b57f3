package dev.headroom.benchmarks;

import dev.headroom.embedded.EmbeddedKafka;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long a tenant waits for its answers while another attacks the gateway: beside the calm
 * before, and beside the same attack on another gateway of the same machine, which takes the same
 * share of the two cores but nothing of the gateway.
 */
final class GatewayAttack {
  private static final Duration PHASE = Duration.ofSeconds(10);
  private static final Duration EVERY = Duration.ofMillis(20);

  /** What Java chooses itself on a server, and the shipped launcher leaves to it. */
  private static final String PROMPT = "-XX:+UseG1GC";

  private static final int WARM_UP_REQUESTS = 2_000;
  private static final int VICTIM = 0;
  private static final int ATTACKER = 1;
  private static final double NANOS_PER_MILLI = 1e6;

  /** Twice what the good client sends; of the attacks only the flood of points meets it. */
  private static final String LIMITS = "limits: {perClient: {pointsPerSecond: 20000}}";

  private final Workload workload;
  private final int rounds;
  private final PrintStream out;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  GatewayAttack(int rounds, PrintStream out) {
    workload = new Workload(2, 2, 1, Duration.ofMinutes(1), List.of(ReportedMetric.values()));
    this.rounds = rounds;
    this.out = out;
  }

  /** Milliseconds that each answer took. */
  private record Waits(List<Double> calm, List<Double> beside, List<Double> attacked) {
    Waits() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
  }

  void run() throws Exception {
    Machine.current().print(out);
    Request victim = workload.requests().get(VICTIM);
    line(
        "workload   a request of %d points every %d ms for %d s, in calm, with the attack on another gateway, and under attack; %d rounds",
        victim.points(), EVERY.toMillis(), PHASE.toSeconds(), rounds);
    Map<Attack, Waits> waits = new EnumMap<>(Attack.class);
    Path folder = Files.createTempDirectory("headroom-attack");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
      kafka.createTopics(new EmbeddedKafka.Topic("usage", 2, Map.of()));
      Path first = Files.createDirectories(folder.resolve("attacked"));
      Path second = Files.createDirectories(folder.resolve("beside"));
      String servers = kafka.bootstrapServers();
      try (OtlpServer gateway =
              OtlpServer.gateway(first, servers, "usage", workload, LIMITS, PROMPT);
          OtlpServer beside =
              OtlpServer.gateway(second, servers, "usage", workload, LIMITS, PROMPT)) {
        for (int i = 0; i < WARM_UP_REQUESTS; i++) {
          send(gateway.httpPort(), victim);
        }
        head();
        for (int round = 0; round < rounds; round++) {
          for (Attack attack : Attack.values()) {
            Waits each = waits.computeIfAbsent(attack, a -> new Waits());
            round(attack, gateway, beside, victim, each);
            report(attack, each);
          }
        }
        line(
            "memory     the attacked gateway has %.0f MiB resident (heap up to 512 MiB)",
            gateway.process().residentBytes() / (double) (1 << 20));
      }
    }
    Servers.delete(folder);
  }

  private void round(
      Attack attack, OtlpServer gateway, OtlpServer beside, Request victim, Waits waits)
      throws Exception {
    String token = OtlpServer.token(workload.tenant(ATTACKER));
    byte[] valid = workload.requests().get(ATTACKER).bytes();
    measure(gateway.httpPort(), victim, waits.calm());
    try (Attack.Running running = attack.start(beside.httpPort(), token, valid)) {
      running.await();
      measure(gateway.httpPort(), victim, waits.beside());
    }
    try (Attack.Running running = attack.start(gateway.httpPort(), token, valid)) {
      running.await();
      measure(gateway.httpPort(), victim, waits.attacked());
    }
  }

  private void measure(int port, Request request, List<Double> into) throws Exception {
    long start = System.nanoTime();
    for (long next = start; next - start < PHASE.toNanos(); next += EVERY.toNanos()) {
      long early = next - System.nanoTime();
      if (early > 0) {
        Thread.sleep(Duration.ofNanos(early).toMillis() + 1);
      }
      // From when it was due: a client that is held up asks later, and would hide that it waited.
      send(port, request);
      into.add((System.nanoTime() - next) / NANOS_PER_MILLI);
    }
  }

  private void send(int port, Request request)
      throws IOException, InterruptedException, DisagreementException {
    HttpRequest post =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/metrics"))
            .header("Authorization", "Bearer " + OtlpServer.token(request.tenant()))
            .header("Content-Type", "application/x-protobuf")
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofByteArray(request.bytes()))
            .build();
    int status = client.send(post, HttpResponse.BodyHandlers.discarding()).statusCode();
    if (status != 200) {
      throw new DisagreementException("the good client was answered with " + status);
    }
  }

  private void head() {
    line("");
    line("ms until the answer, p50 and p99, of all rounds so far");
    line(
        "%-12s %15s %17s %15s %21s %21s",
        "attack", "calm", "attack beside", "attacked", "attacked / calm", "attacked / beside");
  }

  private void report(Attack attack, Waits each) {
    Samples calm = new Samples(each.calm());
    Samples beside = new Samples(each.beside());
    Samples attacked = new Samples(each.attacked());
    line(
        "%-12s %7.2f %7.2f %9.2f %7.2f %7.2f %7.2f %13.2f %7.2f %13.2f %7.2f",
        attack.name().toLowerCase(Locale.ROOT),
        calm.median(),
        calm.percentile(99),
        beside.median(),
        beside.percentile(99),
        attacked.median(),
        attacked.percentile(99),
        attacked.median() / calm.median(),
        attacked.percentile(99) / calm.percentile(99),
        attacked.median() / beside.median(),
        attacked.percentile(99) / beside.percentile(99));
  }

  private void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values).stripTrailing());
  }
}
