package dev.headroom.autoscaler.sizing.horizontal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.autoscaler.sizing.Scopes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Stopped between uses, and started again before the next. */
class HybridHistogramTest {
  private final HybridHistogram policy = new HybridHistogram(Scopes.one(Duration.ofMinutes(1)));
  private long tick;

  private double tick(double demand) {
    return policy.decide(tick++, new double[] {demand}, 0);
  }

  /** Used for a minute each hour. */
  private void hours(int hours) {
    for (int h = 0; h < hours; h++) {
      tick(2.5);
      for (int m = 0; m < 59; m++) {
        tick(0);
      }
    }
  }

  @Test
  void keptForFourHoursWhileLittleIsKnown() {
    assertThat(tick(2.5)).isEqualTo(3);
    for (int m = 1; m <= 240; m++) {
      assertThat(tick(0)).as("minute %d", m).isEqualTo(3);
    }
    assertThat(tick(0)).isZero();
  }

  @Test
  void startedBeforeTheUsualTimeAndStoppedAfterIt() {
    hours(20);
    assertThat(tick(2.5)).isEqualTo(3);
    for (int m = 1; m <= 80; m++) {
      // 0.9 · 59 = 53.1, one minute before it; 1.1 · 60 = 66.
      assertThat(tick(0)).as("minute %d", m).isEqualTo(m < 53 || m > 66 ? 0 : 3);
    }
  }

  @Test
  void neverUsedIsNeverThere() {
    assertThat(tick(0)).isZero();
    assertThat(tick(Double.NaN)).isZero();
  }

  @Test
  void withoutReportsItIsStillInUse() {
    hours(20);
    tick(2.5);
    assertThat(tick(Double.NaN)).isEqualTo(3);
    assertThat(tick(Double.NaN)).isEqualTo(3);
  }
}
