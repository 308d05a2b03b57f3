package dev.headroom.collectors.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import com.google.protobuf.Any;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.RetryInfo;
import dev.headroom.collectors.gateway.GatewayConfig.Kafka;
import dev.headroom.collectors.limit.ClientLimits;
import dev.headroom.collectors.limit.TenantLimits;
import dev.headroom.embedded.EmbeddedKafka;
import dev.headroom.usage.TenantId;
import io.grpc.CallOptions;
import io.grpc.Codec;
import io.grpc.Compressor;
import io.grpc.CompressorRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JSON and zstd, and answers that say more than yes or no, on both protocols. */
class ProtocolTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final String JSON = "application/json";

  @TempDir private static Path directory;
  private static EmbeddedKafka kafka;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(directory);
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  private static Stand stand(TenantLimits limits) {
    return stand(ClientLimits.of(limits));
  }

  private static Stand stand(ClientLimits limits) {
    String topic = "usage-" + UUID.randomUUID();
    kafka.createTopics(new EmbeddedKafka.Topic(topic, 1, Map.of()));
    Kafka to = new Kafka(kafka.bootstrapServers(), topic, Duration.ofSeconds(10), Map.of());
    return new Stand(
        Gateway.start(Stand.config(to, null, Stand.LIMITS, limits)),
        kafka.bootstrapServers(),
        topic);
  }

  @Test
  void jsonIsStoredAsProtobufAndAnsweredInJson() throws Exception {
    ExportMetricsServiceRequest request =
        ExportMetricsServiceRequest.parseFrom(Requests.withPoints(3));
    byte[] json = JsonFormat.printer().print(request).getBytes(UTF_8);
    try (Stand stand = stand(TenantLimits.NONE)) {
      HttpResponse<byte[]> response =
          new HttpPost(stand, json).header("Content-Type", JSON + "; charset=utf-8").send();
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type")).contains(JSON);
      assertThat(new String(response.body(), UTF_8)).isEqualTo("{}");
      response = new HttpPost(stand, json).header("Content-Type", JSON).gzip().send();
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(stand.records())
          .hasSize(2)
          .allSatisfy(
              r -> {
                assertThat(ExportMetricsServiceRequest.parseFrom(r.value())).isEqualTo(request);
                assertThat(UsageRecords.header(r, "headroom-points")).isEqualTo("3");
              });

      response = new HttpPost(stand, "{\"a\"".getBytes(UTF_8)).header("Content-Type", JSON).send();
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(new String(response.body(), UTF_8))
          .startsWith("{\"code\":3,\"message\":\"the body is not OTLP in JSON: ");
      // 1 MiB of JSON would take 64 MiB, of 8.
      response =
          new HttpPost(stand, " ".repeat(1 << 20).getBytes(UTF_8))
              .header("Content-Type", JSON)
              .send();
      assertThat(response.statusCode()).isEqualTo(413);
    }
  }

  @Test
  void zstdIsTakenOnBothProtocolsWithinItsLimits() throws Exception {
    byte[] request = Requests.withPoints(1000);
    try (Stand stand = stand(TenantLimits.NONE)) {
      assertThat(zstd(stand, Zstd.compress(request)).statusCode()).isEqualTo(200);
      assertThat(grpc(stand, request, "zstd").hasPartialSuccess()).isFalse();
      assertThat(stand.records())
          .hasSize(2)
          .allSatisfy(r -> assertThat(r.value()).isEqualTo(request));

      byte[] bomb = Zstd.compress(new byte[64 << 20]);
      assertThat(bomb.length).isLessThan(10_000);
      assertThat(zstd(stand, bomb).statusCode()).isEqualTo(413);
      assertThat(zstd(stand, request).statusCode()).isEqualTo(400);
      byte[] wide = windowed(request, 27);
      HttpResponse<byte[]> response = zstd(stand, wide);
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(HttpPost.message(response)).isEqualTo("the body is not zstd, or was cut off");
      assertThat(zstd(stand, windowed(request, 23)).statusCode()).isEqualTo(200);
      assertThatThrownBy(() -> grpc(stand, new byte[64 << 20], "zstd"))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
    }
  }

  @Test
  void whoSendsTooManyPointsIsToldWhenToSendAgain() throws Exception {
    try (Stand stand = stand(new TenantLimits(10, null, null, null, null))) {
      byte[] request = Requests.withPoints(650);
      assertThat(new HttpPost(stand, request).send().statusCode()).isEqualTo(200);
      HttpResponse<byte[]> response = new HttpPost(stand, request).send();
      assertThat(response.statusCode()).isEqualTo(429);
      assertThat(Integer.parseInt(response.headers().firstValue("Retry-After").orElseThrow()))
          .isBetween(3, 7);
      assertThatThrownBy(() -> grpc(stand, request, null))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> {
                assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
                Any detail = StatusProto.fromThrowable(e).getDetails(0);
                assertThat(detail.is(RetryInfo.class)).isTrue();
              });
      // Others are not concerned.
      assertAnotherClientIsServed(stand, request);
      assertThat(stand.records()).hasSize(2);
    }
  }

  @Test
  void whatIsRejectedOfAStoredRequestIsToldInItsAnswer() throws Exception {
    byte[] two =
        ExportMetricsServiceRequest.parseFrom(Requests.withPoints(4)).toBuilder()
            .mergeFrom(Requests.ofTenant("acme"))
            .build()
            .toByteArray();
    try (Stand stand = stand(new TenantLimits(null, 1, null, null, null))) {
      HttpResponse<byte[]> response = new HttpPost(stand, two).send();
      assertThat(response.statusCode()).isEqualTo(200);
      var partial = ExportMetricsServiceResponse.parseFrom(response.body()).getPartialSuccess();
      assertThat(partial.getRejectedDataPoints()).isEqualTo(1);
      assertThat(partial.getErrorMessage()).isEqualTo("more than 1 series");
      assertThat(stand.records().get(0).value()).isEqualTo(Requests.withPoints(4));
      assertThat(UsageRecords.header(stand.records().get(0), "headroom-points")).isEqualTo("4");

      var all = grpc(stand, Requests.ofTenant("acme"), null).getPartialSuccess();
      assertThat(all.getRejectedDataPoints()).isEqualTo(1);
      assertThat(stand.records()).hasSize(1);
    }
  }

  @Test
  void aClientWithSmallerLimitsIsHeldToThemOnBothProtocolsAndOthersAreNot() throws Exception {
    byte[] request = Requests.withPoints(3_000);
    int most = request.length - 1;
    TenantLimits small = new TenantLimits(null, null, null, most, most);
    try (Stand stand = stand(new ClientLimits(TenantLimits.NONE, Map.of(ACME, small)))) {
      HttpResponse<byte[]> received = new HttpPost(stand, request).send();
      assertThat(received.statusCode()).isEqualTo(413);
      assertThat(new String(received.body(), UTF_8))
          .contains("the request is larger than " + ByteSize.format(most));
      HttpResponse<byte[]> unpacked = zstd(stand, windowed(request, 23));
      assertThat(unpacked.statusCode()).isEqualTo(413);
      assertThat(new String(unpacked.body(), UTF_8)).contains("the decompressed request is larger");
      for (String compression : Arrays.asList(null, "zstd")) {
        assertThatThrownBy(() -> grpc(stand, request, compression))
            .isInstanceOfSatisfying(
                StatusRuntimeException.class,
                e -> {
                  assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
                  assertThat(e.getStatus().getDescription())
                      .contains("larger than " + ByteSize.format(most));
                });
      }
      assertAnotherClientIsServed(stand, request);
      assertThat(new HttpPost(stand, Requests.withPoints(2_000)).send().statusCode())
          .isEqualTo(200);
      assertThat(stand.records()).hasSize(2);
    }
  }

  private static void assertAnotherClientIsServed(Stand stand, byte[] request) throws Exception {
    assertThat(
            new HttpPost(stand, request)
                .header("Authorization", "Bearer " + Stand.GLOBEX_TOKEN)
                .send()
                .statusCode())
        .isEqualTo(200);
  }

  private static HttpResponse<byte[]> zstd(Stand stand, byte[] body) throws Exception {
    return new HttpPost(stand, body).header("Content-Encoding", "zstd").send();
  }

  private static byte[] windowed(byte[] plain, int windowLog) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZstdOutputStream zstd = new ZstdOutputStream(out)) {
      zstd.setLong(windowLog);
      zstd.write(plain);
    }
    return out.toByteArray();
  }

  private static ExportMetricsServiceResponse grpc(
      Stand stand, byte[] request, @Nullable String compression) throws Exception {
    CompressorRegistry compressors = CompressorRegistry.newEmptyInstance();
    compressors.register(Codec.Identity.NONE);
    compressors.register(
        new Compressor() {
          @Override
          public String getMessageEncoding() {
            return "zstd";
          }

          @Override
          public OutputStream compress(OutputStream out) throws IOException {
            return new ZstdOutputStream(out);
          }
        });
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
        "Bearer " + Stand.ACME_TOKEN);
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", stand.gateway().grpcPort())
            .usePlaintext()
            .compressorRegistry(compressors)
            .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
            .build();
    try {
      var method =
          MethodDescriptor.<byte[], ExportMetricsServiceResponse>newBuilder()
              .setType(MethodDescriptor.MethodType.UNARY)
              .setFullMethodName("opentelemetry.proto.collector.metrics.v1.MetricsService/Export")
              .setRequestMarshaller(BytesMarshaller.INSTANCE)
              .setResponseMarshaller(
                  ProtoUtils.marshaller(ExportMetricsServiceResponse.getDefaultInstance()))
              .build();
      CallOptions options =
          compression == null
              ? CallOptions.DEFAULT
              : CallOptions.DEFAULT.withCompression(compression);
      return ClientCalls.blockingUnaryCall(channel, method, options, request);
    } finally {
      channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    }
  }
}
