package dev.headroom.collectors.gateway;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/**
 * A call that several threads may end, of which the first decides. A call with no message or with
 * two is the client's mistake, of which gRPC says INTERNAL.
 */
final class OnceClosedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
  private boolean answered; // guarded by this
  private boolean closed; // guarded by this

  OnceClosedCall(ServerCall<Q, A> call) {
    super(call);
  }

  /** True for the first who asks, and has to answer the call then; the others must not. */
  synchronized boolean isToBeAnswered() {
    boolean first = !answered;
    answered = true;
    return first;
  }

  @Override
  public synchronized void sendHeaders(Metadata headers) {
    if (!closed) {
      super.sendHeaders(headers);
    }
  }

  @Override
  public synchronized void sendMessage(A message) {
    if (!closed) {
      super.sendMessage(message);
    }
  }

  @Override
  public synchronized void close(Status status, Metadata trailers) {
    if (!closed) {
      closed = true;
      boolean internal = status.getCode() == Status.Code.INTERNAL;
      super.close(
          internal ? Status.INVALID_ARGUMENT.withDescription(status.getDescription()) : status,
          trailers);
    }
  }
}
