package dev.headroom.collectors.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.headroom.collectors.identity.TestAuthority;
import dev.headroom.collectors.identity.TestAuthority.Identity;
import dev.headroom.embedded.EmbeddedKafka;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.resources.Resource;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every kind of identity, with every claim, on every protocol, over encrypted connections: what is
 * answered, and under whose key it is in Kafka. That a claim may stand in three places is the
 * matter of {@link SpoofTest}.
 */
class IdentityMatrixTest {
  /** What the resource claims to be: nothing, the tenant itself, another one. */
  private static final String MATRIX =
      """
      identity                          | -   | acme | globex | key
      nobody                            | 401 | 401  | 401    |
      a token                           | 200 | 200  | 403    | acme
      a token that nobody has           | 401 | 401  | 401    |
      a token that has expired          | 401 | 401  | 401    |
      a certificate                     | 200 | 200  | 403    | acme
      a certificate of nobody listed    | 401 | 401  | 401    |
      a certificate of a stranger's CA  | 401 | 401  | 401    |
      a JWT of the tenant               | 200 | 200  | 403    | acme
      a JWT signed by somebody else     | 401 | 401  | 401    |
      a JWT that has expired            | 401 | 401  | 401    |
      a JWT for another audience        | 401 | 401  | 401    |
      a JWT of a shared producer        | 200 | 200  | 403    | shared
      a certificate and its own token   | 200 | 200  | 403    | acme
      a certificate, another's token    | 401 | 401  | 401    |
      """;

  private static final List<String> CLAIMS = List.of("", "acme", "globex");

  @TempDir private Path directory;

  /** How a client shows who it is. */
  private record Credentials(@Nullable Identity certificate, @Nullable String token) {}

