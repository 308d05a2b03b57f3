package dev.headroom.autoscaler.keda;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Listens for KEDA, by gRPC without TLS. */
public final class ExternalScaler implements AutoCloseable {
  /** A question is a few strings. */
  private static final int LARGEST_QUESTION_BYTES = 64 * 1024;

  private static final long STOP_SECONDS = 5;

  private final Server server;
  private final ExternalScalerService service;

  private ExternalScaler(Server server, ExternalScalerService service) {
    this.server = server;
    this.service = service;
  }

  /**
   * Starts to listen.
   *
   * @param address port 0 takes a free one
   * @throws IOException if that cannot be; the message names the address
   */
  public static ExternalScaler listen(InetSocketAddress address, WantedReplicas wanted)
      throws IOException {
    ExternalScalerService service = new ExternalScalerService(wanted);
    Server server =
        NettyServerBuilder.forAddress(address)
            .maxInboundMessageSize(LARGEST_QUESTION_BYTES)
            .addService(service)
            .build();
    try {
      return new ExternalScaler(server.start(), service);
    } catch (IOException e) {
      throw new IOException(
          "cannot listen for KEDA on %s:%d: %s"
              .formatted(address.getHostString(), address.getPort(), e.getMessage()),
          e);
    }
  }

  /** Where it listens. */
  public int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.shutdown();
    service.endStreams();
    try {
      if (!server.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
