package dev.headroom.collectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.collectors.Await;
import dev.headroom.collectors.identity.TestAuthority;
import dev.headroom.collectors.identity.TestAuthority.Identity;
import dev.headroom.embedded.EmbeddedKafka;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporterBuilder;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableDoublePointData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableGaugeData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableMetricData;
import io.opentelemetry.sdk.resources.Resource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted connections, certificates of clients, and files that change while it runs. */
class TlsTest {
  @TempDir private static Path directory;
  private static EmbeddedKafka kafka;
  private static TestAuthority authority;
  private static Identity acme;
  private static Identity stranger;

  @BeforeAll
  static void start() throws Exception {
    kafka = EmbeddedKafka.start(directory.resolve("kafka"));
    kafka.createTopics(new EmbeddedKafka.Topic("usage", 1, Map.of()));
    authority = TestAuthority.create(directory, "authority");
    acme = authority.issue("CN=acme-agent,O=Acme", null);
    stranger = TestAuthority.create(directory, "stranger").issue("CN=acme-agent,O=Acme", null);
    server(authority.issue("CN=first", "ip:127.0.0.1"));
    Files.writeString(directory.resolve("ca.pem"), authority.pem());
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  private static void server(Identity identity) throws Exception {
    Files.writeString(directory.resolve("tls.pem"), identity.chainPem());
    Files.writeString(directory.resolve("key.pem"), identity.keyPem());
  }

  private static Path config(String clients, boolean required) throws IOException {
    Path file = directory.resolve("gateway.yaml");
    Path written = directory.resolve("gateway.yaml.new");
    Files.writeString(
        written,
        """
        apiVersion: headroom.dev/v1
        kind: Gateway
        http: {port: 0}
        grpc: {port: 0}
        kafka: {bootstrapServers: "%s", topic: usage}
        tls: {certificateFile: tls.pem, privateKeyFile: key.pem, clientCaFile: ca.pem, clientCertificateRequired: %s}
        clients: [%s]
        """
            .formatted(kafka.bootstrapServers(), required, clients));
    Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
    return file;
  }

  private static Gateway gateway(Path file) throws IOException {
    GatewayConfig config =
        GatewayConfig.parse(file.toString(), Files.readString(file), Map.of("TOKEN", "secret"));
    Gateway gateway = Gateway.start(config);
    gateway.reloadClients(file, Map.of("TOKEN", "secret"), config);
    return gateway;
  }

  @Test
  void aCertificateOrATokenIsNeededOnBothProtocols() throws Exception {
    long before = senders().count();
    String clients =
        "{tenant: acme, certificate: \"CN=acme-agent,O=Acme\"}, {tenant: globex, tokenEnv: TOKEN}";
    try (Gateway gateway = gateway(config(clients, false))) {
      assertThat(post(gateway, acme, null)).isEqualTo(200);
      assertThat(post(gateway, null, "secret")).isEqualTo(200);
      assertThat(post(gateway, null, null)).isEqualTo(401);
      assertThat(post(gateway, acme, "secret")).isEqualTo(401);
      // Its authority is not among those the server asks for, so that it is not even sent.
      assertThat(post(gateway, stranger, null)).isEqualTo(401);

      assertThat(grpc(gateway, acme, null)).isTrue();
      assertThat(grpc(gateway, null, "secret")).isTrue();
      assertThat(grpc(gateway, null, null)).isFalse();
      assertThat(grpc(gateway, acme, "secret")).isFalse();
      assertThat(grpc(gateway, stranger, null)).isFalse();
    }
    assertThat(senders().skip(before)).containsExactly("acme", "globex", "acme", "globex");
  }

  @Test
  void whereACertificateIsRequiredATokenAloneIsNotEnough() throws Exception {
    try (Gateway gateway = gateway(config("{tenant: globex, tokenEnv: TOKEN}", true))) {
      assertThatThrownBy(() -> post(gateway, null, "secret")).isInstanceOf(IOException.class);
      assertThat(grpc(gateway, null, "secret")).isFalse();
      assertThatThrownBy(() -> post(gateway, stranger, "secret")).isInstanceOf(IOException.class);
      assertThat(post(gateway, acme, "secret")).isEqualTo(200);
      assertThat(grpc(gateway, acme, "secret")).isTrue();
    }
  }

  @Test
  void newKeysAndNewClientsNeedNoRestart() throws Exception {
    try (Gateway gateway = gateway(config("{tenant: globex, tokenEnv: TOKEN}", false))) {
      assertThat(post(gateway, null, "secret")).isEqualTo(200);
      assertThat(post(gateway, acme, null)).isEqualTo(401);
      config("{tenant: acme, certificate: \"CN=acme-agent,O=Acme\"}", false);
      Await.until("the files are read again", () -> post(gateway, acme, null) == 200);
      assertThat(post(gateway, null, "secret")).isEqualTo(401);

      Files.writeString(directory.resolve("gateway.yaml"), "kind: nonsense");
      Identity second = authority.issue("CN=second", "ip:127.0.0.1");
      server(second);
      Await.until("the files are read again", () -> subject(gateway).equals(second.certificate()));
      assertThat(post(gateway, acme, null)).isEqualTo(200);
    }
  }

  @Test
  void namesAFileThatCannotBeUsed() throws Exception {
    Path file = config("{tenant: globex, tokenEnv: TOKEN}", false);
    Files.writeString(file, Files.readString(file).replace("key.pem", "nowhere.pem"));
    assertThatThrownBy(() -> gateway(file))
        .isInstanceOf(GatewayStartException.class)
        .hasMessageStartingWith("tls: ")
        .hasMessageContaining(directory.resolve("nowhere.pem") + " cannot be read");
  }

  private static Stream<String> senders() {
    return UsageRecords.all(kafka.bootstrapServers(), "usage").stream().map(UsageRecords::key);
  }

  private static int post(Gateway gateway, @Nullable Identity identity, @Nullable String token)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("https://127.0.0.1:" + gateway.httpPort() + "/v1/metrics"))
            .header("Content-Type", "application/x-protobuf")
            .POST(HttpRequest.BodyPublishers.ofByteArray(Requests.withPoints(1)));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return client(identity)
        .send(request.build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static X509Certificate subject(Gateway gateway) throws Exception {
    HttpResponse<Void> response =
        client(null)
            .send(
                HttpRequest.newBuilder(
                        URI.create("https://127.0.0.1:" + gateway.httpPort() + "/livez"))
                    .build(),
                HttpResponse.BodyHandlers.discarding());
    return (X509Certificate) response.sslSession().orElseThrow().getPeerCertificates()[0];
  }

  /** A new one, so that a new connection is made. */
  private static HttpClient client(@Nullable Identity identity) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", authority.certificate());
    trust.init(trusted);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    if (identity != null) {
      keys.init(identity.keyStore(), identity.password());
    }
    context.init(identity == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static boolean grpc(Gateway gateway, @Nullable Identity identity, @Nullable String token)
      throws Exception {
    OtlpGrpcMetricExporterBuilder builder =
        OtlpGrpcMetricExporter.builder()
            .setEndpoint("https://127.0.0.1:" + gateway.grpcPort())
            .setRetryPolicy(null)
            .setTrustedCertificates(authority.pem().getBytes(StandardCharsets.UTF_8));
    if (token != null) {
      builder.addHeader("authorization", "Bearer " + token);
    }
    if (identity != null) {
      builder.setClientTls(
          identity.keyPem().getBytes(StandardCharsets.UTF_8),
          identity.chainPem().getBytes(StandardCharsets.UTF_8));
    }
    MetricData nothing =
        ImmutableMetricData.createDoubleGauge(
            Resource.empty(),
            InstrumentationScopeInfo.empty(),
            "load",
            "",
            "1",
            ImmutableGaugeData.create(
                List.of(ImmutableDoublePointData.create(0, 1, Attributes.empty(), 1))));
    try (OtlpGrpcMetricExporter exporter = builder.build()) {
      return exporter.export(List.of(nothing)).join(20, TimeUnit.SECONDS).isSuccess();
    }
  }
}
