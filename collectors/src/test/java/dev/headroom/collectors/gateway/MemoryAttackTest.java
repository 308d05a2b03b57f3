package dev.headroom.collectors.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.luben.zstd.Zstd;
import com.sun.management.UnixOperatingSystemMXBean;
import dev.headroom.collectors.Await;
import dev.headroom.embedded.EmbeddedKafka;
import dev.headroom.embedded.JvmProcess;
import io.grpc.Metadata;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway in a process of its own, with a heap that leaves no room for more than it says it takes
 * (docs/explanation/gateway.md): 8 MiB of requests, 40 MiB for the producer, twice the requests
 * while they are unpacked, 32 MiB of layouts on two processors, and the program. It is attacked in
 * every way that costs memory, for {@code headroom.attack.seconds}.
 */
class MemoryAttackTest {
  private static final String HEAP = "128m";
  private static final int CONNECTIONS = 10_000;
  private static final int DESCRIPTORS = CONNECTIONS + 1_000;
  private static final int SECONDS = Integer.getInteger("headroom.attack.seconds", 8);
  private static final String POST =
      "POST /v1/metrics HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/x-protobuf\r\n"
          + "Authorization: Bearer "
          + Stand.ACME_TOKEN
          + "\r\n";

  @TempDir private Path directory;
  private EmbeddedKafka kafka;
  private @Nullable JvmProcess gateway;
  private String endpoint = "";
  private int httpPort;
  private int grpcPort;

  @BeforeEach
  void startKafka() {
    kafka = EmbeddedKafka.start(directory.resolve("kafka"));
    kafka.createTopics(new EmbeddedKafka.Topic("usage", 3, Map.of()));
  }

  @AfterEach
  void stop() {
    if (gateway != null) {
      gateway.kill();
    }
    kafka.close();
  }

  @Test
  void livesThroughWhateverCostsMemory() throws Exception {
    start();
    attack(
        "an attack on a heap of " + HEAP,
        List.of(this::bombs, this::halfBodies, this::unfinishedCalls, this::manySeries));
    // And nothing that the attacker's calls held is left.
    byte[] large = Requests.described(Requests.noise(1_000_000));
    Await.until(
        "memory is free again", () -> new HttpPost(endpoint, large).send().statusCode() == 200);
  }

