package dev.headroom.collectors.gateway;

import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A gRPC message and the memory reserved for it. */
record ReservedBody(Body body, MemoryBudget.Reservation reservation) {

  /** Reads bytes as they are; what cannot be read is a value, since gRPC hides what is thrown. */
  static final class Marshaller implements MethodDescriptor.Marshaller<ReservedBody> {
    private final MemoryBudget budget;
    private final int limit;

    Marshaller(MemoryBudget budget, int limit) {
      this.budget = budget;
      this.limit = limit;
    }

    @Override
    public ReservedBody parse(InputStream stream) {
      MemoryBudget.Reservation reservation = budget.open();
      try {
        return new ReservedBody(Body.read(stream, limit, reservation), reservation);
      } catch (IOException e) {
        Answer answer = Answer.malformed("the message is not gzip, or was cut off");
        return new ReservedBody(new Body.Refused(answer), reservation);
      }
    }

    @Override
    public InputStream stream(ReservedBody value) {
      return value.body() instanceof Body.Whole whole
          ? new ByteArrayInputStream(whole.bytes())
          : InputStream.nullInputStream();
    }
  }
}
