package dev.headroom.autoscaler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.autoscaler.config.KubernetesObjects;
import dev.headroom.autoscaler.config.KubernetesSettings;
import dev.headroom.autoscaler.config.LeaseSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a kubeconfig says, and what is wrong with one. */
class KubernetesClientsTest {
  private static final String GOOD =
      """
      apiVersion: v1
      kind: Config
      clusters:
        - {name: one, cluster: {server: "https://one.example.org"}}
        - {name: two, cluster: {server: "https://two.example.org"}}
      users: [{name: me, user: {token: secret}}]
      contexts:
        - {name: first, context: {cluster: one, user: me}}
        - {name: second, context: {cluster: two, user: me}}
      current-context: first
      """;

  @TempDir private Path folder = Path.of("");

  private String server(String text, @Nullable String context) throws IOException {
    Path file = Files.writeString(folder.resolve("kubeconfig"), text);
    return server(file, context);
  }

  private static String server(Path file, @Nullable String context) throws IOException {
    LeaseSettings lease = new LeaseSettings("any", "any", Duration.ofSeconds(15));
    try (KubernetesClient client =
        KubernetesClients.of(
            new KubernetesSettings(
                file,
                context,
                lease,
                KubernetesObjects.of(Map.of(), Map.of(), Map.of(), Map.of(), Map.of())))) {
      return client.getMasterUrl().toString();
    }
  }

  @Test
  void theCurrentContextHoldsUnlessAnotherIsNamed() throws Exception {
    assertThat(server(GOOD, null)).isEqualTo("https://one.example.org/");
    assertThat(server(GOOD, "second")).isEqualTo("https://two.example.org/");
  }

  @Test
  void aContextThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> server(GOOD, "third"))
        .isInstanceOf(IOException.class)
        .hasMessage(folder.resolve("kubeconfig") + " has no context 'third'");
    assertThatThrownBy(() -> server(GOOD.replace("current-context: first", ""), null))
        .hasMessage(folder.resolve("kubeconfig") + " has no current context");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> server(missing, null))
        .isInstanceOf(IOException.class)
        .hasMessage(missing + " cannot be read: expected a kubeconfig");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "- a\n- list", "a: {b", "just text"})
  void aFileThatIsNoKubeconfigIsNamed(String text) {
    assertThatThrownBy(() -> server(text, null))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(folder.resolve("kubeconfig").toString());
  }
}
