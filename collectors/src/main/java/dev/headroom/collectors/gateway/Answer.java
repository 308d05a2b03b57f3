package dev.headroom.collectors.gateway;

import com.google.protobuf.Message;
import io.grpc.Status;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import java.time.Duration;

/**
 * What a client is told about its request, on both protocols.
 *
 * @param message for the client: what was wrong and what was expected; names no tenant, no token
 *     and nothing of what stands behind the gateway
 * @param rejectedPoints of a request that is OK, those that were not stored, for what the message
 *     says
 * @param retryAfterSeconds when to send again; 0: never
 */
record Answer(Kind kind, String message, int rejectedPoints, int retryAfterSeconds) {
  /** How long a client should wait after UNAVAILABLE, in seconds. */
  private static final int RETRY_AFTER_SECONDS = 2;

  static final Answer STORED = new Answer(Kind.OK, "");

  /**
   * The kinds with their codes. By the OTLP specification a client sends again after UNAVAILABLE
   * and 503, after 429 and RESOURCE_EXHAUSTED with RetryInfo, and gives the data up after the
   * others here.
   */
  enum Kind {
    OK(200, Status.Code.OK),
    MALFORMED(400, Status.Code.INVALID_ARGUMENT),
    UNAUTHENTICATED(401, Status.Code.UNAUTHENTICATED),
    FORBIDDEN(403, Status.Code.PERMISSION_DENIED),
    NO_SUCH_PATH(404, Status.Code.UNIMPLEMENTED),
    WRONG_METHOD(405, Status.Code.UNIMPLEMENTED),
    TOO_LARGE(413, Status.Code.RESOURCE_EXHAUSTED),
    THROTTLED(429, Status.Code.RESOURCE_EXHAUSTED),
    UNSUPPORTED_MEDIA(415, Status.Code.INVALID_ARGUMENT),
    UNAVAILABLE(503, Status.Code.UNAVAILABLE);

    private final int http;
    private final Status.Code grpc;

    Kind(int http, Status.Code grpc) {
      this.http = http;
      this.grpc = grpc;
    }

    int http() {
      return http;
    }

    Status.Code grpc() {
      return grpc;
    }
  }

  Answer(Kind kind, String message) {
    this(kind, message, 0, kind == Kind.UNAVAILABLE ? RETRY_AFTER_SECONDS : 0);
  }

  /** Stored, but for some points. */
  static Answer partial(int rejectedPoints, String reason) {
    return new Answer(Kind.OK, reason, rejectedPoints, 0);
  }

  static Answer throttled(Duration wait) {
    int seconds = (int) Math.min(Math.max(1, wait.toSeconds() + 1), 3600);
    return new Answer(
        Kind.THROTTLED, "too many data points a second; send again later", 0, seconds);
  }

  static Answer unauthenticated(String message) {
    return new Answer(Kind.UNAUTHENTICATED, message);
  }

  static Answer malformed(String message) {
    return new Answer(Kind.MALFORMED, message);
  }

  static Answer tooLarge(String what, long limit) {
    return new Answer(
        Kind.TOO_LARGE,
        what + " is larger than " + ByteSize.format(limit) + "; send smaller batches");
  }

  static Answer busy() {
    return new Answer(Kind.UNAVAILABLE, "too many requests are pending; send again later");
  }

  static Answer unavailable() {
    return new Answer(Kind.UNAVAILABLE, "the usage could not be stored now; send again later");
  }

  boolean isOk() {
    return kind == Kind.OK;
  }

  /** The body of a response: what of a stored request was rejected; else what is wrong. */
  Message body() {
    return !isOk()
        ? status()
        : rejectedPoints == 0
            ? ExportMetricsServiceResponse.getDefaultInstance()
            : OtlpJson.partial(rejectedPoints, message);
  }

  com.google.rpc.Status status() {
    return com.google.rpc.Status.newBuilder()
        .setCode(kind.grpc().value())
        .setMessage(message)
        .build();
  }
}
