package dev.headroom.collectors.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.headroom.collectors.gateway.Stand;
import dev.headroom.collectors.gateway.UsageRecords;
import dev.headroom.embedded.EmbeddedKafka;
import dev.headroom.tenantmeter.TenantMeter;
import dev.headroom.usage.TenantId;
import dev.headroom.usage.meter.MeterSet;
import dev.headroom.usage.meter.WindowGrid;
import dev.headroom.usage.metering.MeteringLimits;
import dev.headroom.usage.metering.PointFlag;
import dev.headroom.usage.metering.PointOutcomes;
import dev.headroom.usage.metering.QuarantineReason;
import dev.headroom.usage.metering.Reporter;
import dev.headroom.usage.metering.ResourceUsage;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vendor's multi-tenant server, the gateway, and what is in Kafka of its tenants. */
class ExampleServerTest {
  private static final Map<String, String> TENANTS =
      Map.of("key of acme", "acme", "key of globex", "globex", "key of initech", "initech");
  private static final int CLIENTS = 6;
  private static final int REQUESTS = 40;

  /** Which meters of the how-to are the sum of which metric. */
  private static final Map<String, String> METRICS =
      Map.of(
          "requests", "headroom.requests",
          "cpu.used", "headroom.cpu.time",
          "network.transmit", "process.network.io transmit",
          "rows", "headroom.rows",
          "session.time", "headroom.session.time");

  private final HttpClient http = HttpClient.newHttpClient();

  /** The sums of one tenant, or of the process, by metric. */
  private static final class Usage extends TreeMap<String, Map<String, Long>> {
    private static final long serialVersionUID = 1;

    void add(String tenant, String metric, long value) {
      computeIfAbsent(tenant, t -> new TreeMap<>()).merge(metric, value, Long::sum);
    }

    void addAll(Usage other) {
      other.forEach((tenant, of) -> of.forEach((metric, value) -> add(tenant, metric, value)));
    }
  }

