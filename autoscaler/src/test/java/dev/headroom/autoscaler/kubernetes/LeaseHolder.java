package dev.headroom.autoscaler.kubernetes;

import dev.headroom.autoscaler.config.LeaseSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A process that holds a Lease until it is killed: with a kubeconfig, and a namespace. */
final class LeaseHolder {
  static final String HELD = "held";

  private LeaseHolder() {}

  public static void main(String[] arguments) throws Exception {
    LeaseSettings lease =
        new LeaseSettings(arguments[1], "headroom-autoscaler", Duration.ofSeconds(5));
    try (LeaseLeadership leadership =
        LeaseLeadership.tryFor(
            KubernetesServer.client(Path.of(arguments[0])), lease, "to-be-killed")) {
      if (leadership.await(Duration.ofMinutes(1))) {
        System.out.println(HELD);
        TimeUnit.MINUTES.sleep(10);
      }
    }
  }
}
