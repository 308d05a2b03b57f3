package dev.headroom.collectors.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.util.JsonFormat;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.headroom.collectors.Await;
import dev.headroom.collectors.identity.TestAuthority;
import dev.headroom.collectors.identity.TestAuthority.Identity;
import dev.headroom.embedded.EmbeddedKafka;
import io.grpc.Grpc;
import io.grpc.TlsChannelCredentials;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A gateway that knows its clients in every way there is, and who comes to it: known ones, and ones
 * that are unknown, expired, or were known until a moment ago.
 */
final class SpoofSenders implements AutoCloseable {
  static final String TOPIC = "spoof";
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "ACME", "acme-t", "SHARED", "shared-t", "EXPIRED", "expired-t", "REVOKED", "revoked-t");

  /** Clients that are known at first. */
  private static final String GONE =
      """
        - {tenant: globex, tokenEnv: REVOKED}
        - {tenant: globex, certificate: "CN=gone"}
        - {tenant: globex, jwtSubject: gone-subject}
      """;

  private final TestAuthority authority;
  private final Gateway gateway;
  private final Map<String, Sender> senders = new LinkedHashMap<>();

  /** Whoever proves something, or nothing, in a way of his own. */
  private record Sender(@Nullable String token, @Nullable Identity certificate, HttpClient http) {}

  SpoofSenders(EmbeddedKafka kafka, Path directory) throws Exception {
    kafka.createTopics(new EmbeddedKafka.Topic(TOPIC, 3, Map.of()));
    authority = TestAuthority.create(directory, "authority");
    TestAuthority stranger = TestAuthority.create(directory, "stranger");
    Identity server = authority.issue("CN=gateway", "ip:127.0.0.1");
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
    ECKey strangersKey = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
    Files.writeString(directory.resolve("tls.pem"), server.chainPem());
    Files.writeString(directory.resolve("key.pem"), server.keyPem());
    Files.writeString(directory.resolve("ca.pem"), authority.pem());
    Files.writeString(directory.resolve("jwks.json"), new JWKSet(key.toPublicJWK()).toString());
    Instant later = Instant.now().plusSeconds(3600);

    Identity shared = authority.issue("CN=shared", null);
    Identity gone = authority.issue("CN=gone", null);
    add("token of acme", "acme-t", null);
    add("certificate of acme", null, authority.issue("CN=acme", null));
    add("JWT of acme", jwt(key, "acme-subject", null, later), null);
    add("JWT with a claim", jwt(key, "anybody", "acme", later), null);
    add("token of shared-db", "shared-t", null);
    add("certificate of shared-db", null, shared);
    add("JWT of shared-db", jwt(key, "shared-subject", "initech", later), null);
    add("token and certificate of one", "shared-t", shared);
    add("nothing", null, null);
    add("unknown token", "nonsense", null);
    add("expired token", "expired-t", null);
    add("revoked token", "revoked-t", null);
    add("expired JWT", jwt(key, "acme-subject", "acme", Instant.now().minusSeconds(600)), null);
    add("JWT signed by a stranger", jwt(strangersKey, "acme-subject", "acme", later), null);
    add("JWT for another audience", jwt(key, "acme-subject", "acme", later, "other"), null);
    add("revoked JWT", jwt(key, "gone-subject", null, later), null);
    add("revoked certificate", null, gone);
    add("certificate of nobody", null, authority.issue("CN=nobody", null));
    add("certificate by a stranger", null, stranger.issue("CN=acme", null));
    add("token and certificate of two", "acme-t", shared);

    Path file = directory.resolve("gateway.yaml");
    write(file, kafka, GONE);
    GatewayConfig config =
        GatewayConfig.parse(file.toString(), Files.readString(file), ENVIRONMENT);
    gateway = Gateway.start(config);
    gateway.reloadClients(file, ENVIRONMENT, config);
    byte[] request = Requests.withPoints(1);
    for (String revoked : new String[] {"revoked token", "revoked JWT", "revoked certificate"}) {
      if (http(revoked, request, MediaType.PROTOBUF) != 200) {
        throw new IllegalStateException("not known before it was revoked: " + revoked);
      }
    }
    write(file, kafka, "");
    Await.until(
        "they are revoked", () -> http("revoked token", request, MediaType.PROTOBUF) == 401);
  }

  private static void write(Path file, EmbeddedKafka kafka, String gone) throws Exception {
    String text =
        """
        apiVersion: headroom.dev/v1
        kind: Gateway
        http: {port: 0}
        grpc: {port: 0}
        kafka: {bootstrapServers: "%s", topic: %s}
        tls: {certificateFile: tls.pem, privateKeyFile: key.pem, clientCaFile: ca.pem}
        jwt: {jwksFile: jwks.json, issuer: issuer, audience: headroom, tenantClaim: tenant}
        clients:
          - {tenant: acme, tokenEnv: ACME}
          - {tenant: acme, certificate: "CN=acme"}
          - {tenant: acme, jwtSubject: acme-subject}
          - {tenant: acme, tokenEnv: EXPIRED, expires: 2020-01-01T00:00:00Z}
        %sproducers:
          - {producer: shared-db, mayReportFor: [acme, globex], tokenEnv: SHARED}
          - {producer: shared-db, mayReportFor: [acme, globex], certificate: "CN=shared"}
          - {producer: shared-db, mayReportFor: [acme, globex], jwtSubject: shared-subject}
        """
            .formatted(kafka.bootstrapServers(), TOPIC, gone);
    Path written = file.resolveSibling("gateway.yaml.new");
    Files.writeString(written, text);
    Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private void add(String name, @Nullable String token, @Nullable Identity certificate)
      throws Exception {
    senders.put(name, new Sender(token, certificate, client(certificate)));
  }

  private static String jwt(ECKey key, String subject, @Nullable String tenant, Instant expires)
      throws Exception {
    return jwt(key, subject, tenant, expires, "headroom");
  }

  private static String jwt(
      ECKey key, String subject, @Nullable String tenant, Instant expires, String audience)
      throws Exception {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer("issuer")
            .audience(audience)
            .subject(subject)
            .claim("tenant", tenant)
            .expirationTime(Date.from(expires))
            .build();
    SignedJWT jwt =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k").build(), claims);
    jwt.sign(new ECDSASigner(key));
    return jwt.serialize();
  }

  private HttpClient client(@Nullable Identity identity) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", authority.certificate());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    if (identity != null) {
      keys.init(identity.keyStore(), identity.password());
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(identity == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  /** The status that this one's request is answered with. */
  int http(String sender, byte[] request, MediaType type) throws Exception {
    Sender who = Objects.requireNonNull(senders.get(sender), sender);
    byte[] body =
        type == MediaType.PROTOBUF
            ? request
            : JsonFormat.printer()
                .print(ExportMetricsServiceRequest.parseFrom(request))
                .getBytes(UTF_8);
    HttpRequest.Builder post =
        HttpRequest.newBuilder(
                URI.create("https://127.0.0.1:" + gateway.httpPort() + "/v1/metrics"))
            .header("Content-Type", type.token())
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (who.token != null) {
      post.header("Authorization", "Bearer " + who.token);
    }
    return who.http.send(post.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  /** A connection of this one's. */
  GrpcCalls grpc(String sender) throws Exception {
    Sender who = Objects.requireNonNull(senders.get(sender), sender);
    TlsChannelCredentials.Builder credentials =
        TlsChannelCredentials.newBuilder().trustManager(stream(authority.pem()));
    if (who.certificate != null) {
      credentials.keyManager(stream(who.certificate.chainPem()), stream(who.certificate.keyPem()));
    }
    return new GrpcCalls(
        Grpc.newChannelBuilderForAddress("127.0.0.1", gateway.grpcPort(), credentials.build()),
        who.token);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  @Override
  public void close() {
    gateway.close();
  }
}
