package dev.headroom.collectors.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.headroom.collectors.Await;
import dev.headroom.embedded.EmbeddedKafka;
import dev.headroom.embedded.JvmProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway with a heap of {@value #HEAP}, whatever clients do: ten thousand connections that do
 * nothing, bodies that stay half, bombs, and as many large requests as it takes. It lives, and a
 * client of another tenant is served all the while.
 */
class SmallHeapTest {
  private static final String HEAP = "128m";
  private static final int CONNECTIONS = 10_000;
  private static final int DESCRIPTORS = CONNECTIONS + 1_000;

  private static final String HEAD_OF_A_MEGABYTE =
      String.join(
          "\r\n",
          "POST /v1/metrics HTTP/1.1",
          "Host: gateway",
          "Content-Type: application/x-protobuf",
          "Authorization: Bearer " + Stand.ACME_TOKEN,
          "Content-Length: 1000000",
          "",
          "");

  @TempDir private Path directory;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Socket> sockets = new ArrayList<>();
  private final Map<Integer, Integer> answers = new TreeMap<>();
  private volatile boolean sending = true;

  @AfterEach
  void closeConnections() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @Test
  void livesAndServesTheOthers() throws Exception {
    UnixOperatingSystemMXBean system =
        (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long most = system.getMaxFileDescriptorCount();
    assumeTrue(most >= DESCRIPTORS, () -> "ulimit -n is " + most + ", needed are " + DESCRIPTORS);
    Path log = directory.resolve("gateway.log");
    Path ports = directory.resolve("ports");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"))) {
      kafka.createTopics(new EmbeddedKafka.Topic("usage", 3, Map.of()));
      JvmProcess gateway =
          JvmProcess.start(
              log,
              directory.resolve("none.xml"),
              HEAP,
              GatewayProcess.class,
              List.of(
                  kafka.bootstrapServers(),
                  "usage",
                  directory.resolve("spool").toString(),
                  ports.toString()));
      try {
        Await.until("the gateway serves", () -> !gateway.isAlive() || Files.exists(ports));
        String[] port = Files.readString(ports).split(" ", -1);
        int http = Integer.parseInt(port[0]);
        Thread good = new Thread(() -> serve(http), "good client");
        good.start();
        attack(http, Integer.parseInt(port[1]));
        sending = false;
        good.join();
        assertThat(gateway.isAlive()).as(() -> text(log)).isTrue();
      } finally {
        sending = false;
        gateway.kill();
      }
    }
    assertThat(text(log)).doesNotContain("OutOfMemoryError");
    System.out.println("answers to a good client under attack: " + answers);
    assertThat(answers).containsOnlyKeys(200);
  }

  private void attack(int http, int grpc) throws Exception {
    for (int i = 0; i < CONNECTIONS; i++) {
      open(i % 2 == 0 ? http : grpc);
    }
    byte[] half = new byte[500_000];
    for (int i = 0; i < 200; i++) {
      try {
        var out = open(http).getOutputStream();
        out.write(HEAD_OF_A_MEGABYTE.getBytes(ISO_8859_1));
        out.write(half);
      } catch (SocketException e) {
        // It was refused, as others of its sender.
      }
    }
    byte[] bomb = Requests.gzip(new byte[64 << 20]);
    byte[] large = Requests.described(Requests.noise(900_000));
    for (int i = 0; i < 40; i++) {
      assertThat(post(http, Stand.ACME_TOKEN, bomb, "gzip")).isIn(413, 429, 503);
      assertThat(post(http, Stand.ACME_TOKEN, large, "identity")).isIn(200, 429, 503);
    }
  }

  private Socket open(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    sockets.add(socket);
    return socket;
  }

  private void serve(int http) {
    byte[] small = Requests.withPoints(3);
    while (sending) {
      try {
        answers.merge(post(http, Stand.GLOBEX_TOKEN, small, "identity"), 1, Integer::sum);
        Thread.sleep(10);
      } catch (IOException e) {
        answers.merge(-1, 1, Integer::sum);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private int post(int http, String token, byte[] body, String encoding)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + "/v1/metrics"))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/x-protobuf")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (!encoding.equals("identity")) {
      request.header("Content-Encoding", encoding);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
