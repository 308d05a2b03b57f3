package dev.headroom.collectors.gateway;

import dev.headroom.collectors.gateway.GatewayConfig.Tls;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.CertificateUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's key and the authorities of its clients, read again when their files change. A file
 * that cannot be used then is logged, and what was read before stays in use.
 */
final class TlsFiles implements AutoCloseable {
  private static final long RELOAD_SECONDS = 5;
  private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);

  private final Tls files;
  private final AdvancedTlsX509KeyManager key = new AdvancedTlsX509KeyManager();
  private final @Nullable AdvancedTlsX509TrustManager clients;
  private final ScheduledExecutorService reload =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "tls-reload");
            thread.setDaemon(true);
            return thread;
          });
  private List<String> inUse = List.of();
  private String complaint = "";

  private TlsFiles(Tls files) throws CertificateException {
    this.files = files;
    clients =
        files.clientAuthorities() == null
            ? null
            : AdvancedTlsX509TrustManager.newBuilder()
                .setVerification(
                    AdvancedTlsX509TrustManager.Verification.CERTIFICATE_ONLY_VERIFICATION)
                .build();
  }

  /** Throws {@link GatewayStartException} naming a file that cannot be used. */
  static TlsFiles load(Tls files) {
    try {
      TlsFiles tls = new TlsFiles(files);
      tls.read();
      var unused =
          tls.reload.scheduleWithFixedDelay(
              tls::readAgain, RELOAD_SECONDS, RELOAD_SECONDS, TimeUnit.SECONDS);
      return tls;
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new GatewayStartException("tls: " + e.getMessage(), e);
    }
  }

  private void readAgain() {
    try {
      read();
      complaint = "";
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      String said = String.valueOf(e.getMessage());
      if (!said.equals(complaint)) {
        LOG.error("tls: what was read before stays in use: {}", said);
        complaint = said;
      }
    }
  }

  /** Takes all files together, if one has changed. */
  private void read() throws IOException, GeneralSecurityException {
    List<Path> paths = new ArrayList<>(List.of(files.certificates(), files.privateKey()));
    if (files.clientAuthorities() != null) {
      paths.add(files.clientAuthorities());
    }
    List<String> texts = new ArrayList<>();
    for (Path path : paths) {
      try {
        texts.add(Files.readString(path));
      } catch (IOException e) {
        throw new IOException(path + " cannot be read", e);
      }
    }
    if (texts.equals(inUse)) {
      return;
    }
    X509Certificate[] chain = certificates(files.certificates(), texts.get(0));
    PrivateKey privateKey;
    try {
      privateKey = CertificateUtils.getPrivateKey(stream(texts.get(1)));
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new IOException(files.privateKey() + " is no private key in PKCS #8", e);
    }
    if (!privateKey.getAlgorithm().equals(chain[0].getPublicKey().getAlgorithm())) {
      throw new IOException(
          files.privateKey() + " is not the key of the certificate in " + files.certificates());
    }
    if (clients != null) {
      clients.updateTrustCredentials(certificates(paths.get(2), texts.get(2)));
    }
    key.updateIdentityCredentials(chain, privateKey);
    inUse = texts;
  }

  private static X509Certificate[] certificates(Path file, String pem) throws IOException {
    try {
      X509Certificate[] found = CertificateUtils.getX509Certificates(stream(pem));
      if (found.length > 0) {
        return found;
      }
    } catch (CertificateException e) {
      throw new IOException(file + " holds no certificate in PEM", e);
    }
    throw new IOException(file + " holds no certificate in PEM");
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  SslConnectionFactory forJetty(String protocol) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {key}, clients == null ? null : new TrustManager[] {clients}, null);
      SslContextFactory.Server factory = new SslContextFactory.Server();
      factory.setSslContext(context);
      factory.setNeedClientAuth(files.clientCertificateRequired());
      factory.setWantClientAuth(clients != null && !files.clientCertificateRequired());
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
          .clientAuth(files.clientCertificateRequired() ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL);
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
