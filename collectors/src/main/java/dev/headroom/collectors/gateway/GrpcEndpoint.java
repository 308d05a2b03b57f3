package dev.headroom.collectors.gateway;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.RetryInfo;
import dev.headroom.collectors.identity.Sender;
import dev.headroom.collectors.identity.Verdict;
import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
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
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
  private static final Context.Key<OnceClosedCall<?, ?>> CALL = Context.key("headroom-call");

  /** After that a call whose message has not arrived gives its memory back. */
  private static final long ARRIVES_WITHIN_SECONDS = 60;

  private final Clients clients;
  private final MemoryBudget budget;
  private final Intake intake;
  private final GatewayMetrics metrics;
  private final MethodDescriptor<Body, byte[]> export;

  GrpcEndpoint(Clients clients, MemoryBudget budget, Intake intake, GatewayMetrics metrics) {
    this.metrics = metrics;
    this.clients = clients;
    this.budget = budget;
    this.intake = intake;
    export =
        MethodDescriptor.<Body, byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Export"))
            .setRequestMarshaller(BodyMarshaller.INSTANCE)
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

  /** Counts what calls hold, for the server to ask at each call. */
  static ServerStreamTracer.Factory memory(GatewayConfig.Limits limits) {
    RequestSizes sizes = new RequestSizes(limits.maxRequestBytes(), limits.maxDecompressedBytes());
    return new ServerStreamTracer.Factory() {
      @Override
      public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return new CallMemory(sizes);
      }
    };
  }

  private void export(Body request, StreamObserver<byte[]> client) {
    OnceClosedCall<?, ?> call = CALL.get();
    CompletableFuture<Answer> answered = answer(request);
    var unused =
        answered.whenComplete(
            (said, e) -> {
              if (!call.isToBeAnswered()) {
                return;
              }
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

  private CompletableFuture<Answer> answer(Body request) {
    MemoryBudget.Reservation reservation = CallMemory.ofCall().handOn();
    if (reservation == null) {
      return CompletableFuture.completedFuture(Answer.unavailable());
    }
    if (request instanceof Body.Refused refused) {
      reservation.close();
      return CompletableFuture.completedFuture(refused.answer());
    }
    try {
      return intake.take(SENDER.get(), ((Body.Whole) request).bytes(), reservation);
    } catch (RuntimeException e) {
      reservation.close();
      LOG.error("a call could not be taken", e);
      return CompletableFuture.completedFuture(Answer.unavailable());
    }
  }

  private static StatusRuntimeException error(Answer answer) {
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
      Sender sender = ((Verdict.Known) verdict).sender();
      OnceClosedCall<Q, A> once = new OnceClosedCall<>(call);
      CallMemory.ofCall()
          .begin(
              budget.open(sender.id()),
              clients.sizes(sender.id()),
              answer -> refuse(once, answer),
              answer -> {
                if (once.isToBeAnswered()) {
                  metrics.answered(GatewayMetrics.Protocol.GRPC, answer);
                }
              });
      Context context = Context.current().withValues(SENDER, sender, CALL, once);
      ServerCall.Listener<Q> listener = Contexts.interceptCall(context, once, headers, next);
      return new Arrival<>(listener, () -> refuse(once, Arrival.TOO_SLOW));
    }
  }

  private void refuse(OnceClosedCall<?, ?> call, Answer answer) {
    if (!call.isToBeAnswered()) {
      return;
    }
    metrics.answered(GatewayMetrics.Protocol.GRPC, answer);
    StatusRuntimeException error = error(answer);
    Metadata details = error.getTrailers();
    call.close(error.getStatus(), details == null ? new Metadata() : details);
  }

  /** Waits for the message of a call, and not for ever. */
  private static final class Arrival<Q> extends SimpleForwardingServerCallListener<Q> {
    private static final Answer TOO_SLOW =
        new Answer(Answer.Kind.UNAVAILABLE, "the request did not arrive; send again later");
    private final CompletableFuture<Boolean> arrived = new CompletableFuture<>();

    Arrival(ServerCall.Listener<Q> listener, Runnable late) {
      super(listener);
      var unused =
          arrived
              .completeOnTimeout(false, ARRIVES_WITHIN_SECONDS, TimeUnit.SECONDS)
              .thenAccept(
                  inTime -> {
                    if (!inTime) {
                      late.run();
                    }
                  });
    }

    @Override
    public void onHalfClose() {
      arrived.complete(true);
      super.onHalfClose();
    }

    @Override
    public void onCancel() {
      arrived.complete(true);
      super.onCancel();
    }

    @Override
    public void onComplete() {
      arrived.complete(true);
      super.onComplete();
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
}
