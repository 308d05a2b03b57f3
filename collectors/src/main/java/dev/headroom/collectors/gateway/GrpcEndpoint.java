package dev.headroom.collectors.gateway;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.RetryInfo;
import dev.headroom.collectors.identity.Sender;
import dev.headroom.collectors.identity.Verdict;
import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** OTLP/gRPC: {@code MetricsService/Export}. The request's bytes are passed on, not decoded. */
final class GrpcEndpoint {
  private static final String SERVICE = "opentelemetry.proto.collector.metrics.v1.MetricsService";
  private static final Logger LOG = LoggerFactory.getLogger(GrpcEndpoint.class);
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final Context.Key<Sender> SENDER = Context.key("headroom-sender");
  private static final Context.Key<ReceivedBytes> RECEIVED = Context.key("headroom-received");

  private final Clients clients;
  private final GatewayConfig.Limits limits;
  private final Intake intake;
  private final GatewayMetrics metrics;
  private final MethodDescriptor<ReservedBody, byte[]> export;

  GrpcEndpoint(
      Clients clients,
      GatewayConfig.Limits limits,
      MemoryBudget budget,
      Intake intake,
      GatewayMetrics metrics) {
    this.metrics = metrics;
    this.clients = clients;
    this.limits = limits;
    this.intake = intake;
    export =
        MethodDescriptor.<ReservedBody, byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Export"))
            .setRequestMarshaller(
                new ReservedBody.Marshaller(budget, limits.maxDecompressedBytes()))
            .setResponseMarshaller(BytesMarshaller.INSTANCE)
            .build();
  }

  ServerServiceDefinition service() {
    ServerServiceDefinition plain =
        ServerServiceDefinition.builder(SERVICE)
            .addMethod(export, ServerCalls.asyncUnaryCall(this::export))
            .build();
    return ServerInterceptors.intercept(plain, new Authentication());
  }

  /** Measures what a request takes before decompression. */
  static ServerStreamTracer.Factory receivedBytes() {
    return new ServerStreamTracer.Factory() {
      @Override
      public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return new ReceivedBytes();
      }
    };
  }

  private void export(ReservedBody request, StreamObserver<byte[]> client) {
    CompletableFuture<Answer> answered = answer(request);
    var unused =
        answered.whenComplete(
            (said, e) -> {
              Answer answer = said == null ? Answer.unavailable() : said;
              metrics.answered(GatewayMetrics.Protocol.GRPC, answer);
              if (answer.isOk()) {
                client.onNext(answer.body().toByteArray());
                client.onCompleted();
              } else {
                client.onError(error(answer));
              }
            });
  }

  private CompletableFuture<Answer> answer(ReservedBody request) {
    if (RECEIVED.get().bytes() > limits.maxRequestBytes()) {
      request.reservation().close();
      return CompletableFuture.completedFuture(
          Answer.tooLarge("the request", limits.maxRequestBytes()));
    }
    if (request.body() instanceof Body.Refused refused) {
      request.reservation().close();
      return CompletableFuture.completedFuture(refused.answer());
    }
    byte[] bytes = ((Body.Whole) request.body()).bytes();
    return intake.take(SENDER.get(), bytes, request.reservation());
  }

  private static RuntimeException error(Answer answer) {
    LOG.debug("refused a call: {}", answer.message());
    com.google.rpc.Status.Builder status = answer.status().toBuilder();
    if (answer.retryAfterSeconds() > 0) {
      Duration delay = Duration.newBuilder().setSeconds(answer.retryAfterSeconds()).build();
      status.addDetails(Any.pack(RetryInfo.newBuilder().setRetryDelay(delay).build()));
    }
    return StatusProto.toStatusRuntimeException(status.build());
  }

  /** Refuses before the message is read. */
  private final class Authentication implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      Verdict verdict =
          clients.authenticate(headers.get(AUTHORIZATION), certificate(call.getAttributes()));
      if (verdict instanceof Verdict.Unknown unknown) {
        Answer answer = Answer.unauthenticated(unknown.message());
        metrics.answered(GatewayMetrics.Protocol.GRPC, answer);
        Status status = Status.fromCode(answer.kind().grpc()).withDescription(answer.message());
        call.close(status, new Metadata());
        return new ServerCall.Listener<>() {};
      }
      Context context = Context.current().withValue(SENDER, ((Verdict.Known) verdict).sender());
      return Contexts.interceptCall(context, call, headers, next);
    }
  }

  /** The one that was checked when the connection was made; null if there was none. */
  private static @Nullable X509Certificate certificate(Attributes connection) {
    SSLSession tls = connection.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    try {
      return tls != null && tls.getPeerCertificates()[0] instanceof X509Certificate first
          ? first
          : null;
    } catch (SSLPeerUnverifiedException e) {
      return null;
    }
  }

  private static final class ReceivedBytes extends ServerStreamTracer {
    private volatile long bytes;

    @Override
    public Context filterContext(Context context) {
      return context.withValue(RECEIVED, this);
    }

    @Override
    public void inboundWireSize(long more) {
      // One thread reads a stream; volatile only makes the figure visible to the handler's.
      long sum = bytes + more;
      bytes = sum;
    }

    long bytes() {
      return bytes;
    }
  }
}
