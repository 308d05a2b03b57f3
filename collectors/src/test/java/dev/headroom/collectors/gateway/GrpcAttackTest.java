package dev.headroom.collectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.collectors.Await;
import dev.headroom.embedded.EmbeddedKafka;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calls that are not finished, resets, pings and metadata without measure, beside a good client.
 */
class GrpcAttackTest {
  private static final String UNAVAILABLE = "grpc unavailable";
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int END_HEADERS = 4;

  @TempDir private static Path directory;
  private static EmbeddedKafka kafka;
  private static Stand stand;
  private static OwnMetrics metrics;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(directory);
    metrics = new OwnMetrics();
    stand = Stand.start(kafka, metrics.openTelemetry());
  }

  @AfterAll
  static void stop() {
    stand.close();
    kafka.close();
  }

  @Test
  void callsThatAreCancelledAfterTheirMessageHoldNoMemory() throws Exception {
    byte[] request = Requests.described(Requests.noise(400_000));
    try (GoodClient good = new GoodClient(stand);
        GrpcCalls evil = new GrpcCalls(stand, Stand.ACME_TOKEN)) {
      for (int i = 0; i < 60; i++) {
        var open = evil.open(new Metadata(), null);
        open.call().sendMessage(request);
        Thread.sleep(10);
        open.call().cancel("attack", null);
      }
      assertThat(evil.send(request, null).getCode()).isEqualTo(Status.Code.OK);
      good.assertServed("cancelled calls");
    }
  }

  @Test
  void twoMessagesOrNoneAreTheClientsMistake() throws Exception {
    byte[] request = Requests.described(Requests.noise(400_000));
    try (GrpcCalls evil = new GrpcCalls(stand, Stand.ACME_TOKEN)) {
      for (int i = 0; i < 30; i++) {
        var twice = evil.open(new Metadata(), null);
        twice.call().sendMessage(request);
        twice.call().sendMessage(request);
        twice.call().halfClose();
        assertThat(twice.status().getCode())
            .isIn(Status.Code.INVALID_ARGUMENT, Status.Code.CANCELLED);
      }
      var none = evil.open(new Metadata(), null);
      none.call().halfClose();
      assertThat(none.status().getCode()).isIn(Status.Code.INVALID_ARGUMENT, Status.Code.CANCELLED);
      assertThat(evil.send(request, null).getCode()).isEqualTo(Status.Code.OK);
    }
  }

  @Test
  void everyRefusalIsCounted() throws Exception {
    Map<String, Long> before = metrics.requests();
    Map<Status.Code, Long> told = new EnumMap<>(Status.Code.class);
    byte[] request = Requests.described(Requests.noise(1_000_000));
    try (GrpcCalls evil = new GrpcCalls(stand, Stand.ACME_TOKEN)) {
      List<GrpcCalls.Open> calls = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        var open = evil.open(new Metadata(), null);
        open.call().sendMessage(request);
        calls.add(open);
      }
      Await.until(
          "calls are refused while they arrive",
          () ->
              metrics.requests().getOrDefault(UNAVAILABLE, 0L)
                  > before.getOrDefault(UNAVAILABLE, 0L));
      // The others, if there are any, are ended, and stored.
      for (GrpcCalls.Open open : calls) {
        open.call().halfClose();
        told.merge(open.status().getCode(), 1L, Long::sum);
      }
      Await.until(
          "there is memory again",
          () -> {
            Status.Code code = evil.send(Requests.withPoints(1), null).getCode();
            told.merge(code, 1L, Long::sum);
            return code == Status.Code.OK;
          });
      Status tooLarge = evil.send(Requests.described(Requests.noise(3_000_000)), null);
      assertThat(tooLarge.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }
    Map<String, Long> counted = new TreeMap<>();
    metrics
        .requests()
        .forEach((name, count) -> counted.put(name, count - before.getOrDefault(name, 0L)));
    assertThat(told).containsKeys(Status.Code.UNAVAILABLE, Status.Code.OK);
    assertThat(counted)
        .containsEntry(UNAVAILABLE, told.get(Status.Code.UNAVAILABLE))
        .containsEntry("grpc ok", told.get(Status.Code.OK))
        .containsEntry("grpc too_large", 1L);
  }

  @Test
  void halfSentMessagesOfOneSenderLeaveMemoryForTheOthers() throws Exception {
    try (GoodClient good = new GoodClient(stand);
        GrpcCalls evil = new GrpcCalls(stand, Stand.ACME_TOKEN)) {
      List<GrpcCalls.Open> calls = new ArrayList<>();
      byte[] request = Requests.described(Requests.noise(1_000_000));
      for (int i = 0; i < 60; i++) {
        var open = evil.open(new Metadata(), null);
        open.call().sendMessage(request);
        calls.add(open);
      }
      Await.until(
          "most of them are refused",
          () -> calls.stream().filter(call -> call.ended().isDone()).count() > 50);
      good.assertServed("messages without an end");
      for (GrpcCalls.Open open : calls) {
        open.call().cancel("attack", null);
      }
      long refused =
          calls.stream().filter(c -> c.status().getCode() == Status.Code.UNAVAILABLE).count();
      assertThat(refused).isGreaterThan(50);
      assertThat(evil.send(Requests.withPoints(1), null).getCode()).isEqualTo(Status.Code.OK);
    }
  }

  @Test
  void bombsAndHugeMetadataAreRefused() throws Exception {
    try (GoodClient good = new GoodClient(stand);
        GrpcCalls evil = new GrpcCalls(stand, Stand.ACME_TOKEN)) {
      byte[] bomb = Requests.padded(64 << 20);
      for (String compression : List.of("gzip", "zstd")) {
        assertThat(evil.send(bomb, compression).getCode())
            .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      }
      assertThat(evil.send(bomb, null).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      Metadata huge = new Metadata();
      huge.put(Metadata.Key.of("x", Metadata.ASCII_STRING_MARSHALLER), "x".repeat(1 << 20));
      var open = evil.open(huge, null);
      Thread.sleep(500);
      open.call()
          .cancel("gRPC answers this with a frame that its own client does not wait for", null);
      assertThat(open.status().isOk()).isFalse();
      good.assertServed("gRPC bombs and metadata");
    }
  }

  /** CVE-2023-44487. */
  @Test
  void rapidResetsEndTheConnection() throws Exception {
    try (GoodClient good = new GoodClient(stand)) {
      int sent = 0;
      int connections = 0;
      for (; connections < 20; connections++) {
        sent += untilClosed(100_000, HEADERS);
      }
      System.out.printf("%d streams reset on %d connections%n", sent, connections);
      good.assertServed("rapid resets");
    }
  }

  @Test
  void pingFloodsEndTheConnection() throws Exception {
    try (GoodClient good = new GoodClient(stand)) {
      int sent = 0;
      for (int connection = 0; connection < 20; connection++) {
        sent += untilClosed(100_000, PING);
      }
      System.out.printf("%d pings on 20 connections%n", sent);
      good.assertServed("ping floods");
    }
  }

  /** Sends frames of that type, as fast as they are taken, and says how many were. */
  private static int untilClosed(int most, int type) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), stand.gateway().grpcPort())) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      Thread drain = new Thread(() -> drain(socket), "drain");
      drain.setDaemon(true);
      drain.start();
      out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      frame(out, SETTINGS, 0, 0, new byte[0]);
      byte[] headers = exportHeaders();
      for (int i = 0; i < most; i++) {
        try {
          if (type == PING) {
            frame(out, PING, 0, 0, new byte[8]);
          } else {
            frame(out, HEADERS, END_HEADERS, 2 * i + 1, headers);
            frame(out, RST_STREAM, 0, 2 * i + 1, new byte[] {0, 0, 0, 8});
          }
        } catch (SocketException e) {
          return i;
        }
      }
    }
    throw new AssertionError(most + " frames of type " + type + " were taken");
  }

  private static void drain(Socket socket) {
    try (InputStream in = socket.getInputStream()) {
      byte[] buffer = new byte[8192];
      while (in.read(buffer) >= 0) {
        // What the server says does not matter.
      }
    } catch (IOException e) {
      // Nor that it has closed the connection.
    }
  }

  private static void frame(DataOutputStream out, int type, int flags, int stream, byte[] payload)
      throws IOException {
    byte[] frame = new byte[9 + payload.length];
    frame[1] = (byte) (payload.length >> 8);
    frame[2] = (byte) payload.length;
    frame[3] = (byte) type;
    frame[4] = (byte) flags;
    for (int i = 0; i < 4; i++) {
      frame[5 + i] = (byte) (stream >> (24 - 8 * i));
    }
    System.arraycopy(payload, 0, frame, 9, payload.length);
    out.write(frame);
  }

  /** HPACK (RFC 7541), each header a literal without indexing. */
  private static byte[] exportHeaders() {
    StringBuilder block = new StringBuilder();
    for (String[] header :
        new String[][] {
          {":method", "POST"},
          {":scheme", "http"},
          {":path", "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export"},
          {":authority", "gateway"},
          {"te", "trailers"},
          {"content-type", "application/grpc"},
          {"authorization", "Bearer " + Stand.ACME_TOKEN}
        }) {
      block.append('\0');
      block.append((char) header[0].length()).append(header[0]);
      block.append((char) header[1].length()).append(header[1]);
    }
    return block.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
