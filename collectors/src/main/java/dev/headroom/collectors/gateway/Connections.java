package dev.headroom.collectors.gateway;

import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * What connections may do, whoever opened them. The figures are in docs/explanation/gateway.md.
 * HTTP/2 resets are those of CVE-2023-44487: a client may open and reset streams faster than the
 * server can forget them.
 */
final class Connections {
  /** Of each protocol. */
  static final int MOST = 10_000;

  /** Of a request, all together; of gRPC metadata too. */
  static final int HEADER_BYTES = 16 << 10;

  static final Duration HTTP_IDLE = Duration.ofSeconds(30);

  /**
   * HTTP connections that wait to be accepted, when all clients come back at once; with Java's own
   * 50 the others would try again a second later, and again.
   */
  private static final int HTTP_BACKLOG = 1024;

  /** Of HTTP connections once there are as many as may be. */
  private static final Duration HTTP_IDLE_WHEN_FULL = Duration.ofSeconds(2);

  private static final Duration GRPC_HANDSHAKE = Duration.ofSeconds(10);
  private static final Duration GRPC_IDLE = Duration.ofMinutes(2);
  private static final Duration GRPC_KEEP_ALIVE = Duration.ofMinutes(1);
  private static final int GRPC_CALLS = 128;

  /** What a connection may send ahead of what is being read of it. */
  private static final int GRPC_WINDOW_BYTES = 256 << 10;

  private static final int RESETS = 200;
  private static final int RESETS_SECONDS = 30;

  private Connections() {}

  static void limit(HttpConfiguration settings) {
    settings.setRequestHeaderSize(HEADER_BYTES);
  }

  static void limit(Server server, ServerConnector connector) {
    connector.setIdleTimeout(HTTP_IDLE.toMillis());
    connector.setAcceptQueueSize(HTTP_BACKLOG);
    NetworkConnectionLimit limit = new NetworkConnectionLimit(MOST, connector);
    limit.setEndPointIdleTimeout(HTTP_IDLE_WHEN_FULL.toMillis());
    server.addBean(limit);
  }

  static NettyServerBuilder limit(NettyServerBuilder server, EventLoops loops) {
    AtomicInteger open = new AtomicInteger();
    return server
        .bossEventLoopGroup(loops.accepting())
        .workerEventLoopGroup(loops.reading())
        .channelFactory(() -> new LimitedServerChannel(open))
        .handshakeTimeout(GRPC_HANDSHAKE.toSeconds(), TimeUnit.SECONDS)
        .maxConnectionIdle(GRPC_IDLE.toSeconds(), TimeUnit.SECONDS)
        .keepAliveTime(GRPC_KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS)
        .permitKeepAliveTime(10, TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true)
        .maxConcurrentCallsPerConnection(GRPC_CALLS)
        .flowControlWindow(GRPC_WINDOW_BYTES)
        .maxInboundMetadataSize(HEADER_BYTES)
        .maxRstFramesPerWindow(RESETS, RESETS_SECONDS);
  }

  /** The threads that wait for gRPC's connections. */
  record EventLoops(EventLoopGroup accepting, EventLoopGroup reading) implements AutoCloseable {
    static EventLoops start() {
      return new EventLoops(
          new MultiThreadIoEventLoopGroup(
              1, new DefaultThreadFactory("grpc-accept", true), NioIoHandler.newFactory()),
          new MultiThreadIoEventLoopGroup(
              0, new DefaultThreadFactory("grpc-read", true), NioIoHandler.newFactory()));
    }

    @Override
    public void close() {
      var unusedAccepting = accepting.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      var unusedReading = reading.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }

  /** Closes what is one too many as soon as it is accepted. */
  private static final class LimitedServerChannel extends NioServerSocketChannel {
    private final AtomicInteger open;

    LimitedServerChannel(AtomicInteger open) {
      this.open = open;
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
      int before = accepted.size();
      int result = super.doReadMessages(accepted);
      for (int i = accepted.size() - 1; i >= before; i--) {
        Channel channel = (Channel) accepted.get(i);
        if (open.incrementAndGet() > MOST) {
          open.decrementAndGet();
          accepted.remove(i);
          channel.unsafe().closeForcibly();
        } else {
          var unused = channel.closeFuture().addListener(closed -> open.decrementAndGet());
        }
      }
      return result;
    }
  }
}
