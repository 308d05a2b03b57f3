package dev.headroom.collectors.gateway;

import dev.headroom.collectors.identity.Sender;
import dev.headroom.collectors.identity.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * OTLP/HTTP: {@code POST /v1/metrics}, protobuf or JSON, optionally gzip or zstd. A refusal carries
 * a {@code google.rpc.Status}, as the OTLP specification asks.
 */
final class HttpEndpoint extends Handler.Abstract {
  static final String METRICS = "/v1/metrics";
  static final String LIVE = "/livez";
  static final String READY = "/readyz";

  /** A longer body is not waited for; whoever sends it may see a reset instead of the answer. */
  private static final long DROPPED_BYTES = 64L << 20;

  /** Perhaps since this process was busy; it must not be dropped. */
  private static final Answer NOT_ARRIVED =
      new Answer(Answer.Kind.UNAVAILABLE, "the body did not arrive; send again later");

  private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);

  /** How many bodies are being taken out of zstd at once, each with a window of up to 8 MiB. */
  private static final int ZSTD_AT_ONCE = 16;

  private final Clients clients;
  private final GatewayConfig.Limits limits;
  private final MemoryBudget budget;
  private final Intake intake;
  private final Readiness readiness;
  private final GatewayMetrics metrics;
  private final Semaphore unpacking = new Semaphore(ZSTD_AT_ONCE);
  private final Semaphore counting =
      new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()));

  HttpEndpoint(
      Clients clients,
      GatewayConfig.Limits limits,
      MemoryBudget budget,
      Intake intake,
      Readiness readiness,
      GatewayMetrics metrics) {
    this.clients = clients;
    this.limits = limits;
    this.budget = budget;
    this.intake = intake;
    this.readiness = readiness;
    this.metrics = metrics;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String path = Request.getPathInContext(request);
    boolean post = HttpMethod.POST.is(request.getMethod());
    boolean get = HttpMethod.GET.is(request.getMethod());
    switch (path) {
      case METRICS -> {
        if (post) {
          metrics(request, response, callback);
        } else {
          wrongMethod("POST", request, response, callback);
        }
      }
      case LIVE, READY -> {
        if (get) {
          state(path.equals(LIVE) ? Optional.empty() : readiness.complaint(), response, callback);
        } else {
          wrongMethod("GET", request, response, callback);
        }
      }
      default ->
          answer(
              new Answer(Answer.Kind.NO_SUCH_PATH, "metrics are taken at " + METRICS),
              request,
              response,
              callback);
    }
    return true;
  }

  private void metrics(Request request, Response response, Callback callback) {
    Verdict verdict =
        clients.authenticate(
            request.getHeaders().get(HttpHeader.AUTHORIZATION), certificate(request));
    if (verdict instanceof Verdict.Unknown unknown) {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
      refuseUnread(Answer.unauthenticated(unknown.message()), request, response, callback);
      return;
    }
    Sender sender = ((Verdict.Known) verdict).sender();
    Answer unsupported = unsupported(request, response);
    if (unsupported != null) {
      refuseUnread(unsupported, request, response, callback);
      return;
    }
    RequestSizes sizes = clients.sizes(sender.id());
    long length = request.getLength();
    if (length > sizes.received()) {
      refuseUnread(tooLarge(sizes), request, response, callback);
      return;
    }
    MemoryBudget.Reservation reservation = budget.open(sender.id());
    if (!reservation.grow(length < 0 ? sizes.received() : length)) {
      refuseUnread(Answer.busy(), request, response, callback);
      return;
    }
    CompletableFuture<byte[]> body = new CompletableFuture<>();
    Content.Source.asByteArrayAsync(
        request,
        sizes.received(),
        Promise.Invocable.from(
            Invocable.InvocationType.BLOCKING, body::complete, body::completeExceptionally));
    CompletableFuture<Received> read = body.handle(Received::new);
    CompletableFuture<Answer> answered =
        read.thenCompose(received -> take(sender, sizes, received, request, reservation));
    // Kafka's own thread, or a timer's, must not be held up by a client's connection.
    var unused =
        answered.whenCompleteAsync(
            (answer, e) -> finish(answer, e, reservation, request, response, callback),
            request.getComponents().getExecutor());
  }

  /** The one that was checked when the connection was made; null if there was none. */
  private static @Nullable X509Certificate certificate(Request request) {
    Object tls = request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE);
    X509Certificate[] chain =
        tls instanceof EndPoint.SslSessionData data ? data.peerCertificates() : null;
    return chain == null || chain.length == 0 ? null : chain[0];
  }

  /**
   * Answers before the body was looked at. What is still on its way is read and dropped first: a
   * connection that is closed with unread bytes is reset, and the client may never see the answer.
   */
  private void refuseUnread(Answer answer, Request request, Response response, Callback callback) {
    long length = request.getLength();
    if (length < 0 || length > DROPPED_BYTES) {
      answer(answer, request, response, callback);
      return;
    }
    Content.Source.consumeAll(
        request,
        Callback.from(() -> answer(answer, request, response, callback), callback::failed));
  }

  /** A body as it came, or why it did not. */
  private static final class Received {
    private final byte @Nullable [] bytes;
    private final @Nullable Throwable failure;

    Received(byte @Nullable [] bytes, @Nullable Throwable failure) {
      this.bytes = bytes;
      this.failure = failure;
    }
  }

  private CompletableFuture<Answer> take(
      Sender sender,
      RequestSizes sizes,
      Received received,
      Request request,
      MemoryBudget.Reservation reservation) {
    if (received.bytes == null) {
      reservation.close();
      // How Jetty says that the body passed the limit.
      boolean tooLarge = received.failure instanceof IllegalStateException;
      return CompletableFuture.completedFuture(tooLarge ? tooLarge(sizes) : NOT_ARRIVED);
    }
    Body body = protobuf(received.bytes, sizes.decompressed(), request, reservation);
    if (body instanceof Body.Refused refused) {
      reservation.close();
      return CompletableFuture.completedFuture(refused.answer());
    }
    return intake.take(sender, ((Body.Whole) body).bytes(), reservation);
  }

  private Body protobuf(
      byte[] received, int most, Request request, MemoryBudget.Reservation reservation) {
    ContentEncoding encoding = encoding(request).orElseThrow();
    Body plain;
    if (encoding == ContentEncoding.ZSTD) {
      unpacking.acquireUninterruptibly();
      try {
        plain = Body.decompress(encoding, received, most, reservation, counting);
      } finally {
        unpacking.release();
      }
    } else {
      plain = Body.decompress(encoding, received, most, reservation, counting);
    }
    return plain instanceof Body.Whole whole && mediaType(request) == MediaType.JSON
        ? fromJson(whole.bytes(), most, reservation)
        : plain;
  }

  private Body fromJson(byte[] json, int most, MemoryBudget.Reservation reservation) {
    long memory = (long) json.length * OtlpJson.MEMORY_FACTOR;
    if (memory > limits.maxPendingBytes() / 2) {
      return new Body.Refused(
          Answer.tooLarge(
              "the request in JSON", limits.maxPendingBytes() / 2 / OtlpJson.MEMORY_FACTOR));
    }
    if (!reservation.grow(memory)) {
      return new Body.Refused(Answer.busy());
    }
    try {
      byte[] request = OtlpJson.toProtobuf(json);
      if (request.length > most) {
        return new Body.Refused(Answer.tooLarge("the request in protobuf", most));
      }
      return reservation.grow(request.length)
          ? new Body.Whole(request)
          : new Body.Refused(Answer.busy());
    } catch (OtlpJson.NotOtlpException e) {
      return new Body.Refused(Answer.malformed(String.valueOf(e.getMessage())));
    } finally {
      reservation.shrink(memory);
    }
  }

  private void finish(
      @Nullable Answer answer,
      @Nullable Throwable failure,
      MemoryBudget.Reservation reservation,
      Request request,
      Response response,
      Callback callback) {
    if (answer != null) {
      answer(answer, request, response, callback);
      return;
    }
    reservation.close();
    LOG.error("a request could not be taken", failure);
    answer(Answer.unavailable(), request, response, callback);
  }

  private static Answer tooLarge(RequestSizes sizes) {
    return Answer.tooLarge("the request", sizes.received());
  }

  private static @Nullable Answer unsupported(Request request, Response response) {
    if (MediaType.of(request.getHeaders().get(HttpHeader.CONTENT_TYPE)).isEmpty()) {
      return new Answer(
          Answer.Kind.UNSUPPORTED_MEDIA,
          "expected Content-Type: %s or %s"
              .formatted(MediaType.PROTOBUF.token(), MediaType.JSON.token()));
    }
    if (encoding(request).isEmpty()) {
      response.getHeaders().put(HttpHeader.ACCEPT_ENCODING, ContentEncoding.ACCEPTED);
      return new Answer(
          Answer.Kind.UNSUPPORTED_MEDIA, "expected Content-Encoding: gzip or zstd, or none");
    }
    return null;
  }

  private static Optional<ContentEncoding> encoding(Request request) {
    List<String> values = request.getHeaders().getValuesList(HttpHeader.CONTENT_ENCODING);
    return values.size() > 1
        ? Optional.empty()
        : ContentEncoding.of(values.isEmpty() ? null : values.get(0));
  }

  /** That of the request; protobuf if it has another one, which it is told of. */
  private static MediaType mediaType(Request request) {
    return MediaType.of(request.getHeaders().get(HttpHeader.CONTENT_TYPE))
        .orElse(MediaType.PROTOBUF);
  }

  private void wrongMethod(String allowed, Request request, Response response, Callback callback) {
    response.getHeaders().put(HttpHeader.ALLOW, allowed);
    answer(
        new Answer(Answer.Kind.WRONG_METHOD, "expected method " + allowed),
        request,
        response,
        callback);
  }

  private void answer(Answer answer, Request request, Response response, Callback callback) {
    metrics.answered(GatewayMetrics.Protocol.HTTP, answer);
    response.setStatus(answer.kind().http());
    MediaType type = mediaType(request);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type.token());
    if (answer.retryAfterSeconds() > 0) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, answer.retryAfterSeconds());
    }
    if (!answer.isOk()) {
      LOG.debug("refused a request from {}: {}", Request.getRemoteAddr(request), answer.message());
    }
    response.write(true, ByteBuffer.wrap(type.write(answer.body())), callback);
  }

  private static void state(Optional<String> complaint, Response response, Callback callback) {
    response.setStatus(complaint.isEmpty() ? 200 : 503);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
    String text = complaint.orElse("ok") + "\n";
    response.write(true, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), callback);
  }
}
