package dev.headroom.collectors.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.collectors.Await;
import dev.headroom.embedded.EmbeddedKafka;
import dev.headroom.embedded.JvmProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The gateway is killed (-9) at random moments under load, and Kafka goes away and comes back in
 * between: what was acknowledged is delivered, and no number is missing. The number of rounds is
 * the property {@code headroom.kill.rounds}.
 */
class GatewayKillTest {
  private static final int ROUNDS = Integer.getInteger("headroom.kill.rounds", 4);
  private static final int SENDERS = 4;
  private static final String TOPIC = "usage";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir private Path directory;
  private final SplittableRandom random;
  private final long seed = System.nanoTime();
  private volatile int httpPort;
  private volatile boolean loading = true;

  GatewayKillTest() {
    random = new SplittableRandom(seed);
  }

  @Test
  void whatIsAcknowledgedIsDelivered() throws Exception {
    System.out.printf("%d kills, seed %d%n", ROUNDS, seed);
    EmbeddedKafka kafka = startKafka(0);
    int kafkaPort = kafka.port();
    String bootstrapServers = kafka.bootstrapServers();
    boolean there = true;
    JvmProcess gateway = startGateway(bootstrapServers);
    List<Load> loads = new ArrayList<>();
    try {
      for (int sender = 0; sender < SENDERS; sender++) {
        Load load = new Load(sender);
        loads.add(load);
        load.start();
      }
      for (int round = 0; round < ROUNDS; round++) {
        Thread.sleep(random.nextInt(1500));
        if (there && random.nextInt(3) != 0) {
          kafka.close();
          there = false;
        } else if (!there && random.nextBoolean()) {
          kafka = startKafka(kafkaPort);
          there = true;
        }
        Thread.sleep(random.nextInt(1500));
        gateway.kill();
        gateway = startGateway(bootstrapServers);
      }
      if (!there) {
        kafka = startKafka(kafkaPort);
      }
      loading = false;
      for (Load load : loads) {
        load.join();
      }
      Await.until("the spool is empty", () -> segments() == 0);
      check(UsageRecords.all(bootstrapServers, TOPIC), loads);
    } finally {
      loading = false;
      gateway.kill();
      kafka.close();
    }
  }

  private void check(List<ConsumerRecord<byte[], byte[]>> records, List<Load> loads) {
    GatewayTest.assertUnbroken(records);
    List<String> delivered =
        records.stream().map(r -> Requests.description(r.value())).distinct().toList();
    Set<String> sent = new HashSet<>();
    int acknowledged = 0;
    for (Load load : loads) {
      acknowledged += load.acknowledged.size();
      assertThat(load.acknowledged).as("seed %d", seed).isNotEmpty();
      sent.addAll(load.acknowledged);
      if (load.unanswered != null) {
        sent.add(load.unanswered);
      }
      String prefix = load.sender + ":";
      List<String> own = delivered.stream().filter(d -> d.startsWith(prefix)).toList();
      List<String> expected = new ArrayList<>(load.acknowledged);
      if (own.size() > expected.size() && load.unanswered != null) {
        expected.add(load.unanswered);
      }
      assertThat(own).as("sender %d, seed %d", load.sender, seed).isEqualTo(expected);
    }
    assertThat(delivered).isSubsetOf(sent);
    System.out.printf(
        "%d requests acknowledged, %d records delivered, %d of them again%n",
        acknowledged, records.size(), records.size() - delivered.size());
  }

  private EmbeddedKafka startKafka(int port) {
    Path data = directory.resolve("kafka");
    EmbeddedKafka kafka = port == 0 ? EmbeddedKafka.start(data) : EmbeddedKafka.start(data, port);
    kafka.createTopics(new EmbeddedKafka.Topic(TOPIC, 3, Map.of()));
    return kafka;
  }

  private JvmProcess startGateway(String bootstrapServers) throws Exception {
    Path portFile = directory.resolve("port");
    Files.deleteIfExists(portFile);
    Path log = directory.resolve("gateway.log");
    JvmProcess process =
        JvmProcess.start(
            log,
            directory.resolve("none.xml"),
            "128m",
            GatewayProcess.class,
            List.of(bootstrapServers, TOPIC, spool().toString(), portFile.toString()));
    try {
      Await.until("the gateway serves", () -> !process.isAlive() || Files.exists(portFile));
      assertThat(process.isAlive()).as(() -> text(log)).isTrue();
      httpPort = Integer.parseInt(Files.readString(portFile).split(" ", -1)[0]);
      return process;
    } catch (Exception | AssertionError e) {
      process.kill();
      throw e;
    }
  }

  private Path spool() {
    return directory.resolve("spool");
  }

  private long segments() throws IOException {
    try (Stream<Path> files = Files.list(spool())) {
      return files.filter(f -> f.toString().endsWith(".spool")).count();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Sends one request after the other, each until it is acknowledged. */
  private final class Load extends Thread {
    private final int sender;
    private final List<String> acknowledged = new ArrayList<>();
    private @Nullable String unanswered;

    Load(int sender) {
      super("load-" + sender);
      this.sender = sender;
      setDaemon(true);
    }

    @Override
    public void run() {
      for (int i = 0; loading; i++) {
        String request = sender + ":" + i + ":" + "x".repeat(i * 37 % 2000);
        unanswered = request;
        boolean done = false;
        while (!done && loading) {
          done = isAcknowledged(Requests.described(request.getBytes(UTF_8)));
        }
        if (done) {
          acknowledged.add(request);
          unanswered = null;
        }
      }
    }

    private boolean isAcknowledged(byte[] body) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + "/v1/metrics"))
              .header("Authorization", "Bearer " + Stand.ACME_TOKEN)
              .header("Content-Type", "application/x-protobuf")
              .timeout(Duration.ofSeconds(20))
              .POST(HttpRequest.BodyPublishers.ofByteArray(body))
              .build();
      try {
        return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
      } catch (IOException e) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }
}
