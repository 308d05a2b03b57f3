package dev.headroom.collectors.gateway;

import com.github.luben.zstd.ZstdOutputStream;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Codec;
import io.grpc.Compressor;
import io.grpc.CompressorRegistry;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Calls whose every step is ours, over one connection. */
final class GrpcCalls implements AutoCloseable {
  private static final MethodDescriptor<byte[], byte[]> EXPORT =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          // So that a call may send nothing, or twice.
          .setType(MethodDescriptor.MethodType.CLIENT_STREAMING)
          .setFullMethodName("opentelemetry.proto.collector.metrics.v1.MetricsService/Export")
          .setRequestMarshaller(BytesMarshaller.INSTANCE)
          .setResponseMarshaller(BytesMarshaller.INSTANCE)
          .build();

  private final ManagedChannel channel;

  GrpcCalls(Stand stand, String token) {
    this(stand.gateway().grpcPort(), token);
  }

  GrpcCalls(int port, String token) {
    this(NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext(), token);
  }

  /** Without a token if there is none. */
  GrpcCalls(ManagedChannelBuilder<?> to, @Nullable String token) {
    Metadata headers = new Metadata();
    if (token != null) {
      headers.put(
          Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    }
    CompressorRegistry compressors = CompressorRegistry.newEmptyInstance();
    compressors.register(Codec.Identity.NONE);
    compressors.register(new Codec.Gzip());
    compressors.register(new ZstdCompressor());
    channel =
        to.compressorRegistry(compressors)
            .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
            .build();
  }

  /** A call that has sent nothing yet. */
  Open open(Metadata headers, @Nullable String compression) {
    CallOptions options =
        compression == null
            ? CallOptions.DEFAULT
            : CallOptions.DEFAULT.withCompression(compression);
    ClientCall<byte[], byte[]> call = channel.newCall(EXPORT, options);
    CompletableFuture<Status> ended = new CompletableFuture<>();
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            ended.complete(status);
          }
        },
        headers);
    call.request(2);
    return new Open(call, ended);
  }

  /** A whole request, and what became of it. */
  Status send(byte[] message, @Nullable String compression) {
    Open open = open(new Metadata(), compression);
    open.call().sendMessage(message);
    open.call().halfClose();
    return open.status();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  record Open(ClientCall<byte[], byte[]> call, CompletableFuture<Status> ended) {
    Status status() {
      return ended.orTimeout(60, TimeUnit.SECONDS).join();
    }
  }

  private static final class ZstdCompressor implements Compressor {
    @Override
    public String getMessageEncoding() {
      return "zstd";
    }

    @Override
    public OutputStream compress(OutputStream out) throws IOException {
      return new ZstdOutputStream(out);
    }
  }
}
