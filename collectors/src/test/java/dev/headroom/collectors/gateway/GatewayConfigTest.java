package dev.headroom.collectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.headroom.collectors.gateway.GatewayConfig.Limits;
import dev.headroom.collectors.gateway.GatewayConfig.Listener;
import dev.headroom.collectors.identity.Sender;
import dev.headroom.collectors.identity.TenantToken;
import dev.headroom.collectors.identity.Verdict;
import dev.headroom.collectors.limit.ClientLimits;
import dev.headroom.collectors.limit.TenantLimits;
import dev.headroom.usage.TenantId;
import dev.headroom.usage.yaml.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading a file of kind Gateway. */
class GatewayConfigTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("A", "secret-a", "B", "secret-b");
  private static final String HEAD =
      """
      apiVersion: headroom.dev/v1
      kind: Gateway
      http: {host: 127.0.0.1, port: 4318}
      grpc: {port: 4317}
      """;
  private static final String KAFKA = "kafka: {bootstrapServers: \"127.0.0.1:9092\"}\n";

  private static void assertRefused(String text, String... said) {
    assertThatThrownBy(() -> GatewayConfig.parse("gateway.yaml", text, ENVIRONMENT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(said)
        .message()
        .doesNotContain("secret-");
  }

  @Test
  void readsEveryKey(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("token"), "secret-c\n");
    GatewayConfig config =
        GatewayConfig.parse(
            directory.resolve("gateway.yaml").toString(),
            HEAD
                + """
                kafka:
                  bootstrapServers: 127.0.0.1:9092
                  topic: other
                  acknowledgeWithin: 3s
                  properties: {compression.type: zstd}
                limits: {maxRequestBytes: 1MiB, maxDecompressedBytes: 8MiB, maxPendingBytes: 64MiB}
                clients:
                  - {tenant: acme, tokenEnv: A}
                  - {tenant: globex, tokenFile: token}
                """,
            ENVIRONMENT);
    assertThat(config.http()).isEqualTo(new Listener("127.0.0.1", 4318));
    assertThat(config.grpc()).isEqualTo(new Listener("127.0.0.1", 4317));
    assertThat(config.kafka())
        .isEqualTo(
            new GatewayConfig.Kafka(
                "127.0.0.1:9092",
                "other",
                Duration.ofSeconds(3),
                Map.of("compression.type", "zstd")));
    assertThat(config.limits()).isEqualTo(new Limits(1 << 20, 8 << 20, 64 << 20));
    Clients clients =
        new Clients(config.limits(), config.identities(), config.clientLimits(), Clock.systemUTC());
    assertThat(clients.authenticate("Bearer secret-a", null)).isEqualTo(tenant("acme"));
    assertThat(clients.authenticate("bearer  secret-c", null)).isEqualTo(tenant("globex"));
    assertThat(config.toString()).doesNotContain("secret-");
  }

  @Test
  void fillsInDefaults() {
    GatewayConfig config =
        GatewayConfig.parse(
            "gateway.yaml", HEAD + KAFKA + "clients: [{tenant: a, tokenEnv: A}]\n", ENVIRONMENT);
    assertThat(config.kafka()).isEqualTo(GatewayConfig.Kafka.of("127.0.0.1:9092", "usage.otlp"));
    assertThat(config.kafka().acknowledgeWithin()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.limits()).isEqualTo(new Limits(4 << 20, 16 << 20, 128 << 20));
  }

  @Test
  void namesEveryProblemWithItsPlace() {
    assertRefused(
        HEAD
            + """
            kafka:
              bootstrapServers: 127.0.0.1:9092
              properties: {acks: "0"}
            limits: {maxRequestBytes: 32MiB}
            clients:
              - {tenant: acme, tokenEnv: NOWHERE}
              - {tenant: Acme, tokenEnv: A}
            """,
        "gateway.yaml:5:",
        "the gateway sets acks itself",
        "gateway.yaml:8:",
        "maxRequestBytes (32MiB)",
        "gateway.yaml:10:",
        "environment variable NOWHERE is not set",
        "gateway.yaml:11:",
        "Acme");
    assertRefused(
        HEAD.replace("4317", "70000")
            + KAFKA
            + "limits: {maxRequestBytes: 4MB}\ncache: true\nclients: [{tenant: a, tokenEnv: A}]\n",
        "gateway.yaml:4:",
        "gateway.yaml:6:",
        "gateway.yaml:7:",
        "cache");
  }

  @Test
  void limitsOfClientsAreReadAndMayNotPassTheGatewaysOwn() {
    String limits =
        """
        limits:
          maxRequestBytes: 1MiB
          perClient: {pointsPerSecond: 5, maxDecompressedBytes: 16MiB}
          overrides:
            acme: {pointsPerSecond: 7, maxRequestBytes: 1MiB}
        """;
    String clients = "clients: [{tenant: a, tokenEnv: A}]\n";
    GatewayConfig config =
        GatewayConfig.parse("gateway.yaml", HEAD + KAFKA + limits + clients, ENVIRONMENT);
    assertThat(config.clientLimits())
        .isEqualTo(
            new ClientLimits(
                new TenantLimits(5, null, null, null, 16 << 20),
                Map.of(new TenantId("acme"), new TenantLimits(7, null, null, 1 << 20, 16 << 20))));
    assertRefused(
        HEAD
            + KAFKA
            + limits.replace("16MiB", "17MiB").replace("1MiB}", "1025KiB}").replace("acme", "a/b")
            + clients,
        "gateway.yaml:10:",
        "a/b");
    assertRefused(
        HEAD + KAFKA + limits.replace("16MiB", "17MiB").replace("1MiB}", "1025KiB}") + clients,
        "gateway.yaml:8:",
        "maxDecompressedBytes is 17MiB, expected at most 16MiB, which is limits.maxDecompressedBytes",
        "gateway.yaml:10:",
        "maxRequestBytes is 1025KiB, expected at most 1MiB");
  }

  @Test
  void readsProducersThatReportForOthers() {
    GatewayConfig config =
        GatewayConfig.parse(
            "gateway.yaml",
            HEAD
                + KAFKA
                + """
                producers:
                  - {producer: shared-db, mayReportFor: [acme, globex], tokenEnv: A}
                  - {producer: shared-any, mayReportFor: "*", tokenEnv: B}
                """,
            ENVIRONMENT);
    assertThat(config.identities().tokens())
        .extracting(TenantToken::sender)
        .containsExactly(
            new Sender.SharedProducer(
                new TenantId("shared-db"), new Sender.Tenants.Listed(Set.of("acme", "globex"))),
            new Sender.SharedProducer(new TenantId("shared-any"), new Sender.Tenants.All()));
  }

  @Test
  void namesWhatIsWrongWithAProducer() {
    assertRefused(
        HEAD
            + KAFKA
            + """
            producers:
              - {producer: Shared, mayReportFor: [acme], tokenEnv: A}
              - {producer: shared, mayReportFor: [acme, "*"], tokenEnv: A}
              - {producer: shared, mayReportFor: "*", tokenEnv: NOWHERE}
            """,
        "gateway.yaml:7:",
        "tenant id \"Shared\"",
        "gateway.yaml:8:",
        "tenant id \"*\"",
        "gateway.yaml:9:",
        "NOWHERE");
    assertRefused(
        HEAD + KAFKA + "producers: [{producer: a, mayReportFor: [], tokenEnv: A}]\n",
        "expected at least 1 entries");
    assertRefused(HEAD + KAFKA, "expected at least one token");
    assertRefused(
        HEAD
            + KAFKA
            + "clients: [{tenant: a, tokenEnv: A}]\n"
            + "producers: [{producer: b, mayReportFor: \"*\", tokenEnv: A}]\n",
        "the tokens of 'a' and 'b' are the same");
  }

  @Test
  void refusesOneTokenForTwoTenants() {
    assertRefused(
        HEAD + KAFKA + "clients: [{tenant: a, tokenEnv: A}, {tenant: b, tokenEnv: A}]\n",
        "the tokens of 'a' and 'b' are the same");
  }

  @Test
  void knowsClientsByDigestCertificateAndSubject(@TempDir Path directory) throws Exception {
    Files.writeString(
        directory.resolve("jwks.json"),
        new JWKSet(new ECKeyGenerator(Curve.P_256).keyID("k").generate().toPublicJWK()).toString());
    String file = directory.resolve("gateway.yaml").toString();
    GatewayConfig config =
        GatewayConfig.parse(
            file,
            HEAD
                + KAFKA
                + """
                tls: {certificateFile: tls.crt, privateKeyFile: tls.key, clientCaFile: ca.crt}
                jwt: {jwksFile: jwks.json, issuer: me, audience: headroom, tenantClaim: tenant}
                clients:
                  - {tenant: a, tokenSha256: %s, expires: 2027-01-01T00:00:00Z}
                  - {tenant: b, certificate: "O=B, cn=b"}
                  - {tenant: c, certificate: "spiffe://example/c"}
                producers:
                  - {producer: p, mayReportFor: "*", jwtSubject: "system:serviceaccount:p"}
                """
                    .formatted("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
            ENVIRONMENT);
    assertThat(config.tls())
        .isEqualTo(
            new GatewayConfig.Tls(
                directory.resolve("tls.crt"),
                directory.resolve("tls.key"),
                directory.resolve("ca.crt"),
                false));
    assertThat(config.identities().tokens())
        .containsExactly(
            TenantToken.of(new TenantId("a"), "test").until(Instant.parse("2027-01-01T00:00:00Z")));
    assertThat(config.identities().names())
        .extracting(name -> name.sender().id().value() + " " + name.kind() + " " + name.name())
        .containsExactly(
            "b CERTIFICATE o=b,cn=b",
            "c CERTIFICATE spiffe://example/c",
            "p JWT_SUBJECT system:serviceaccount:p");
  }

  @Test
  void namesWhatIsWrongWithAClient() {
    String digest = "9f".repeat(32);
    assertRefused(
        HEAD
            + KAFKA
            + """
            tls: {certificateFile: a, privateKeyFile: b, clientCertificateRequired: true}
            jwt: {jwksFile: nowhere.json, issuer: me, audience: headroom}
            clients:
              - {tenant: a, tokenSha256: %s, tokenEnv: A}
              - {tenant: a}
              - {tenant: a, certificate: nonsense}
              - {tenant: a, certificate: "CN=a", expires: 2027-01-01T00:00:00Z}
            """
                .formatted(digest),
        "gateway.yaml:6:",
        "clientCertificateRequired needs clientCaFile",
        "gateway.yaml:7:",
        "file nowhere.json cannot be read",
        "gateway.yaml:9:",
        "expected exactly one of tokenEnv, tokenFile, tokenSha256, certificate and jwtSubject",
        "gateway.yaml:10:",
        "gateway.yaml:11:",
        "'nonsense' is neither a distinguished name, such as CN=acme,O=Acme, nor a URI",
        "gateway.yaml:12:",
        "expires is for tokens");
    assertRefused(
        HEAD + KAFKA + "clients: [{tenant: a, jwtSubject: s}]\n",
        "jwtSubject 's' needs jwt, which says whose tokens are believed");
    assertRefused(
        HEAD + KAFKA + "clients: [{tenant: a, certificate: CN=a}]\n",
        "a client with a certificate needs tls.clientCaFile");
    assertRefused(
        HEAD + KAFKA + "clients: [{tenant: a, tokenSha256: abc}]\n", "gateway.yaml:6:", "64");
  }

  private static Verdict tenant(String id) {
    return new Verdict.Known(new Sender.OneTenant(new TenantId(id)));
  }
}
