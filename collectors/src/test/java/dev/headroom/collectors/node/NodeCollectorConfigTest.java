package dev.headroom.collectors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.collectors.BearerToken;
import dev.headroom.collectors.node.NodeCollectorConfig.Protocol;
import dev.headroom.collectors.node.NodeCollectorConfig.Rule;
import dev.headroom.collectors.node.WorkloadMatch.TenantFrom;
import dev.headroom.usage.TenantId;
import dev.headroom.usage.yaml.InvalidInputException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reading a file of kind NodeCollector. */
class NodeCollectorConfigTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("A", "secret-a", "B", "secret-b");
  private static final String HEAD = "apiVersion: headroom.dev/v1\nkind: NodeCollector\n";
  private static final String OTLP = "otlp: {endpoint: \"http://127.0.0.1:4318\"}\n";

  private static NodeCollectorConfig parse(String text) {
    return NodeCollectorConfig.parse("node.yaml", text, ENVIRONMENT);
  }

  private static void assertRefused(String text, String... said) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(said)
        .message()
        .doesNotContain("secret-a");
  }

  @Test
  void readsEveryKey() {
    NodeCollectorConfig config =
        parse(
            HEAD
                + """
                interval: 5s
                stateFile: /var/lib/headroom/node.state
                otlp: {endpoint: "http://127.0.0.1:4317", protocol: grpc}
                workloads:
                  - {tenant: acme, tokenEnv: A, match: {cgroup: "/acme*"}}
                  - {tenant: acme, tokenEnv: A, match: {command: "java*"}}
                  - {tenant: acme, tokenEnv: A, match: {user: postgres}}
                  - {tenant: fleet, tokenEnv: B, match: {machine: true}}
                """);
    assertThat(config.interval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.stateFile()).contains(Path.of("/var/lib/headroom/node.state"));
    assertThat(config.otlp().endpoint()).isEqualTo(URI.create("http://127.0.0.1:4317"));
    assertThat(config.otlp().protocol()).isEqualTo(Protocol.GRPC);
    TenantId acme = new TenantId("acme");
    BearerToken token = new BearerToken("secret-a");
    assertThat(config.workloads())
        .containsExactly(
            new Rule(acme, token, new WorkloadMatch.Cgroup(new Glob("/acme*"))),
            new Rule(acme, token, new WorkloadMatch.Command(new Glob("java*"))),
            new Rule(acme, token, new WorkloadMatch.User("postgres")),
            new Rule(
                new TenantId("fleet"), new BearerToken("secret-b"), new WorkloadMatch.Machine()));
    assertThat(config.toString()).doesNotContain("secret");
  }

  @Test
  void fillsInDefaults() {
    NodeCollectorConfig config =
        parse(HEAD + OTLP + "workloads: [{tenant: a, tokenEnv: A, match: {machine: true}}]\n");
    assertThat(config.interval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.stateFile()).isEmpty();
    assertThat(config.otlp().protocol()).isEqualTo(Protocol.HTTP_PROTOBUF);
  }

  @Test
  void namesEveryProblemWithItsPlace() {
    assertRefused(
        HEAD
            + OTLP
            + """
            workloads:
              - {tenant: a, tokenEnv: NOWHERE, match: {machine: true}}
              - {tenant: B!, tokenEnv: A, match: {machine: true}}
              - {tenant: a, match: {machine: true}}
            """,
        "node.yaml:5:",
        "environment variable NOWHERE is not set",
        "node.yaml:6:",
        "B!",
        "node.yaml:7:",
        "expected exactly one of tokenEnv and tokenFile");
    assertRefused(
        HEAD + OTLP + "every: 10s\nworkloads: [{tenant: a, tokenEnv: A, match: {}}]\n",
        "node.yaml:4:",
        "every",
        "node.yaml:5:");
  }

  @Test
  void refusesWhatWouldBeCountedTwice() {
    assertRefused(
        HEAD
            + OTLP
            + """
            workloads:
              - {tenant: a, tokenEnv: A, match: {command: java}}
              - {tenant: a, tokenEnv: A, match: {machine: true}}
            """,
        "tenant 'a' would pay twice");
    assertRefused(
        HEAD
            + OTLP
            + """
            workloads:
              - {tenant: a, tokenEnv: A, match: {command: java}}
              - {tenant: b, tokenEnv: B, match: {cgroup: /b}}
            """,
        "rules with cgroup and pod first");
  }

  @Test
  void readsRulesForPods() {
    NodeCollectorConfig config =
        parse(
            HEAD
                + OTLP
                + """
                kubelet: {endpoint: "https://10.0.0.7:10250"}
                workloads:
                  - {tenant: a, tokenEnv: A, match: {pod: {namespace: "a-*", labels: {app: "w*"}}}}
                  - {tenant: c, tokenEnv: B, match: {pod: {tenantLabel: headroom.dev/tenant}}}
                  - {tenant: c, tokenEnv: B, match: {pod: {tenantNamespace: true}}}
                """);
    Path account = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    assertThat(config.kubelet())
        .contains(
            new KubeletSettings(
                URI.create("https://10.0.0.7:10250"),
                account.resolve("ca.crt"),
                account.resolve("token"),
                Duration.ofSeconds(3)));
    assertThat(config.workloads())
        .extracting(Rule::match)
        .containsExactly(
            new WorkloadMatch.Pod(
                new Glob("a-*"), Map.of("app", new Glob("w*")), new TenantFrom.Rule()),
            new WorkloadMatch.Pod(
                new Glob("*"), Map.of(), new TenantFrom.Label("headroom.dev/tenant")),
            new WorkloadMatch.Pod(new Glob("*"), Map.of(), new TenantFrom.Namespace()));
  }

  @Test
  void refusesRulesForPodsThatCannotWork() {
    String pods = "workloads: [{tenant: a, tokenEnv: A, match: {pod: {}}}]\n";
    assertRefused(HEAD + OTLP + pods, "rules for pods need kubelet");
    assertRefused(
        HEAD + OTLP + "kubelet: {endpoint: \"http://10.0.0.7:10250\"}\n" + pods,
        "node.yaml:4:",
        "is not an endpoint");
    assertRefused(
        HEAD
            + OTLP
            + "kubelet: {endpoint: \"https://10.0.0.7:10250\"}\n"
            + "workloads: [{tenant: a, tokenEnv: A, match: {machine: true}}]\n",
        "kubelet is of no use");
  }

  @Test
  void refusesAnEndpointWithAPath() {
    assertRefused(
        HEAD
            + "otlp: {endpoint: \"http://127.0.0.1:4318/v1/metrics\"}\n"
            + "workloads: [{tenant: a, tokenEnv: A, match: {machine: true}}]\n",
        "node.yaml:3:",
        "is not an endpoint");
  }
}
