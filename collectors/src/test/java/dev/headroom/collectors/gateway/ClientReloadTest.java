package dev.headroom.collectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.collectors.identity.Verdict;
import dev.headroom.usage.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientReloadTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("A", "secret-a", "B", "secret-b");
  private static final String HEAD =
      """
      apiVersion: headroom.dev/v1
      kind: Gateway
      http: {port: 0}
      grpc: {port: 0}
      kafka: {bootstrapServers: "127.0.0.1:9092"}
      """;
  private static final String ACME = "clients:\n  - {tenant: acme, tokenEnv: A}\n";
  private static final String BOTH = ACME + "  - {tenant: globex, tokenEnv: B}\n";

  @TempDir private Path directory;
  private Path file;
  private Clients clients;
  private ClientReload reload;

  @BeforeEach
  void start() throws IOException {
    file = Files.writeString(directory.resolve("gateway.yaml"), HEAD + BOTH);
    GatewayConfig config =
        GatewayConfig.parse(file.toString(), Files.readString(file), ENVIRONMENT);
    clients =
        new Clients(config.limits(), config.identities(), config.clientLimits(), Clock.systemUTC());
    reload = new ClientReload(file, ENVIRONMENT, config, clients);
  }

  @AfterEach
  void stop() {
    reload.close();
  }

  private boolean isKnown(String token) {
    return clients.authenticate("Bearer " + token, null) instanceof Verdict.Known;
  }

  private void write(String rest) throws IOException {
    Files.writeString(file, HEAD + rest);
  }

  @Test
  void aFileThatIsReadWhileItIsWrittenShutsNobodyOut() throws Exception {
    write(ACME);
    var again = reload.look();
    assertThat(isKnown("secret-b")).isTrue();
    write(BOTH);
    assertThat(reload.look()).isGreaterThan(again);
    assertThat(isKnown("secret-b")).isTrue();
    // Nor is it remembered: one more look at it is not a second one.
    write(ACME);
    reload.look();
    assertThat(isKnown("secret-b")).isTrue();
    reload.look();
    assertThat(isKnown("secret-b")).isFalse();
    assertThat(isKnown("secret-a")).isTrue();
  }

  @Test
  void twoDifferentChangesDoNotConfirmEachOther() throws Exception {
    write(ACME);
    reload.look();
    write(ACME.replace("A}", "B}"));
    reload.look();
    assertThat(isKnown("secret-a")).isTrue();
    reload.look();
    assertThat(isKnown("secret-a")).isFalse();
    assertThat(isKnown("secret-b")).isTrue();
  }

  @Test
  void limitsOfClientsHoldWithoutARestart() throws Exception {
    assertThat(clients.sizes(new TenantId("acme"))).isEqualTo(new RequestSizes(4 << 20, 16 << 20));
    write(
        """
        limits:
          perClient: {maxRequestBytes: 1MiB, series: 7}
          overrides:
            acme: {maxRequestBytes: 2MiB, maxDecompressedBytes: 8MiB}
        """
            + BOTH);
    reload.look();
    reload.look();
    assertThat(clients.sizes(new TenantId("acme"))).isEqualTo(new RequestSizes(2 << 20, 8 << 20));
    assertThat(clients.sizes(new TenantId("globex")))
        .isEqualTo(new RequestSizes(1 << 20, 16 << 20));
    assertThat(clients.limits(new TenantId("acme")).series()).isEqualTo(7);
  }

  @Test
  void whatCannotBeUsedChangesNothing() throws Exception {
    write("clients: [{tenant: acme, tokenEnv: NOWHERE}]\n");
    reload.look();
    reload.look();
    Files.delete(file);
    reload.look();
    assertThat(isKnown("secret-a")).isTrue();
    assertThat(isKnown("secret-b")).isTrue();
  }
}
