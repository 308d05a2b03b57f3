package dev.headroom.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPOutputStream;

/** Clients that send requests over OTLP/HTTP with gzip, each after the answer to its last one. */
final class OtlpLoad {
  private static final int CLIENTS = 8;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Request> requests;
  private final List<byte[]> bodies;

  OtlpLoad(List<Request> requests) {
    this.requests = requests;
    bodies = requests.stream().map(request -> gzip(request.bytes())).toList();
  }

  static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Sends everything once; throws if anything is not acknowledged. */
  void sendAll(int port) throws InterruptedException, DisagreementException {
    AtomicInteger next = new AtomicInteger();
    together(
        () -> {
          int i = next.getAndIncrement();
          while (i < requests.size()) {
            int status = send(port, i);
            if (status != 200) {
              throw new DisagreementException("a request was answered with " + status);
            }
            i = next.getAndIncrement();
          }
        });
  }

  /** Sends one after the other again and again while told to; how many points were acknowledged. */
  long sendWhile(int port, BooleanSupplier going)
      throws InterruptedException, DisagreementException {
    AtomicInteger next = new AtomicInteger();
    LongAdder points = new LongAdder();
    together(
        () -> {
          while (going.getAsBoolean()) {
            int i = Math.floorMod(next.getAndIncrement(), requests.size());
            if (send(port, i) == 200) {
              points.add(requests.get(i).points());
            }
          }
        });
    return points.sum();
  }

  private interface Work {
    void run() throws IOException, InterruptedException, DisagreementException;
  }

  private static void together(Work work) throws InterruptedException, DisagreementException {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        all.add(
            threads.submit(
                () -> {
                  work.run();
                  return true;
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new DisagreementException("a client failed: " + e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private int send(int port, int number) throws IOException, InterruptedException {
    String tenant = requests.get(number).tenant();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/metrics"))
            .header("Authorization", "Bearer " + OtlpServer.token(tenant))
            .header("x-tenant", tenant)
            .header("Content-Type", "application/x-protobuf")
            .header("Content-Encoding", "gzip")
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofByteArray(bodies.get(number)))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
