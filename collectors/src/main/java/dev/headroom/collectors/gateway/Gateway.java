package dev.headroom.collectors.gateway;

import dev.headroom.collectors.gateway.GatewayConfig.Limits;
import dev.headroom.collectors.gateway.GatewayConfig.Listener;
import dev.headroom.collectors.limit.TenantGuards;
import dev.headroom.collectors.spool.Spool;
import dev.headroom.collectors.spool.SpoolLimits;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.apache.kafka.common.KafkaException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running OTLP gateway. A request is answered with success only after Kafka has acknowledged its
 * record, or the spool has it on its disk; a client that was told to send again may store a request
 * twice, which metering counts once.
 */
public final class Gateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
  // Logs a stack trace when a client's message is too large, which the client is told anyway. Kept
  // in a field, since the level of a logger that nobody holds is forgotten.
  private static final java.util.logging.Logger GRPC_STREAM =
      java.util.logging.Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyServerStream");
  private static final int HTTP_THREADS = 64;
  private static final int GRPC_THREADS = 16;

  /**
   * A body of 200 bytes, of which there are many, may so wait for three seconds for a busy server.
   */
  private static final long SLOWEST_BODY_BYTES_PER_SECOND = 64;

  private static final long STOP_WITHIN_MILLIS = 5_000;

  private final UsageTopic topic;
  private final UsageStore store;
  private final KafkaProbe probe;
  private final Readiness readiness;
  private final Clients clients;
  private final @Nullable TlsFiles tls;
  private final Server http;
  private final ServerConnector httpConnector;
  private final io.grpc.Server grpc;
  private final ExecutorService grpcThreads;
  private final Connections.EventLoops grpcLoops;
  private @Nullable ClientReload reload;

  private Gateway(
      UsageTopic topic,
      UsageStore store,
      KafkaProbe probe,
      Readiness readiness,
      Clients clients,
      @Nullable TlsFiles tls,
      Server http,
      ServerConnector httpConnector,
      io.grpc.Server grpc,
      ExecutorService grpcThreads,
      Connections.EventLoops grpcLoops) {
    this.topic = topic;
    this.store = store;
    this.probe = probe;
    this.readiness = readiness;
    this.clients = clients;
    this.tls = tls;
    this.http = http;
    this.httpConnector = httpConnector;
    this.grpc = grpc;
    this.grpcThreads = grpcThreads;
    this.grpcLoops = grpcLoops;
  }

  /**
   * Starts serving. Kafka need not be there: until it is, requests go to the spool, or are answered
   * with 503 if there is none.
   *
   * @throws GatewayStartException if an address cannot be listened on, or the TLS files, the Kafka
   *     settings or the spool directory are not usable
   */
  public static Gateway start(GatewayConfig config) {
    return start(config, OpenTelemetry.noop());
  }

  /**
   * The same.
   *
   * @param openTelemetry where it tells of itself
   */
  public static Gateway start(GatewayConfig config, OpenTelemetry openTelemetry) {
    GRPC_STREAM.setLevel(Level.SEVERE);
    TlsFiles tls = config.tls() == null ? null : TlsFiles.load(config.tls());
    KafkaHealth health =
        new KafkaHealth(
            config.kafka(),
            config.spool() == null
                ? "clients are told to send again"
                : "it goes to the spool " + config.spool().directory());
    KafkaProbe probe;
    UsageTopic topic;
    try {
      probe = new KafkaProbe(config.kafka());
      Duration patience =
          config.spool() == null ? config.kafka().acknowledgeWithin() : config.spool().after();
      topic = new UsageTopic(config.kafka(), config.limits(), patience, health, probe);
    } catch (KafkaException e) {
      throw new GatewayStartException("Kafka settings: " + rootMessage(e), e);
    }
    if (!probe.isReady()) {
      health.away("not reachable at the start, or the topic is missing");
    }
    GatewayMetrics metrics = new GatewayMetrics(openTelemetry);
    metrics.watch(topic);
    UsageStore store = store(config, topic, probe, metrics);
    Gateway gateway = assemble(config, tls, topic, store, probe, metrics);
    try {
      gateway.listen(config);
    } catch (GatewayStartException e) {
      gateway.close();
      throw e;
    }
    LOG.info(
        "gateway {} takes OTLP/HTTP at port {} and OTLP/gRPC at port {}",
        gateway.producerId(),
        gateway.httpPort(),
        gateway.grpcPort());
    return gateway;
  }

  private static UsageStore store(
      GatewayConfig config, UsageTopic topic, KafkaProbe probe, GatewayMetrics metrics) {
    if (config.spool() == null) {
      return new UsageStore.KafkaAlone(topic, probe);
    }
    try {
      SpoolLimits limits = SpoolLimits.of(config.spool().maxBytes());
      Spool spool = Spool.open(config.spool().directory(), limits);
      SpooledKafka store = new SpooledKafka(topic, probe, spool);
      metrics.watch(store);
      return store;
    } catch (IOException e) {
      topic.close();
      probe.close();
      throw new GatewayStartException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Gateway assemble(
      GatewayConfig config,
      @Nullable TlsFiles tls,
      UsageTopic topic,
      UsageStore store,
      KafkaProbe probe,
      GatewayMetrics metrics) {
    Readiness readiness = new Readiness(store);
    Limits limits = config.limits();
    Clients clients =
        new Clients(limits, config.identities(), config.clientLimits(), Clock.systemUTC());
    MemoryBudget budget = new MemoryBudget(limits.maxPendingBytes());
    metrics.watch(budget, limits.maxPendingBytes());
    Intake intake =
        new Intake(
            metrics,
            new TenantGuards(clients::limits),
            store,
            config.kafka().acknowledgeWithin(),
            Clock.systemUTC());

    Server http = new Server(new QueuedThreadPool(HTTP_THREADS, 4));
    HttpConfiguration settings = new HttpConfiguration();
    Connections.limit(settings);
    settings.setSendServerVersion(false);
    HttpConnectionFactory protocol = new HttpConnectionFactory(settings);
    ServerConnector connector;
    if (tls == null) {
      connector = new ServerConnector(http, protocol);
    } else {
      settings.addCustomizer(new SecureRequestCustomizer(false));
      connector = new ServerConnector(http, tls.forJetty(protocol.getProtocol()), protocol);
    }
    connector.setHost(config.http().host());
    connector.setPort(config.http().port());
    http.addConnector(connector);
    Connections.limit(http, connector);
    HttpEndpoint endpoint = new HttpEndpoint(clients, limits, budget, intake, readiness, metrics);
    // Whoever trickles a body in would hold its memory for ever.
    Handler paced = new MinimumDataRateHandler(endpoint, SLOWEST_BODY_BYTES_PER_SECOND, 0);
    // Waits, when it is stopped, for the requests it has.
    http.setHandler(new GracefulHandler(paced));

    ExecutorService threads = Executors.newFixedThreadPool(GRPC_THREADS);
    Connections.EventLoops loops = Connections.EventLoops.start();
    Listener address = config.grpc();
    InetSocketAddress socket = new InetSocketAddress(address.host(), address.port());
    NettyServerBuilder grpc =
        Connections.limit(NettyServerBuilder.forAddress(socket), loops)
            .executor(threads)
            // A chunk more than the limit, which Body keeps: what gRPC throws when a message grows
            // past its own limit reaches the client as UNKNOWN.
            .maxInboundMessageSize(limits.maxDecompressedBytes() + Body.CHUNK_BYTES)
            .decompressorRegistry(Zstd.registry())
            .addStreamTracerFactory(GrpcEndpoint.memory(limits))
            .addService(new GrpcEndpoint(clients, budget, intake, metrics).service());
    if (tls != null) {
      grpc.sslContext(tls.forGrpc());
    }
    return new Gateway(
        topic,
        store,
        probe,
        readiness,
        clients,
        tls,
        http,
        connector,
        grpc.build(),
        threads,
        loops);
  }

  private void listen(GatewayConfig config) {
    try {
      http.start();
    } catch (Exception e) { // Jetty's start declares it.
      throw cannotListen("http", config.http(), e);
    }
    try {
      grpc.start();
    } catch (IOException e) {
      throw cannotListen("grpc", config.grpc(), e);
    }
  }

  private static GatewayStartException cannotListen(String what, Listener at, Exception e) {
    return new GatewayStartException(
        "%s: cannot listen on %s port %d: %s".formatted(what, at.host(), at.port(), rootMessage(e)),
        e);
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }

  /** Why no usage is taken now; empty if it is. May block for two seconds. */
  public Optional<String> complaint() {
    return readiness.complaint();
  }

  /** From now on it says that it is not ready, and goes on taking usage until it is closed. */
  public void leave() {
    readiness.leave();
  }

  /**
   * Reads the clients and their limits again when the file has changed, or one of the files of
   * tokens and keys that it names. With a file that cannot be used they stay who they were.
   *
   * @param file what the configuration was read from
   * @param inUse what was read
   */
  public void reloadClients(Path file, Map<String, String> environment, GatewayConfig inUse) {
    reload = new ClientReload(file, environment, inUse, clients);
    reload.start();
  }

  /** Where OTLP/HTTP is served. */
  public int httpPort() {
    return httpConnector.getLocalPort();
  }

  /** Where OTLP/gRPC is served. */
  public int grpcPort() {
    return grpc.getPort();
  }

  /**
   * {@code gateway-<uuid>}: what the producer ids of this gateway's records start with; a point and
   * the partition follow. New at every start, and after a final failure of Kafka.
   */
  public String producerId() {
    return topic.producerId();
  }

  /** Points in records that Kafka has acknowledged since the start. */
  public long acknowledgedPoints() {
    return topic.acknowledgedPoints();
  }

  /** Takes no more requests, answers those it has, and closes; within about ten seconds. */
  @Override
  public void close() {
    if (reload != null) {
      reload.close();
    }
    try {
      grpc.shutdown();
      http.setStopTimeout(STOP_WITHIN_MILLIS);
      http.stop();
      if (!grpc.awaitTermination(STOP_WITHIN_MILLIS, TimeUnit.MILLISECONDS)) {
        grpc.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) { // Jetty's stop declares it.
      LOG.warn("the HTTP server did not stop cleanly: {}", rootMessage(e));
    }
    store.close();
    probe.close();
    if (tls != null) {
      tls.close();
    }
    grpcThreads.shutdownNow();
    grpcLoops.close();
  }
}
