package dev.headroom.autoscaler.sizing.horizontal;

import static dev.headroom.autoscaler.sizing.Scopes.last;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.autoscaler.sizing.Scopes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A stable and a panic window. */
class PanicWindowTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static Kpa every(int seconds, boolean mayStop) {
    return new Kpa(Scopes.one(Duration.ofSeconds(seconds), mayStop));
  }

  @Test
  void row5() {
    assertThat(new PanicWindow(10, 2, MINUTE).replicas(0, 50, 100, 1)).isEqualTo(10);
  }

  @Test
  void row6() {
    PanicWindow window = new PanicWindow(10, 10, MINUTE);
    assertThat(window.replicas(0, 100, 1000, 10)).isEqualTo(100);
    assertThat(window.replicas(30_000, 1, 1, 10)).isEqualTo(100);
    assertThat(window.replicas(61_000, 1, 1, 10)).isEqualTo(1);
  }

  @Test
  void row7() {
    assertThat(PanicWindow.excessBurst(1, 10 / 0.75, 100, 50)).isEqualTo(-137);
  }

  @Test
  void atMostHalvedAtOnce() {
    assertThat(new PanicWindow(10, 2, MINUTE).replicas(0, 0, 0, 9)).isEqualTo(4);
  }

  @Test
  void kpaPanicsOnABurst() {
    assertThat(last(every(2, false), 1, 0.5, 0.5, 0.5, 21)).isEqualTo(11);
  }

  @Test
  void kpaStopsAfterTheGrace() {
    assertThat(last(every(60, true), 1, 0.5)).isEqualTo(1);
    assertThat(last(every(60, true), 1, 0.5, 0)).isZero();
    assertThat(last(every(60, false), 1, 0.5, 0, 0)).isEqualTo(1);
  }

  @Test
  void kpaHoldsWithoutReports() {
    assertThat(last(every(60, true), 1, 7, Double.NaN, Double.NaN)).isEqualTo(10);
  }
}