  /** They do nothing, half of them to each port, while bodies stay half and bombs come. */
  @Test
  void livesUnderTenThousandConnections() throws Exception {
    UnixOperatingSystemMXBean system =
        (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long most = system.getMaxFileDescriptorCount();
    assumeTrue(most >= DESCRIPTORS, () -> "ulimit -n is " + most + ", needed are " + DESCRIPTORS);
    start();
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        idle.add(new Socket(InetAddress.getLoopbackAddress(), i % 2 == 0 ? httpPort : grpcPort));
      }
      attack(
          CONNECTIONS + " connections on a heap of " + HEAP,
          List.of(this::bombs, this::halfBodies));
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  /** Attacks in one way, until a time, and counts. */
  private interface Attack {
    void run(long untilNanos, AtomicInteger attacks) throws Exception;
  }

  /** In all these ways at once, beside a client of another tenant. */
  private void attack(String what, List<Attack> ways) throws Exception {
    long until = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
    AtomicInteger attacks = new AtomicInteger();
    ExecutorService threads = Executors.newCachedThreadPool();
    try (GoodClient good = new GoodClient(endpoint)) {
      List<Callable<Void>> attackers = new ArrayList<>();
      for (Attack way : ways) {
        attackers.add(
            () -> {
              way.run(until, attacks);
              return null;
            });
      }
      for (Future<Void> done : threads.invokeAll(attackers)) {
        done.get();
      }
      good.assertServed(what);
    } finally {
      threads.shutdownNow();
    }
    System.out.printf("%d attacks in %d s%n", attacks.get(), SECONDS);
    assertSound();
  }

  private void bombs(long until, AtomicInteger attacks) throws Exception {
    byte[] plain = new byte[64 << 20];
    byte[] gzip = Requests.gzip(plain);
    byte[] zstd = Zstd.compress(plain);
    try (GrpcCalls grpc = new GrpcCalls(grpcPort, Stand.ACME_TOKEN)) {
      while (System.nanoTime() < until) {
        // What is short of memory for the moment is told to come again.
        assertThat(encoded(gzip, "gzip")).isIn(413, 503);
        assertThat(encoded(zstd, "zstd")).isIn(413, 503);
        assertThat(grpc.send(plain, "gzip").isOk()).isFalse();
        attacks.addAndGet(3);
      }
    }
  }

  private int encoded(byte[] body, String encoding) throws Exception {
    return new HttpPost(endpoint, body).header("Content-Encoding", encoding).send().statusCode();
  }

  /** Two hundred at a time, each of which has sent half of its megabyte. */
  private void halfBodies(long until, AtomicInteger attacks) throws Exception {
    byte[] half = new byte[500_000];
    byte[] head = (POST + "Content-Length: 1000000\r\n\r\n").getBytes(ISO_8859_1);
    List<Socket> held = new ArrayList<>();
    try {
      while (System.nanoTime() < until) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), httpPort);
        held.add(socket);
        try {
          socket.getOutputStream().write(head);
          socket.getOutputStream().write(half);
        } catch (IOException e) {
          // It was refused, as the others of its sender.
        }
        attacks.incrementAndGet();
        if (held.size() > 200) {
          held.remove(0).close();
        }
      }
    } finally {
      for (Socket socket : held) {
        socket.close();
      }
    }
  }

  /** Of a megabyte each, never ended, on several connections. */
  private void unfinishedCalls(long until, AtomicInteger attacks) throws Exception {
    byte[] request = Requests.described(Requests.noise(1_000_000));
    while (System.nanoTime() < until) {
      List<GrpcCalls> connections = new ArrayList<>();
      for (int connection = 0; connection < 4; connection++) {
        GrpcCalls calls = new GrpcCalls(grpcPort, Stand.ACME_TOKEN);
        connections.add(calls);
        for (int i = 0; i < 32; i++) {
          calls.open(new Metadata(), null).call().sendMessage(request);
          attacks.incrementAndGet();
        }
      }
      Thread.sleep(500);
      connections.forEach(GrpcCalls::close);
    }
  }

  private void manySeries(long until, AtomicInteger attacks) throws Exception {
    for (int i = 0; System.nanoTime() < until; i++) {
      byte[] request = Requests.ofSeries(10_000, i);
      assertThat(new HttpPost(endpoint, request).send().statusCode()).isIn(200, 503);
      attacks.incrementAndGet();
    }
  }

  private void start() throws Exception {
    Path logging = directory.resolve("logback.xml");
    Files.writeString(
        logging,
        """
        <configuration>
          <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
            <encoder><pattern>%d %level %logger %msg%n%ex</pattern></encoder>
          </appender>
          <root level="WARN"><appender-ref ref="out"/></root>
        </configuration>
        """);
    Path ports = directory.resolve("ports");
    gateway =
        JvmProcess.start(
            log(),
            logging,
            HEAP,
            GatewayProcess.class,
            List.of(
                kafka.bootstrapServers(),
                "usage",
                directory.resolve("spool").toString(),
                ports.toString()));
    JvmProcess process = gateway;
    Await.until("the gateway serves", () -> !process.isAlive() || Files.exists(ports));
    assertThat(process.isAlive()).as(() -> output()).isTrue();
    String[] told = Files.readString(ports).split(" ", -1);
    httpPort = Integer.parseInt(told[0]);
    grpcPort = Integer.parseInt(told[1]);
    endpoint = "http://127.0.0.1:" + httpPort;
  }

  private void assertSound() {
    assertThat(gateway != null && gateway.isAlive()).as(() -> output()).isTrue();
    assertThat(output()).doesNotContain("OutOfMemoryError");
  }

  private Path log() {
    return directory.resolve("gateway.log");
  }

  private String output() {
    try {
      return Files.readString(log(), UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
