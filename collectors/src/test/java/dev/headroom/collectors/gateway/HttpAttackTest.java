package dev.headroom.collectors.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.headroom.embedded.EmbeddedKafka;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What no client should send over HTTP, each beside a good client of another tenant. The number of
 * connections that do nothing is the property {@code headroom.attack.connections}, half of them to
 * each port.
 */
class HttpAttackTest {
  private static final int IDLE = Integer.getInteger("headroom.attack.connections", 4_000);
  private static final String START =
      "POST /v1/metrics HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/x-protobuf\r\n"
          + "Authorization: Bearer "
          + Stand.ACME_TOKEN
          + "\r\n";

  @TempDir private static Path directory;
  private static EmbeddedKafka kafka;
  private static Stand stand;
  private final List<Socket> sockets = new ArrayList<>();
  private GoodClient good;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(directory);
    stand = Stand.start(kafka);
  }

  @AfterAll
  static void stop() {
    stand.close();
    kafka.close();
  }

  @BeforeEach
  void startGoodClient() {
    good = new GoodClient(stand);
  }

  @AfterEach
  void goodClientWasServed(TestInfo test) throws Exception {
    try {
      good.assertServed(test.getDisplayName());
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    // And nothing of what the others did is left.
    byte[] large = Requests.described(Requests.noise(1_000_000));
    Instant deadline = Instant.now().plusSeconds(60);
    while (new HttpPost(stand, large).send().statusCode() != 200) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.sleep(50);
    }
  }

  @Test
  void idleConnections() throws Exception {
    for (int i = 0; i < IDLE; i++) {
      open(i % 2 == 0 ? stand.gateway().httpPort() : stand.gateway().grpcPort());
    }
    System.out.println(IDLE + " connections that do nothing");
    try (GrpcCalls grpc = new GrpcCalls(stand, Stand.ACME_TOKEN)) {
      assertThat(grpc.send(Requests.withPoints(1), null).isOk()).isTrue();
    }
    Thread.sleep(500);
  }

  @Test
  void headersAndBodiesInTrickles() throws Exception {
    byte[] headers = (START + "X: ").getBytes(ISO_8859_1);
    byte[] body = (START + "Content-Length: 1000000\r\n\r\n").getBytes(ISO_8859_1);
    byte[] chunked = (START + "Transfer-Encoding: chunked\r\n\r\n8000\r\n").getBytes(ISO_8859_1);
    for (int i = 0; i < 200; i++) {
      open(stand.gateway().httpPort())
          .getOutputStream()
          .write(i % 3 == 0 ? headers : i % 3 == 1 ? body : chunked);
    }
    for (int round = 0; round < 20; round++) {
      for (Socket socket : sockets) {
        try {
          socket.getOutputStream().write('x');
        } catch (SocketException e) {
          // It was refused, as the others of its sender.
        }
      }
      Thread.sleep(50);
    }
  }

  @Test
  void chunksWithoutEnd() throws Exception {
    String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
    byte[] bytes = chunk.getBytes(ISO_8859_1);
    Socket socket = open(stand.gateway().httpPort());
    socket
        .getOutputStream()
        .write((START + "Transfer-Encoding: chunked\r\n\r\n").getBytes(ISO_8859_1));
    Thread sender =
        new Thread(
            () -> {
              try {
                while (true) {
                  socket.getOutputStream().write(bytes);
                }
              } catch (IOException e) {
                // As it should end.
              }
            });
    sender.start();
    sender.join(30_000);
    assertThat(sender.isAlive()).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"one huge header", "many headers", "a long path"})
  void headersWithoutMeasure(String which) throws Exception {
    String request =
        switch (which) {
          case "one huge header" -> START + "X: " + "x".repeat(1 << 20) + "\r\n\r\n";
          case "many headers" -> START + "X: y\r\n".repeat(100_000) + "\r\n";
          default -> "POST /" + "x".repeat(1 << 20) + " HTTP/1.1\r\nHost: g\r\n\r\n";
        };
    assertThat(statuses(request.getBytes(ISO_8859_1)))
        .isSubsetOf("431", "414")
        .hasSizeBetween(0, 1);
  }

  @Test
  void bombs() throws Exception {
    byte[] plain = new byte[64 << 20];
    byte[] gzip = Requests.gzip(plain);
    byte[] zstd = Zstd.compress(plain);
    for (int i = 0; i < 5; i++) {
      assertThat(encoded(gzip, "gzip")).isEqualTo(413);
      assertThat(encoded(Requests.gzip(gzip), "gzip")).isIn(400, 413);
      assertThat(encoded(zstd, "zstd")).isEqualTo(413);
    }
    byte[] nested = Requests.gzip(Requests.gzip(Requests.withPoints(1)));
    assertThat(encoded(nested, "gzip, gzip")).isEqualTo(415);
    String two =
        START + "Content-Encoding: gzip\r\nContent-Encoding: gzip\r\nConnection: close\r\n";
    assertThat(statuses(request(two, nested))).containsExactly("415");
  }

  @Test
  void requestsThatHaveTwoEnds() throws Exception {
    String hidden = "POST /v1/metrics HTTP/1.1\r\nHost: gateway\r\nContent-Length: 0\r\n\r\n";
    for (String lengths :
        List.of(
            "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
            "Content-Length: 5\r\nContent-Length: 50\r\n",
            "Transfer-Encoding: chunked, identity\r\n",
            "Transfer-Encoding : chunked\r\n",
            "Content-Length: -1\r\n",
            "Content-Length: 99999999999999999999\r\n")) {
      String request = START + lengths + "\r\n0\r\n\r\n" + hidden;
      assertThat(statuses(request.getBytes(ISO_8859_1))).as(lengths).containsExactly("400");
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInTheirOrder() throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < 50; i++) {
      all.write(request(START, Requests.withPoints(1)));
      all.write(request(START, new byte[] {1}));
    }
    all.write(request(START + "Connection: close\r\n", Requests.withPoints(1)));
    List<String> statuses = statuses(all.toByteArray());
    assertThat(statuses).hasSize(101);
    for (int i = 0; i < statuses.size(); i++) {
      assertThat(statuses.get(i)).isEqualTo(i % 2 == 0 ? "200" : "400");
    }
  }

  @Test
  void continueIsAskedForAndRefused() throws Exception {
    String expect = "Expect: 100-continue\r\nConnection: close\r\n";
    byte[] body = Requests.withPoints(1);
    // The body comes at once, so that there is nothing to go on with.
    assertThat(statuses(request(START + expect, body))).endsWith("200");
    String stranger = START.replace(Stand.ACME_TOKEN, "nobody");
    assertThat(statuses(request(stranger + expect, body))).contains("401");
    String other = START + "Expect: 200-maybe\r\nConnection: close\r\n";
    assertThat(statuses(request(other, body))).isSubsetOf("417", "200");
  }

  @Test
  void whoIsRefusedForWantOfMemoryStillSeesTheAnswer() throws Exception {
    byte[] waiting = (START + "Content-Length: 1000000\r\n\r\n").getBytes(ISO_8859_1);
    for (int i = 0; i < 10; i++) {
      open(stand.gateway().httpPort()).getOutputStream().write(waiting);
    }
    Thread.sleep(200);
    byte[] large = Requests.described(Requests.noise(1_000_000));
    for (int i = 0; i < 20; i++) {
      assertThat(new HttpPost(stand, large).send().statusCode()).isEqualTo(503);
    }
  }

  private static int encoded(byte[] body, String encoding) throws Exception {
    return new HttpPost(stand, body).header("Content-Encoding", encoding).send().statusCode();
  }

  private static byte[] request(String start, byte[] body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write((start + "Content-Length: " + body.length + "\r\n\r\n").getBytes(ISO_8859_1));
    out.write(body);
    return out.toByteArray();
  }

  private Socket open(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(30_000);
    sockets.add(socket);
    return socket;
  }

  /** The status codes until the connection is closed; what follows a reset is not seen. */
  private List<String> statuses(byte[] request) throws IOException {
    Socket socket = open(stand.gateway().httpPort());
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      socket.getOutputStream().write(request);
    } catch (SocketException e) {
      // Refused before its end.
    }
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[8192];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        answer.write(buffer, 0, n);
      }
    } catch (SocketException e) {
      // Reset.
    }
    List<String> statuses = new ArrayList<>();
    String text = answer.toString(ISO_8859_1);
    for (int at = text.indexOf("HTTP/1.1 "); at >= 0; at = text.indexOf("HTTP/1.1 ", at + 1)) {
      statuses.add(text.substring(at + 9, at + 12));
    }
    return statuses;
  }
}