  @Test
  void whatTheServerDidForEachTenantIsInKafka(@TempDir Path directory) throws Exception {
    int seed = new Random().nextInt();
    System.out.println("ExampleServerTest seed " + seed);
    Usage expected = new Usage();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory);
        Stand stand = Stand.start(kafka);
        OpenTelemetrySdk sdk =
            ExampleServer.telemetry(stand.httpEndpoint(), Stand.SHARED_TOKEN, "sorter-1");
        ExampleServer server = new ExampleServer(sdk, TENANTS)) {
      ExecutorService pool = Executors.newFixedThreadPool(CLIENTS);
      List<Future<Usage>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        SplittableRandom random = new SplittableRandom(seed + i);
        clients.add(pool.submit(() -> client(server, random)));
      }
      while (!clients.stream().allMatch(Future::isDone)) {
        export(sdk, true);
      }
      for (Future<Usage> client : clients) {
        expected.addAll(client.get());
      }
      pool.shutdown();
      server.stop();
      assertThat(sdk.getSdkMeterProvider().shutdown().join(30, TimeUnit.SECONDS).isSuccess())
          .isTrue();

      List<ConsumerRecord<byte[], byte[]>> records = stand.records();
      assertThat(records).isNotEmpty();
      for (ConsumerRecord<byte[], byte[]> record : records) {
        assertThat(UsageRecords.key(record)).isEqualTo("shared-db");
        assertThat(UsageRecords.header(record, "headroom-shared")).isEqualTo("true");
      }
      Usage stored = stored(records);
      assertMetered(records, stored);
      assertCpu(stored);
      assertThat(stored.get("")).containsEntry("headroom.tenants.tracked", 2L);
      stored.remove("");
      stored
          .values()
          .forEach(
              metrics ->
                  assertThat(metrics.remove("headroom.session.time"))
                      .isNotNull()
                      .satisfies(nanos -> assertThat(nanos).isPositive()));
      assertThat(stored).as("seed %d", seed).isEqualTo(expected);
    }
  }

  /** Sends texts for acme and globex, and adds up what came of it. */
  private Usage client(ExampleServer server, SplittableRandom random) throws Exception {
    Usage usage = new Usage();
    for (int i = 0; i < REQUESTS; i++) {
      String tenant = random.nextInt(3) == 0 ? "acme" : "globex";
      StringBuilder text = new StringBuilder();
      int rows = random.nextInt(1, 200);
      for (int row = 0; row < rows; row++) {
        text.append(Long.toString(random.nextLong(), 36)).append('\n');
      }
      HttpResponse<String> answer = ask(server, "key of " + tenant, text.toString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body().lines()).isSorted().hasSize(rows);
      usage.add(tenant, "headroom.requests", 1);
      usage.add(tenant, "headroom.rows", rows);
      usage.add(tenant, "headroom.sessions", 1);
      usage.add(tenant, "headroom.sessions.active", 0);
      usage.add(tenant, "process.network.io receive", text.length());
      usage.add(tenant, "process.network.io transmit", answer.body().length());
    }
    return usage;
  }

  private HttpResponse<String> ask(ExampleServer server, String key, String text) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + "/sort");
    return http.send(
        HttpRequest.newBuilder(uri)
            .header("Authorization", key)
            .POST(BodyPublishers.ofString(text))
            .build(),
        BodyHandlers.ofString());
  }

  private static void export(OpenTelemetrySdk sdk, boolean taken) {
    assertThat(sdk.getSdkMeterProvider().forceFlush().join(30, TimeUnit.SECONDS).isSuccess())
        .isEqualTo(taken);
  }

  /** The last value of each series; counters never fell. */
  private static Usage stored(List<ConsumerRecord<byte[], byte[]>> records) throws Exception {
    Map<String, NumberDataPoint> last = new HashMap<>();
    Usage usage = new Usage();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      for (var resource :
          ExportMetricsServiceRequest.parseFrom(record.value()).getResourceMetricsList()) {
        for (var scope : resource.getScopeMetricsList()) {
          for (Metric metric : scope.getMetricsList()) {
            for (NumberDataPoint point : metric.getSum().getDataPointsList()) {
              String name = metric.getName();
              String direction = attribute(point, "network.io.direction");
              String series = direction.isEmpty() ? name : name + " " + direction;
              String tenant = attribute(point, "tenant.id");
              last.merge(
                  tenant + "|" + series,
                  point,
                  (a, b) -> a.getTimeUnixNano() > b.getTimeUnixNano() ? a : b);
            }
          }
        }
      }
    }
    last.forEach(
        (series, point) -> {
          String[] parts = series.split("\\|", 2);
          usage.add(parts[0], parts[1], point.getAsInt());
        });
    return usage;
  }

  private static String attribute(NumberDataPoint point, String key) {
    return point.getAttributesList().stream()
        .filter(a -> a.getKey().equals(key))
        .map(KeyValue::getValue)
        .map(v -> v.getStringValue())
        .findFirst()
        .orElse("");
  }

  /** With the meters that the how-to shows. */
  private static void assertMetered(List<ConsumerRecord<byte[], byte[]>> records, Usage stored)
      throws Exception {
    MeterSet meters = MeterSet.parse("multi-tenant-server.md", block("yaml", "kind: Meters"));
    ResourceUsage usage = new ResourceUsage();
    Set<String> wrong = new TreeSet<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      for (var resource :
          ExportMetricsServiceRequest.parseFrom(record.value()).getResourceMetricsList()) {
        byte[] bytes = resource.toByteArray();
        usage.apply(
            bytes,
            0,
            bytes.length,
            new Reporter("shared-db", true),
            meters,
            WindowGrid.UTC,
            MeteringLimits.DEFAULTS,
            Instant.ofEpochMilli(record.timestamp()),
            new WhatIsWrong(wrong));
      }
    }
    Map<String, BigInteger> metered = new TreeMap<>();
    usage.drain(
        meters,
        WindowGrid.UTC,
        (meter, whose, start, end, dimensions, part, raw) ->
            metered.merge(whose.tenantOr("") + " " + meter.name(), raw, BigInteger::add));
    assertThat(wrong).isEmpty();
    for (String tenant : List.of("acme", "globex")) {
      METRICS.forEach(
          (meter, metric) ->
              assertThat(metered.get(tenant + " " + meter))
                  .as("%s of %s", meter, tenant)
                  .isEqualTo(inNanoUnits(stored, tenant, metric)));
    }
    assertThat(metered.get(" cpu.used")).isEqualTo(inNanoUnits(stored, "", "headroom.cpu.time"));
  }

  private static BigInteger inNanoUnits(Usage stored, String tenant, String metric) {
    long value = stored.getOrDefault(tenant, Map.of()).getOrDefault(metric, 0L);
    return BigInteger.valueOf(value).multiply(BigInteger.valueOf(1_000_000_000));
  }

  /** What became of points beside being counted; a first point that is zero is nothing. */
  private record WhatIsWrong(Set<String> found) implements PointOutcomes {
    @Override
    public void counted(int points) {}

    @Override
    public void repeated() {
      found.add("repeated");
    }

    @Override
    public void covered() {
      found.add("covered");
    }

    @Override
    public void unmetered(int points) {}

    @Override
    public void quarantined(QuarantineReason reason, String metric, int points, String detail) {
      found.add(reason + " " + metric + " " + detail);
    }

    @Override
    public void flagged(PointFlag flag, String metric, String detail) {
      found.add(flag + " " + metric + " " + detail);
    }
  }

  /** The process has that of its tenants too; the JVM counts it in ticks of 10 ms. */
  private static void assertCpu(Usage stored) {
    long tenants = 0;
    for (String tenant : List.of("acme", "globex")) {
      Long nanos = stored.getOrDefault(tenant, Map.of()).remove("headroom.cpu.time");
      assertThat(nanos).as(tenant).isNotNull();
      tenants += nanos == null ? 0 : nanos;
    }
    assertThat(stored.getOrDefault("", Map.of()).get("headroom.cpu.time"))
        .isGreaterThanOrEqualTo(tenants - 10_000_000);
    assertThat(tenants).isPositive();
  }

  /** A request with a tenant that its producer may not name is refused as a whole. */
  @Test
  void aTenantThatTheProducerMayNotNameKeepsAllFromBeingTaken(@TempDir Path directory)
      throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory);
        Stand stand = Stand.start(kafka);
        OpenTelemetrySdk sdk =
            ExampleServer.telemetry(stand.httpEndpoint(), Stand.SHARED_TOKEN, "sorter-1");
        ExampleServer server = new ExampleServer(sdk, TENANTS)) {
      assertThat(ask(server, "key of nobody", "b\na\n").statusCode()).isEqualTo(401);
      assertThat(ask(server, "key of acme", "b\na\n").body()).isEqualTo("a\nb\n");
      assertThat(ask(server, "key of initech", "b\na\n").statusCode()).isEqualTo(200);
      export(sdk, false);
      assertThat(stand.records()).isEmpty();
    }
  }

  /** The same rule is written in both, since the library has nothing of ours. */
  @Test
  void theLibraryAndTheGatewayKnowTheSameTenants() {
    int seed = new Random().nextInt();
    SplittableRandom random = new SplittableRandom(seed);
    String letters = "az09._-AZ @é/\u0000{`:,^";
    try (TenantMeter meter = TenantMeter.create(OpenTelemetry.noop())) {
      for (int i = 0; i < 20_000; i++) {
        int length = random.nextInt(10) == 0 ? random.nextInt(60, 67) : random.nextInt(0, 6);
        int from = random.nextInt(4) == 0 ? letters.length() : 7;
        StringBuilder id = new StringBuilder();
        for (int c = 0; c < length; c++) {
          id.append(letters.charAt(random.nextInt(from)));
        }
        Throwable refused = catchThrowable(() -> meter.tenant(id.toString()));
        assertThat(Optional.ofNullable(refused).map(Throwable::getMessage))
            .as("seed %d, \"%s\"", seed, id)
            .isEqualTo(TenantId.problem(id.toString()));
      }
    }
  }

  /** What the how-to shows is what runs here. */
  @Test
  void theHowToShowsThisServer() throws Exception {
    String source =
        squeezed(
            Files.readString(
                Path.of("src/test/java/dev/headroom/collectors/shared/ExampleServer.java")));
    assertThat(blocks("java"))
        .isNotEmpty()
        .allSatisfy(b -> assertThat(source).contains(squeezed(b)));
  }

  private static List<String> blocks(String language) throws IOException {
    Path home = Path.of("").toAbsolutePath().resolveSibling("");
    String page = Files.readString(home.resolve("docs/how-to/multi-tenant-server.md"));
    return Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```$")
        .matcher(page)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static String block(String language, String with) throws IOException {
    return blocks(language).stream().filter(b -> b.contains(with)).findFirst().orElseThrow();
  }

  private static String squeezed(String code) {
    return code.strip().replaceAll("\\s+", " ");
  }
}
