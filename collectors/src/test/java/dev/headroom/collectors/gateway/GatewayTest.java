package dev.headroom.collectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.Any;
import com.google.rpc.RetryInfo;
import dev.headroom.collectors.identity.Identities;
import dev.headroom.collectors.identity.TenantToken;
import dev.headroom.collectors.limit.ClientLimits;
import dev.headroom.embedded.EmbeddedKafka;
import dev.headroom.usage.TenantId;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway in front of a real broker: what is stored, and what is refused. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayTest {
  private EmbeddedKafka kafka;
  private Stand stand;

  @BeforeAll
  void startBroker(@TempDir Path directory) {
    kafka = EmbeddedKafka.start(directory);
  }

  @AfterAll
  void stopBroker() {
    kafka.close();
  }

  @BeforeEach
  void startGateway() {
    stand = Stand.start(kafka);
  }

  @AfterEach
  void stopGateway() {
    stand.close();
  }

  @Test
  void storesTheExportOfAnUnmodifiedSdkOverHttpWithGzip() throws Exception {
    exportThroughSdk(
        OtlpHttpMetricExporter.builder()
            .setEndpoint(stand.httpEndpoint() + "/v1/metrics")
            .addHeader("Authorization", "Bearer " + Stand.ACME_TOKEN)
            .setCompression("gzip")
            .build());
    assertHoldsTheCounter();
  }

  @Test
  void storesTheExportOfAnUnmodifiedSdkOverGrpcWithGzip() throws Exception {
    exportThroughSdk(
        OtlpGrpcMetricExporter.builder()
            .setEndpoint(stand.grpcEndpoint())
            .addHeader("Authorization", "Bearer " + Stand.ACME_TOKEN)
            .setCompression("gzip")
            .build());
    assertHoldsTheCounter();
  }

  private static void exportThroughSdk(MetricExporter exporter) {
    PeriodicMetricReader reader =
        PeriodicMetricReader.builder(exporter).setInterval(Duration.ofHours(1)).build();
    try (SdkMeterProvider sdk = SdkMeterProvider.builder().registerMetricReader(reader).build()) {
      sdk.get("test").counterBuilder("sold").setUnit("{item}").build().add(7, Attributes.empty());
      CompletableResultCode flushed = sdk.forceFlush().join(20, TimeUnit.SECONDS);
      assertThat(flushed.isSuccess()).isTrue();
    }
  }

  private void assertHoldsTheCounter() throws Exception {
    ConsumerRecord<byte[], byte[]> record = stand.records().get(0);
    assertThat(UsageRecords.key(record)).isEqualTo("acme");
    assertThat(UsageRecords.header(record, "headroom-producer-id"))
        .isEqualTo(stand.gateway().producerId() + "." + record.partition());
    assertThat(UsageRecords.header(record, "headroom-sequence")).isEqualTo("0");
    assertThat(UsageRecords.header(record, "headroom-points")).isEqualTo("1");
    var metric =
        ExportMetricsServiceRequest.parseFrom(record.value())
            .getResourceMetrics(0)
            .getScopeMetrics(0)
            .getMetrics(0);
    assertThat(metric.getName()).isEqualTo("sold");
    assertThat(metric.getSum().getDataPoints(0).getAsInt()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void storesTheBytesAsTheyWereSent(boolean gzip) throws Exception {
    byte[] bytes = Requests.withPoints(3);
    HttpPost post = new HttpPost(stand, bytes);
    HttpResponse<byte[]> response = (gzip ? post.gzip() : post).send();
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/x-protobuf");
    assertThat(response.body()).isEmpty();
    assertThat(stand.records())
        .singleElement()
        .satisfies(r -> assertThat(r.value()).isEqualTo(bytes));
    assertThat(stand.gateway().acknowledgedPoints()).isEqualTo(3);
  }

  @Test
  void acceptsATenantAttributeThatAgreesWithTheToken() throws Exception {
    assertThat(new HttpPost(stand, Requests.ofTenant("acme")).send().statusCode()).isEqualTo(200);
    assertThat(stand.records()).hasSize(1);
  }

  @Test
  void answersAnEmptyRequestWithoutStoringIt() throws Exception {
    assertThat(new HttpPost(stand, new byte[0]).send().statusCode()).isEqualTo(200);
    assertThat(stand.records()).isEmpty();
  }

  @Test
  void refusesOverHttpAndStoresNothing() throws Exception {
    byte[] good = Requests.withPoints(1);
    byte[] cut = Arrays.copyOf(Requests.gzip(good), 20);
    assertRefused(new HttpPost(stand, good).header("Authorization", ""), 401, "Bearer");
    assertRefused(new HttpPost(stand, good).header("Authorization", "Bearer x"), 401, "Bearer");
    assertRefused(new HttpPost(stand, good).header("Authorization", "Basic x"), 401, "Bearer");
    assertRefused(new HttpPost(stand, Requests.ofTenant("globex")), 403, "tenant.id");
    assertRefused(new HttpPost(stand, good).header("Content-Type", "text/json"), 415, "x-protobuf");
    assertRefused(new HttpPost(stand, good).header("Content-Encoding", "br"), 415, "gzip");
    assertRefused(new HttpPost(stand, good).header("Content-Encoding", "gzip"), 400, "gzip");
    assertRefused(new HttpPost(stand, cut).header("Content-Encoding", "gzip"), 400, "gzip");
    assertRefused(new HttpPost(stand, "no protobuf".getBytes(StandardCharsets.UTF_8)), 400, "byte");
    assertRefused(new HttpPost(stand, good).method("PUT"), 405, "POST");
    assertRefused(new HttpPost(stand, good).path(stand, "/v1/traces"), 404, "/v1/metrics");
    assertRefused(new HttpPost(stand, Requests.padded(1_100_000)), 413, "1MiB");
    assertRefused(new HttpPost(stand, Requests.padded(100_000_000)).gzip(), 413, "2MiB");
    assertThat(stand.records()).isEmpty();
    assertThat(stand.gateway().acknowledgedPoints()).isZero();
    // Every refusal gave its memory back.
    for (int i = 0; i < 20; i++) {
      assertThat(new HttpPost(stand, good).send().statusCode()).isEqualTo(200);
    }
  }

  /** An answer before the body is read must not be lost with a connection that is reset. */
  @Test
  void whoeverSendsTooMuchSeesTheAnswerEveryTime() throws Exception {
    byte[] large = Requests.padded(1_100_000);
    for (int i = 0; i < 100; i++) {
      assertRefused(new HttpPost(stand, large), 413, "1MiB");
      assertRefused(new HttpPost(stand, large).header("Authorization", "Bearer x"), 401, "Bearer");
    }
  }

  private static void assertRefused(HttpPost post, int code, String said) throws Exception {
    HttpResponse<byte[]> response = post.send();
    assertThat(response.statusCode()).isEqualTo(code);
    assertThat(HttpPost.message(response))
        .contains(said)
        .doesNotContain("globex", "acme", "Exception");
  }

  @Test
  void refusesOverGrpcAndStoresNothing() throws Exception {
    byte[] good = Requests.withPoints(1);
    assertRefused(() -> call(good, "", ""), Status.Code.UNAUTHENTICATED, "Bearer");
    assertRefused(() -> call(good, "x", ""), Status.Code.UNAUTHENTICATED, "Bearer");
    byte[] foreign = Requests.ofTenant("globex");
    assertRefused(
        () -> call(foreign, Stand.ACME_TOKEN, ""), Status.Code.PERMISSION_DENIED, "tenant.id");
    byte[] large = Requests.padded(1_100_000);
    assertRefused(() -> call(large, Stand.ACME_TOKEN, ""), Status.Code.RESOURCE_EXHAUSTED, "1MiB");
    byte[] bomb = Requests.padded(50_000_000);
    assertRefused(
        () -> call(bomb, Stand.ACME_TOKEN, "gzip"), Status.Code.RESOURCE_EXHAUSTED, "2MiB");
    assertRefused(
        () -> call(bomb, Stand.ACME_TOKEN, ""), Status.Code.RESOURCE_EXHAUSTED, "exceeds");
    byte[] garbage = "no protobuf".getBytes(StandardCharsets.UTF_8);
    assertRefused(() -> call(garbage, Stand.ACME_TOKEN, ""), Status.Code.INVALID_ARGUMENT, "byte");
    assertThat(stand.records()).isEmpty();
    call(good, Stand.ACME_TOKEN, "gzip");
    assertThat(stand.records()).hasSize(1);
  }

  private static void assertRefused(ThrowingCallable call, Status.Code code, String said) {
    assertThat(catchThrowable(call))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).as(said).isEqualTo(code);
              assertThat(e.getStatus().getDescription())
                  .contains(said)
                  .doesNotContain("globex", "acme", "dev.headroom");
            });
  }

  /** Calls with the bytes as they are; throws the status of a refusal. */
  private byte[] call(byte[] request, String token, String compression) throws Exception {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", stand.gateway().grpcPort())
            .usePlaintext()
            .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
            .build();
    var method =
        io.grpc.MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(MetricsServiceGrpc.getExportMethod().getFullMethodName())
            .setRequestMarshaller(BytesMarshaller.INSTANCE)
            .setResponseMarshaller(BytesMarshaller.INSTANCE)
            .build();
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS);
    try {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          channel,
          method,
          compression.isEmpty() ? options : options.withCompression(compression),
          request);
    } finally {
      channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void numbersWithoutAHoleUnderConcurrency() throws Exception {
    int threads = 8;
    int requests = 60;
    ExecutorService clients = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Integer>> sums = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int points = t + 1;
        String token = t % 2 == 0 ? Stand.ACME_TOKEN : Stand.GLOBEX_TOKEN;
        sums.add(clients.submit(sender(points, requests, token, t % 3 == 0)));
      }
      int sent = 0;
      for (Future<Integer> sum : sums) {
        sent += sum.get(60, TimeUnit.SECONDS);
      }
      assertThat(sent).isEqualTo(requests * (1 + 2 + 3 + 4 + 5 + 6 + 7 + 8));
      assertThat(stand.gateway().acknowledgedPoints()).isEqualTo(sent);
      assertThat(declaredPoints(stand.records())).isEqualTo(sent);
    } finally {
      clients.shutdownNow();
    }
    assertUnbroken(stand.records());
  }

  private Callable<Integer> sender(int points, int requests, String token, boolean grpc) {
    return () -> {
      for (int i = 0; i < requests; i++) {
        if (grpc) {
          call(Requests.withPoints(points), token, "gzip");
        } else {
          HttpPost post = new HttpPost(stand, Requests.withPoints(points));
          int code = post.header("Authorization", "Bearer " + token).send().statusCode();
          assertThat(code).isEqualTo(200);
        }
      }
      return points * requests;
    };
  }

  static long declaredPoints(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream()
        .mapToLong(r -> Long.parseLong(UsageRecords.header(r, "headroom-points")))
        .sum();
  }

  /** For every producer id 0, 1, 2, … in the order of the offsets. */
  static void assertUnbroken(List<ConsumerRecord<byte[], byte[]>> records) {
    Map<String, List<Long>> byProducer = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      byProducer
          .computeIfAbsent(
              UsageRecords.header(record, "headroom-producer-id"), p -> new ArrayList<>())
          .add(Long.parseLong(UsageRecords.header(record, "headroom-sequence")));
    }
    assertThat(byProducer).isNotEmpty();
    byProducer.forEach(
        (producer, numbers) ->
            assertThat(numbers)
                .as(producer)
                .isEqualTo(LongStream.range(0, numbers.size()).boxed().toList()));
  }

  @Test
  void refusesWhatTheTopicIsTooSmallForAndKeepsItsProducer() throws Exception {
    try (Stand small =
        Stand.start(
            kafka, Stand.LIMITS, Duration.ofSeconds(10), Map.of("max.message.bytes", "20000"))) {
      String producer = small.gateway().producerId();
      HttpResponse<byte[]> response = new HttpPost(small, Requests.padded(30_000)).send();
      assertThat(response.statusCode()).isEqualTo(413);
      assertThat(new HttpPost(small, Requests.padded(10_000)).send().statusCode()).isEqualTo(200);
      assertThat(small.gateway().producerId()).isEqualTo(producer);
    }
  }

  @Test
  void tellsItsState() throws Exception {
    for (String path : List.of("/livez", "/readyz")) {
      HttpResponse<byte[]> state =
          new HttpPost(stand, new byte[0]).method("GET").path(stand, path).send();
      assertThat(state.statusCode()).isEqualTo(200);
    }
    assertThat(new HttpPost(stand, new byte[0]).path(stand, "/readyz").send().statusCode())
        .isEqualTo(405);
  }

  @Test
  void saysInOneLineThatAPortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      var free = new GatewayConfig.Listener("127.0.0.1", 0);
      var used = new GatewayConfig.Listener("127.0.0.1", port);
      var to = GatewayConfig.Kafka.of(kafka.bootstrapServers(), stand.topic());
      var clients = Identities.of(List.of(TenantToken.of(new TenantId("acme"), "secret")));
      for (GatewayConfig config :
          List.of(
              new GatewayConfig(
                  used, free, null, to, null, Stand.LIMITS, ClientLimits.NONE, clients),
              new GatewayConfig(
                  free, used, null, to, null, Stand.LIMITS, ClientLimits.NONE, clients))) {
        assertThat(catchThrowable(() -> Gateway.start(config)))
            .isInstanceOf(GatewayStartException.class)
            .message()
            .contains("cannot listen on 127.0.0.1 port " + port, "in use")
            .doesNotContain("\n");
      }
    }
  }

  @Test
  void asksClientsToSendAgainOverGrpcWhileKafkaIsAway() throws Exception {
    var nowhere = GatewayConfig.Kafka.of("127.0.0.1:1", "usage");
    try (Gateway gateway = Gateway.start(Stand.config(nowhere, Stand.LIMITS));
        Stand alone = new Stand(gateway, "127.0.0.1:1", "usage")) {
      HttpResponse<byte[]> ready =
          new HttpPost(alone, new byte[0]).method("GET").path(alone, "/readyz").send();
      assertThat(ready.statusCode()).isEqualTo(503);
      Stand before = stand;
      stand = alone;
      try {
        Throwable refused =
            catchThrowable(() -> call(Requests.withPoints(1), Stand.ACME_TOKEN, ""));
        assertThat(refused).isInstanceOf(StatusRuntimeException.class);
        com.google.rpc.Status status = StatusProto.fromThrowable(refused);
        assertThat(status).isNotNull();
        assertThat(Status.fromCodeValue(status.getCode()).getCode())
            .isEqualTo(Status.Code.UNAVAILABLE);
        Any detail = status.getDetails(0);
        assertThat(detail.unpack(RetryInfo.class).getRetryDelay().getSeconds()).isPositive();
      } finally {
        stand = before;
      }
    }
  }
}
