package dev.headroom.collectors.gateway;

import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** Reads bytes as they are; what cannot be read is a value, since gRPC hides what is thrown. */
enum BodyMarshaller implements MethodDescriptor.Marshaller<Body> {
  INSTANCE;

  @Override
  public Body parse(InputStream message) {
    return CallMemory.ofCall().read(message);
  }

  @Override
  public InputStream stream(Body value) {
    return value instanceof Body.Whole whole
        ? new ByteArrayInputStream(whole.bytes())
        : InputStream.nullInputStream();
  }
}
