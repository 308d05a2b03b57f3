package dev.headroom.collectors.gateway;

import io.grpc.Context;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a gRPC call holds of the memory: what has arrived of its message, and the message when it is
 * unpacked. It is given back when the stream ends, however it does, unless the message was {@link
 * #handOn handed on} before: then by whoever has it.
 */
final class CallMemory extends ServerStreamTracer {
  private static final Context.Key<CallMemory> KEY = Context.key("headroom-call-memory");

  private RequestSizes sizes; // guarded by this
  private MemoryBudget.@Nullable Reservation reservation; // guarded by this
  private @Nullable Consumer<Answer> refuse; // guarded by this
  private @Nullable Consumer<Answer> tell; // guarded by this
  private long arrived; // guarded by this
  private boolean ended; // guarded by this

  /**
   * Of a new call.
   *
   * @param sizes for as long as it is not known whose it is
   */
  CallMemory(RequestSizes sizes) {
    this.sizes = sizes;
  }

  /** That of the call this thread works for. */
  static CallMemory ofCall() {
    return Objects.requireNonNull(KEY.get(), "not in a call");
  }

  @Override
  public Context filterContext(Context context) {
    return context.withValue(KEY, this);
  }

  /**
   * Begins to count, before anything of the message was asked for.
   *
   * @param its what the client may send
   * @param whenTooMuch told, by the thread that reads the connection, why the call is to be refused
   * @param whenRefused told what gRPC itself has said of a message whose header already announced
   *     too many bytes
   */
  synchronized void begin(
      MemoryBudget.Reservation of,
      RequestSizes its,
      Consumer<Answer> whenTooMuch,
      Consumer<Answer> whenRefused) {
    sizes = its;
    if (ended) {
      of.close();
    } else {
      reservation = of;
      refuse = whenTooMuch;
      tell = whenRefused;
    }
  }

  @Override
  public void inboundWireSize(long more) {
    Consumer<Answer> refusing;
    Answer why;
    synchronized (this) {
      arrived += more;
      boolean tooLarge = arrived > sizes.received();
      if (refuse == null || (!tooLarge && reservation != null && reservation.grow(more))) {
        return;
      }
      why = tooLarge ? Answer.tooLarge("the request", sizes.received()) : Answer.busy();
      refusing = refuse;
      refuse = null;
    }
    refusing.accept(why);
  }

  /** Unpacks the message; what arrived of it is free then. */
  Body read(InputStream message) {
    MemoryBudget.Reservation of;
    int limit;
    synchronized (this) {
      of = reservation;
      limit = sizes.decompressed();
    }
    if (of == null) {
      return new Body.Refused(Answer.unavailable());
    }
    try {
      return Body.read(message, message.available(), limit, of);
    } catch (IOException e) {
      return new Body.Refused(Answer.malformed("the message is not gzip, or was cut off"));
    }
  }

  /** To whoever gives it back from now on; null if the client is gone, who cannot be answered. */
  synchronized MemoryBudget.@Nullable Reservation handOn() {
    MemoryBudget.Reservation of = reservation;
    if (of != null) {
      of.shrink(arrived);
    }
    reservation = null;
    refuse = null;
    return of;
  }

  @Override
  public void streamClosed(Status status) {
    Consumer<Answer> telling;
    int limit;
    synchronized (this) {
      limit = sizes.received();
      ended = true;
      refuse = null;
      telling = tell;
      tell = null;
      if (reservation != null) {
        reservation.close();
        reservation = null;
      }
    }
    if (telling != null && status.getCode() == Status.Code.RESOURCE_EXHAUSTED) {
      telling.accept(Answer.tooLarge("the request", limit));
    }
  }
}
