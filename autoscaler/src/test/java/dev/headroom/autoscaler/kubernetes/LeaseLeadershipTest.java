package dev.headroom.autoscaler.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.autoscaler.config.LeaseSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who acts, of several. */
@WithKubernetes
class LeaseLeadershipTest {
  private static final Duration LEASE = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration A_MOMENT = Duration.ofMillis(1500);

  private final KubernetesServer server;
  private final LeaseSettings lease;

  LeaseLeadershipTest(KubernetesServer server) {
    this.server = server;
    this.lease = new LeaseSettings(server.newNamespace(), "headroom-autoscaler", LEASE);
  }

  private LeaseLeadership tryFor(String identity) throws Exception {
    KubernetesClient client = server.client();
    return LeaseLeadership.tryFor(client, lease, identity);
  }

  @Test
  void oneOfTwoLeadsAndTheOtherFollowsAtOnceWhenItLeaves() throws Exception {
    LeaseLeadership first = tryFor("first");
    assertThat(first.await(LIMIT)).isTrue();
    assertThat(first.problem()).isEmpty();
    try (LeaseLeadership second = tryFor("second")) {
      assertThat(second.await(A_MOMENT)).isFalse();
      assertThat(second.isHeld()).isFalse();
      assertThat(first.isHeld()).isTrue();
      first.close();
      assertThat(first.isHeld()).isFalse();
      assertThat(second.await(A_MOMENT.multipliedBy(2))).isTrue();
      assertThat(second.isHeld()).isTrue();
    }
  }

  @Test
  void whoeverIsKilledIsFollowedWhenTheLeaseHasRunOut() throws Exception {
    Process leader =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx64m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    LeaseHolder.class.getName(),
                    server.adminKubeconfig().toString(),
                    lease.namespace()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = leader.inputReader(UTF_8);
        LeaseLeadership follower = follower(said)) {
      assertThat(follower.await(A_MOMENT)).isFalse();
      leader.destroyForcibly().waitFor();
      assertThat(follower.await(LIMIT)).isTrue();
    } finally {
      leader.destroyForcibly();
    }
  }

  private LeaseLeadership follower(BufferedReader said) throws Exception {
    String line = said.readLine();
    while (line != null && !line.equals(LeaseHolder.HELD)) {
      line = said.readLine();
    }
    if (line == null) {
      throw new IOException("the leader ended before it led");
    }
    return tryFor("follower");
  }

  /** It may be read, but there is no such namespace to make it in. */
  @Test
  void aLeaseThatCannotBeMadeIsAProblemThatIsTold() throws Exception {
    LeaseSettings nowhere = new LeaseSettings("no-such-namespace", "headroom-autoscaler", LEASE);
    try (LeaseLeadership waiting = LeaseLeadership.tryFor(server.client(), nowhere, "first")) {
      KubernetesServer.await("a problem", () -> waiting.problem().isPresent());
      assertThat(waiting.problem().orElseThrow())
          .startsWith("cannot create the Lease no-such-namespace/headroom-autoscaler: ")
          .contains("namespaces \"no-such-namespace\" not found");
      assertThat(waiting.isHeld()).isFalse();
    }
  }

  /** The API server hangs for longer than the lease. */
  @Test
  void whoeverCannotRenewItStopsByItself() throws Exception {
    try (LeaseLeadership leader = tryFor("first")) {
      assertThat(leader.await(LIMIT)).isTrue();
      server.halt();
      try {
        KubernetesServer.await("the end of it", () -> !leader.isHeld());
      } finally {
        server.goOn();
      }
      assertThat(leader.await(Duration.ZERO)).isFalse();
    }
    try (LeaseLeadership next = tryFor("next")) {
      assertThat(next.await(LIMIT)).isTrue();
    }
  }
}
