package dev.headroom.autoscaler.config;

import java.time.Duration;

/**
 * The Lease that says who of several autoscalers acts.
 *
 * @param duration after which another one may take it from an instance that does not renew it, 5 s
 *     to 10 min
 */
public record LeaseSettings(String namespace, String name, Duration duration) {
  /** As those of Kubernetes' own controllers. */
  public static final Duration DURATION = Duration.ofSeconds(15);

  public static final String NAME = "headroom-autoscaler";

  private static final Duration SHORTEST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  public LeaseSettings {
    if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "duration is %d s, expected 5s to 10m".formatted(duration.toSeconds()));
    }
  }
}
