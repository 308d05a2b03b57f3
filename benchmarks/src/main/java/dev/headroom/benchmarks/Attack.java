package dev.headroom.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** What a tenant that means harm does to a gateway over OTLP/HTTP, with a token of its own. */
enum Attack {
  /** Bodies that are no gzip, from four connections, each after the answer to its last one. */
  MALFORMED,
  /** 64 MiB of zeros in 64 KiB, from four connections. */
  BOMBS,
  /** Valid usage beyond its points a second, from four connections. */
  FLOOD,
  /** Tokens of nobody, from four connections. */
  UNKNOWN,
  /** A thousand requests whose bodies come at a byte a second. */
  TRICKLE,
  /** As many connections as the gateway takes but a hundred, which do nothing; closed ones anew. */
  CONNECTIONS;

  private static final int SENDERS = 4;
  private static final Duration BEGINS_WITHIN = Duration.ofSeconds(60);
  private static final int TRICKLES = 1_000;
  private static final int IDLE = 9_900;
  private static final int BOMB_BYTES = 64 << 20;
  private static final int NOISE_BYTES = 4096;

  /** An attack that goes on until it is closed. */
  static final class Running implements AutoCloseable {
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong done = new AtomicLong();
    private volatile String failure = "no connection was refused";
    private final List<Thread> threads = new ArrayList<>();

    private void add(String name, Blow blow) {
      Thread thread =
          new Thread(
              () -> {
                while (!over.get()) {
                  try {
                    blow.strike();
                    done.incrementAndGet();
                  } catch (IOException e) {
                    // The gateway has shut it out, which is its right.
                    failure = e.toString();
                  } catch (InterruptedException e) {
                    return;
                  }
                }
              },
              name);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }

    /** Waits until it is under way. */
    void await() throws InterruptedException, DisagreementException {
      long deadline = System.nanoTime() + BEGINS_WITHIN.toNanos();
      while (done.get() == 0) {
        if (System.nanoTime() > deadline) {
          throw new DisagreementException("the attack does not begin: " + failure);
        }
        Thread.sleep(100);
      }
    }

    @Override
    public void close() {
      over.set(true);
      threads.forEach(Thread::interrupt);
      try {
        for (Thread thread : threads) {
          thread.join();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private interface Blow {
    void strike() throws IOException, InterruptedException;
  }

  /** Begins. */
  Running start(int port, String token, byte[] valid) {
    Running running = new Running();
    switch (this) {
      case MALFORMED -> posts(running, port, token, noise());
      case BOMBS -> posts(running, port, token, OtlpLoad.gzip(new byte[BOMB_BYTES]));
      case FLOOD -> posts(running, port, token, OtlpLoad.gzip(valid));
      case UNKNOWN -> posts(running, port, "of nobody", OtlpLoad.gzip(valid));
      case TRICKLE -> trickles(running, port, token);
      case CONNECTIONS -> connections(running, port);
      default -> throw new IllegalStateException("an attack without a way");
    }
    return running;
  }

  private static void posts(Running running, int port, String token, byte[] body) {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/metrics"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/x-protobuf")
            .header("Content-Encoding", "gzip")
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    for (int i = 0; i < SENDERS; i++) {
      running.add(
          "attack-" + i,
          () -> {
            var unused = client.send(request, HttpResponse.BodyHandlers.discarding());
          });
    }
  }

  private static void trickles(Running running, int port, String token) {
    byte[] head =
        ("POST /v1/metrics HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer "
                + token
                + "\r\nContent-Type: application/x-protobuf\r\nContent-Length: 100000\r\n\r\n")
            .getBytes(US_ASCII);
    running.add(
        "attack",
        () -> {
          List<Socket> open = new ArrayList<>();
          try {
            while (open.size() < TRICKLES) {
              Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
              open.add(socket);
              socket.getOutputStream().write(head);
            }
            running.done.incrementAndGet();
            while (!open.isEmpty()) {
              Thread.sleep(1_000);
              open.removeIf(Attack::isShut);
            }
          } finally {
            open.forEach(Attack::close);
          }
        });
  }

  private static boolean isShut(Socket socket) {
    try {
      socket.getOutputStream().write(0);
      return false;
    } catch (IOException e) {
      close(socket);
      return true;
    }
  }

  private static void close(Closeable connection) {
    try {
      connection.close();
    } catch (IOException e) {
      // It is of no use any more.
    }
  }

  private static void connections(Running running, int port) {
    running.add(
        "attack",
        () -> {
          List<SocketChannel> open = new ArrayList<>();
          try {
            while (true) {
              while (open.size() < IDLE) {
                SocketChannel channel =
                    SocketChannel.open(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                channel.configureBlocking(false);
                open.add(channel);
              }
              running.done.incrementAndGet();
              Thread.sleep(500);
              open.removeIf(Attack::isShut);
            }
          } finally {
            open.forEach(Attack::close);
          }
        });
  }

  private static boolean isShut(SocketChannel channel) {
    try {
      if (channel.read(ByteBuffer.allocate(1)) == 0) {
        return false;
      }
    } catch (IOException e) {
      // Shut as well.
    }
    close(channel);
    return true;
  }

  private static byte[] noise() {
    byte[] noise = new byte[NOISE_BYTES];
    new SplittableRandom(1).nextBytes(noise);
    return noise;
  }
}
