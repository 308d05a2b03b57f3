package dev.headroom.autoscaler.sizing.horizontal;

import static dev.headroom.autoscaler.sizing.Scopes.last;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.autoscaler.sizing.Scopes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Replicas stay for ten minutes. */
class KeepAliveTest {
  private static KeepAlive policy(boolean mayStop) {
    return new KeepAlive(Scopes.one(Duration.ofMinutes(5), mayStop));
  }

  @Test
  void keptForTenMinutesAfterTheLastUse() {
    assertThat(last(policy(true), 0, 2.5)).isEqualTo(3);
    assertThat(last(policy(true), 0, 2.5, 0, 0)).isEqualTo(3);
    assertThat(last(policy(true), 0, 2.5, 0, 0, 0)).isZero();
  }

  @Test
  void whatMayNotStopKeepsOne() {
    assertThat(last(policy(false), 0, 2.5, 0, 0, 0)).isEqualTo(1);
  }

  @Test
  void withoutReportsItIsStillInUse() {
    double none = Double.NaN;
    assertThat(last(policy(true), 0, 2.5, none, none, none, none)).isEqualTo(3);
  }
}
