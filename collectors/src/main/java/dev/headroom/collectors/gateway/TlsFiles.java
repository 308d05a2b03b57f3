package dev.headroom.collectors.gateway;

import dev.headroom.collectors.gateway.GatewayConfig.Tls;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * The server's key and the authorities of its clients, read again when their files change. A file
 * that cannot be used then is logged, and what was read before stays in use.
 */
final class TlsFiles implements AutoCloseable {
  private static final long RELOAD_SECONDS = 5;

  private final AdvancedTlsX509KeyManager key;
  private final @Nullable AdvancedTlsX509TrustManager clients;
  private final boolean clientCertificateRequired;
  private final ScheduledExecutorService reload;

  private TlsFiles(
      AdvancedTlsX509KeyManager key,
      @Nullable AdvancedTlsX509TrustManager clients,
      boolean clientCertificateRequired,
      ScheduledExecutorService reload) {
    this.key = key;
    this.clients = clients;
    this.clientCertificateRequired = clientCertificateRequired;
    this.reload = reload;
  }

  /** Throws {@link GatewayStartException} naming a file that cannot be used. */
  static TlsFiles load(Tls tls) {
    ScheduledExecutorService reload =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "tls-reload");
              thread.setDaemon(true);
              return thread;
            });
    String reading = tls.certificates() + " and " + tls.privateKey();
    try {
      AdvancedTlsX509KeyManager key = new AdvancedTlsX509KeyManager();
      var unused =
          key.updateIdentityCredentials(
              tls.certificates().toFile(),
              tls.privateKey().toFile(),
              RELOAD_SECONDS,
              TimeUnit.SECONDS,
              reload);
      AdvancedTlsX509TrustManager clients = null;
      Path authorities = tls.clientAuthorities();
      if (authorities != null) {
        reading = authorities.toString();
        clients =
            AdvancedTlsX509TrustManager.newBuilder()
                .setVerification(
                    AdvancedTlsX509TrustManager.Verification.CERTIFICATE_ONLY_VERIFICATION)
                .build();
        var unusedToo =
            clients.updateTrustCredentials(
                authorities.toFile(), RELOAD_SECONDS, TimeUnit.SECONDS, reload);
      }
      return new TlsFiles(key, clients, tls.clientCertificateRequired(), reload);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      reload.shutdownNow();
      throw new GatewayStartException("tls: " + reading + " cannot be used: " + e, e);
    }
  }

  SslConnectionFactory forJetty(String protocol) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {key}, clients == null ? null : new TrustManager[] {clients}, null);
      SslContextFactory.Server factory = new SslContextFactory.Server();
      factory.setSslContext(context);
      factory.setNeedClientAuth(clientCertificateRequired);
      factory.setWantClientAuth(clients != null && !clientCertificateRequired);
      return new SslConnectionFactory(factory, protocol);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has TLS", e);
    }
  }

  SslContext forGrpc() {
    SslContextBuilder builder = GrpcSslContexts.configure(SslContextBuilder.forServer(key));
    if (clients != null) {
      builder
          .trustManager(clients)
          .clientAuth(clientCertificateRequired ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL);
    }
    try {
      return builder.build();
    } catch (SSLException e) {
      throw new GatewayStartException("tls: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    reload.shutdownNow();
  }
}
