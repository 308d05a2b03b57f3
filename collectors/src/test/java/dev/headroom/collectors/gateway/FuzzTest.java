package dev.headroom.collectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import com.google.protobuf.util.JsonFormat;
import dev.headroom.embedded.EmbeddedKafka;
import io.grpc.Status;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Valid requests with a few bytes changed, and bytes that never were one, over both protocols and
 * several connections: every answer is one of the documented, and what is stored is OTLP under its
 * sender's key. As many as fit into {@code headroom.fuzz.seconds}, or {@code
 * headroom.fuzz.requests} with the seed {@code headroom.fuzz.seed}.
 */
class FuzzTest {
  private static final int SECONDS = Integer.getInteger("headroom.fuzz.seconds", 12);
  private static final long REQUESTS = Long.getLong("headroom.fuzz.requests", Long.MAX_VALUE);
  private static final long SEED = Long.getLong("headroom.fuzz.seed", System.nanoTime());
  private static final int CONNECTIONS = 4;
  private static final Set<String> DOCUMENTED =
      Set.of(
          "200",
          "400",
          "403",
          "413",
          "415",
          "503",
          "OK",
          "INVALID_ARGUMENT",
          "PERMISSION_DENIED",
          "RESOURCE_EXHAUSTED",
          "UNAVAILABLE");

  private final AtomicLong left = new AtomicLong(REQUESTS);
  private final Map<String, Long> outcomes = new ConcurrentHashMap<>();
  private final List<byte[]> valid =
      List.of(
          Requests.withPoints(1),
          Requests.withPoints(20),
          Requests.ofTenant("acme"),
          Requests.claiming("acme", "acme", "acme"),
          Requests.claiming("globex", null, null),
          Requests.described(Requests.noise(300)));
  private final List<byte[]> json = new ArrayList<>();

  @Test
  void everyAnswerIsADocumentedOne(@TempDir Path directory) throws Exception {
    System.out.printf("fuzzing with seed %d%n", SEED);
    for (byte[] request : valid) {
      String text = JsonFormat.printer().print(ExportMetricsServiceRequest.parseFrom(request));
      json.add(text.getBytes(StandardCharsets.UTF_8));
    }
    long until =
        REQUESTS < Long.MAX_VALUE
            ? Long.MAX_VALUE
            : System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
    ExecutorService threads = Executors.newFixedThreadPool(2 * CONNECTIONS);
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory);
        Stand stand = Stand.start(kafka)) {
      GoodClient good = new GoodClient(stand);
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        SplittableRandom http = new SplittableRandom(SEED + i);
        SplittableRandom grpc = new SplittableRandom(~SEED + i);
        tasks.add(() -> fuzzHttp(stand, http, until));
        tasks.add(() -> fuzzGrpc(stand, grpc, until));
      }
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
      good.assertServed("fuzzing");
      long sum = outcomes.values().stream().mapToLong(Long::longValue).sum();
      System.out.printf("%d requests, seed %d: %s%n", sum, SEED, new TreeMap<>(outcomes));
      assertThat(outcomes.keySet()).as("seed %d", SEED).isSubsetOf(DOCUMENTED);
      assertThat(outcomes).containsKeys("200", "400", "OK", "INVALID_ARGUMENT");
      assertStored(stand);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void assertStored(Stand stand) throws Exception {
    var records = stand.records();
    assertThat(records).isNotEmpty();
    for (var record : records) {
      assertThat(ExportMetricsServiceRequest.parseFrom(record.value())).isNotNull();
      String key = UsageRecords.key(record);
      assertThat(key).isIn("acme", "globex");
      // The good client's are known by their points.
      if (key.equals("globex")) {
        assertThat(record.value()).isEqualTo(Requests.withPoints(3));
      }
    }
    System.out.printf("%d records stored, all of them OTLP%n", records.size());
  }

  private @Nullable Void fuzzHttp(Stand stand, SplittableRandom random, long until)
      throws Exception {
    while (System.nanoTime() < until && left.decrementAndGet() >= 0) {
      boolean asJson = random.nextInt(3) == 0;
      byte[] body = mutated(asJson ? json : valid, random);
      String encoding =
          switch (random.nextInt(6)) {
            case 0, 1 -> "gzip";
            case 2, 3 -> "zstd";
            case 4 -> "GZIP, identity";
            default -> "identity";
          };
      byte[] sent =
          switch (encoding) {
            case "gzip" -> mutated(List.of(Requests.gzip(body)), random);
            case "zstd" -> mutated(List.of(Zstd.compress(body)), random);
            default -> body;
          };
      HttpPost post =
          new HttpPost(stand, sent)
              .header("Content-Type", asJson ? "application/json" : "application/x-protobuf")
              .header("Content-Encoding", encoding);
      count(String.valueOf(post.send().statusCode()));
    }
    return null;
  }

  private @Nullable Void fuzzGrpc(Stand stand, SplittableRandom random, long until) {
    try (GrpcCalls calls = new GrpcCalls(stand, Stand.ACME_TOKEN)) {
      while (System.nanoTime() < until && left.decrementAndGet() >= 0) {
        String compression =
            switch (random.nextInt(3)) {
              case 0 -> "gzip";
              case 1 -> "zstd";
              default -> null;
            };
        Status status = calls.send(mutated(valid, random), compression);
        count(status.getCode().name());
      }
    }
    return null;
  }

  private void count(String outcome) {
    outcomes.merge(outcome, 1L, Long::sum);
  }

  private static byte[] mutated(List<byte[]> from, SplittableRandom random) {
    byte[] bytes = from.get(random.nextInt(from.size())).clone();
    int kind = random.nextInt(12);
    if (kind == 0) {
      byte[] noise = new byte[random.nextInt(300)];
      random.nextBytes(noise);
      return noise;
    }
    if (kind == 1) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
    }
    if (kind == 2) {
      byte[] other = from.get(random.nextInt(from.size()));
      int at = random.nextInt(bytes.length + 1);
      byte[] joined = Arrays.copyOf(bytes, at + other.length);
      System.arraycopy(other, 0, joined, at, other.length);
      return joined;
    }
    for (int i = random.nextInt(5); i > 0; i--) {
      int at = random.nextInt(bytes.length);
      bytes[at] =
          switch (random.nextInt(4)) {
            case 0 -> (byte) random.nextInt(256);
            case 1 -> (byte) (bytes[at] ^ 1 << random.nextInt(8));
            case 2 -> (byte) 0xff;
            default -> (byte) (bytes[at] + 1 - 2 * random.nextInt(2));
          };
    }
    return bytes;
  }
}
