package dev.headroom.collectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.collectors.gateway.GatewayConfig.Limits;
import dev.headroom.collectors.gateway.GatewayConfig.Listener;
import dev.headroom.usage.TenantId;
import dev.headroom.usage.yaml.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
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
                tokens:
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
    TenantTokens tokens = new TenantTokens(config.tokens());
    assertThat(tokens.senderOf("Bearer secret-a").map(s -> s.id().value())).contains("acme");
    assertThat(tokens.senderOf("bearer  secret-c").map(s -> s.id().value())).contains("globex");
    assertThat(config.toString()).doesNotContain("secret-");
  }

  @Test
  void fillsInDefaults() {
    GatewayConfig config =
        GatewayConfig.parse(
            "gateway.yaml", HEAD + KAFKA + "tokens: [{tenant: a, tokenEnv: A}]\n", ENVIRONMENT);
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
            tokens:
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
            + "limits: {maxRequestBytes: 4MB}\ntls: true\ntokens: [{tenant: a, tokenEnv: A}]\n",
        "gateway.yaml:4:",
        "gateway.yaml:6:",
        "gateway.yaml:7:",
        "tls");
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
    assertThat(config.tokens())
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
            + "tokens: [{tenant: a, tokenEnv: A}]\n"
            + "producers: [{producer: b, mayReportFor: \"*\", tokenEnv: A}]\n",
        "the tokens of 'a' and 'b' are the same");
  }

  @Test
  void refusesOneTokenForTwoTenants() {
    assertRefused(
        HEAD + KAFKA + "tokens: [{tenant: a, tokenEnv: A}, {tenant: b, tokenEnv: A}]\n",
        "the tokens of 'a' and 'b' are the same");
  }

  @Test
  void findsNoTenantForWhatIsNoToken() {
    TenantTokens tokens =
        new TenantTokens(
            GatewayConfig.parse(
                    "gateway.yaml",
                    HEAD + KAFKA + "tokens: [{tenant: a, tokenEnv: A}]\n",
                    ENVIRONMENT)
                .tokens());
    for (String header : new String[] {null, "", "Bearer", "Bearer ", "secret-a", "Basic x"}) {
      assertThat(tokens.senderOf(header)).as(header).isEqualTo(Optional.empty());
    }
  }
}