  @Test
  void theMatrix() throws Exception {
    TestAuthority authority = TestAuthority.create(directory, "authority");
    Map<String, Credentials> known = new LinkedHashMap<>();
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
    credentials(known, authority, key);
    Identity server = authority.issue("CN=server", "ip:127.0.0.1");
    Files.writeString(directory.resolve("tls.pem"), server.chainPem());
    Files.writeString(directory.resolve("key.pem"), server.keyPem());
    Files.writeString(directory.resolve("ca.pem"), authority.pem());
    Files.writeString(directory.resolve("jwks.json"), new JWKSet(key.toPublicJWK()).toString());

    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"))) {
      kafka.createTopics(new EmbeddedKafka.Topic("usage", 1, Map.of()));
      List<String> keys = new ArrayList<>();
      try (Gateway gateway = Gateway.start(config(kafka))) {
        for (String line : MATRIX.lines().skip(1).toList()) {
          List<String> row = List.of(line.split("\\|", -1)).stream().map(String::strip).toList();
          Credentials who = Objects.requireNonNull(known.get(row.get(0)), row.get(0));
          TlsClient client = new TlsClient(gateway, authority, who);
          for (int claim = 0; claim < CLAIMS.size(); claim++) {
            String claimed = CLAIMS.get(claim);
            int expected = Integer.parseInt(row.get(1 + claim));
            String cell = row.get(0) + ", claiming '" + claimed + "'";
            assertThat(client.protobuf(claimed)).as(cell + ", Protobuf").isEqualTo(expected);
            assertThat(client.json(claimed)).as(cell + ", JSON").isEqualTo(expected);
            assertThat(client.grpc(claimed)).as(cell + ", gRPC").isEqualTo(expected == 200);
            for (int protocol = 0; expected == 200 && protocol < 3; protocol++) {
              keys.add(row.get(4));
            }
          }
        }
      }
      assertThat(UsageRecords.all(kafka.bootstrapServers(), "usage"))
          .extracting(UsageRecords::key)
          .containsExactlyElementsOf(keys);
    }
  }

  private void credentials(Map<String, Credentials> known, TestAuthority authority, ECKey key)
      throws Exception {
    Identity acme = authority.issue("CN=acme-agent,O=Acme", null);
    ECKey other = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
    Date later = Date.from(Instant.now().plus(Duration.ofHours(1)));
    Date before = Date.from(Instant.now().minus(Duration.ofHours(1)));
    known.put("nobody", new Credentials(null, null));
    known.put("a token", new Credentials(null, "good"));
    known.put("a token that nobody has", new Credentials(null, "guessed"));
    known.put("a token that has expired", new Credentials(null, "old"));
    known.put("a certificate", new Credentials(acme, null));
    known.put(
        "a certificate of nobody listed",
        new Credentials(authority.issue("CN=somebody", null), null));
    known.put(
        "a certificate of a stranger's CA",
        new Credentials(
            TestAuthority.create(directory, "stranger").issue("CN=acme-agent,O=Acme", null), null));
    known.put("a JWT of the tenant", jwt(key, "headroom", "s", "acme", later));
    known.put("a JWT signed by somebody else", jwt(other, "headroom", "s", "acme", later));
    known.put("a JWT that has expired", jwt(key, "headroom", "s", "acme", before));
    known.put("a JWT for another audience", jwt(key, "elsewhere", "s", "acme", later));
    known.put("a JWT of a shared producer", jwt(key, "headroom", "service:shared", null, later));
    known.put("a certificate and its own token", new Credentials(acme, "good"));
    known.put("a certificate, another's token", new Credentials(acme, "another's"));
  }

  private static Credentials jwt(
      ECKey key, String audience, String subject, @Nullable String tenant, Date until)
      throws Exception {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer("issuer")
            .audience(audience)
            .subject(subject)
            .expirationTime(until);
    if (tenant != null) {
      claims.claim("tenant", tenant);
    }
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
            claims.build());
    jwt.sign(new ECDSASigner(key));
    return new Credentials(null, jwt.serialize());
  }

  private GatewayConfig config(EmbeddedKafka kafka) throws Exception {
    String text =
        """
        apiVersion: headroom.dev/v1
        kind: Gateway
        http: {port: 0}
        grpc: {port: 0}
        kafka: {bootstrapServers: "%s", topic: usage}
        tls: {certificateFile: tls.pem, privateKeyFile: key.pem, clientCaFile: ca.pem}
        jwt: {jwksFile: jwks.json, issuer: issuer, audience: headroom, tenantClaim: tenant}
        clients:
          - {tenant: acme, tokenSha256: %s}
          - {tenant: acme, tokenSha256: %s, expires: 2020-01-01T00:00:00Z}
          - {tenant: globex, tokenSha256: %s}
          - {tenant: acme, certificate: "CN=acme-agent,O=Acme"}
        producers:
          - {producer: shared, mayReportFor: [acme], jwtSubject: "service:shared"}
        """
            .formatted(
                kafka.bootstrapServers(), sha256("good"), sha256("old"), sha256("another's"));
    return GatewayConfig.parse(directory.resolve("gateway.yaml").toString(), text, Map.of());
  }

  private static String sha256(String token) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
  }

  /** One client on every protocol, with the same credentials. */
  private static final class TlsClient {
    private final Gateway gateway;
    private final TestAuthority authority;
    private final Credentials who;
    private final HttpClient http;

    TlsClient(Gateway gateway, TestAuthority authority, Credentials who) throws Exception {
      this.gateway = gateway;
      this.authority = authority;
      this.who = who;
      this.http = TlsTest.client(authority, who.certificate());
    }

    int protobuf(String claimed) throws Exception {
      byte[] request = Requests.claiming(null, null, claimed.isEmpty() ? null : claimed);
      return post("application/x-protobuf", request);
    }

    int json(String claimed) throws Exception {
      String attributes =
          claimed.isEmpty()
              ? ""
              : "{\"key\": \"tenant.id\", \"value\": {\"stringValue\": \"%s\"}}".formatted(claimed);
      String request =
          """
          {"resourceMetrics": [{"resource": {"attributes": [%s]}, "scopeMetrics": [{"metrics": [
            {"name": "load", "unit": "1", "gauge": {"dataPoints": [{"timeUnixNano": "1", "asDouble": 1}]}}
          ]}]}]}
          """
              .formatted(attributes);
      return post("application/json", request.getBytes(UTF_8));
    }

    private int post(String type, byte[] body) throws Exception {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(
                  URI.create("https://127.0.0.1:" + gateway.httpPort() + "/v1/metrics"))
              .header("Content-Type", type)
              .POST(HttpRequest.BodyPublishers.ofByteArray(body));
      if (who.token() != null) {
        request.header("Authorization", "Bearer " + who.token());
      }
      return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    /** Whether it was taken. */
    boolean grpc(String claimed) throws Exception {
      Attributes attributes =
          claimed.isEmpty()
              ? Attributes.empty()
              : Attributes.of(AttributeKey.stringKey("tenant.id"), claimed);
      return TlsTest.grpc(
          gateway, authority, who.certificate(), who.token(), Resource.create(attributes));
    }
  }
}
