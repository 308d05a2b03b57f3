package dev.headroom.autoscaler.sizing.horizontal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The replica calculation of target tracking. */
class TargetTrackingTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    // name, target, replicas, ready pods, their use, unready, missing, expected
    "row 1, 0.3, 3, 3, 1.5, 0, 0, 5",
    "row 2 first unready, 0.3, 3, 2, 1.2, 1, 0, 4",
    "row 3 two unready, 0.3, 3, 1, 0.4, 2, 0, 3",
    "within the tolerance, 0.5, 4, 4, 2.2, 0, 0, 4",
    "just above it, 0.5, 4, 4, 2.22, 0, 0, 5",
    "down, 0.5, 4, 4, 1.0, 0, 0, 2",
    "missing are full when down, 0.5, 4, 2, 0.4, 0, 2, 4",
    "missing are unused when up, 0.5, 4, 3, 2.7, 0, 1, 6",
    "down by less with one missing, 0.5, 8, 7, 0.7, 0, 1, 4",
    "nothing known, 0.5, 4, 0, 0, 2, 2, 4",
  })
  void replicas(
      String name, double target, int now, int pods, double use, int unready, int missing, int to) {
    assertThat(new TargetTracking(target, 0.1).replicas(now, pods, use, unready, missing))
        .as(name)
        .isEqualTo(to);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "row 4, 2150, 3, 8600, 4",
    "within the tolerance, 10, 3, 31, 3",
    "from none, 10, 0, 31, 4",
    "to none, 10, 3, 0, 0",
  })
  void replicasForTotal(String name, double target, int now, double amount, int to) {
    assertThat(new TargetTracking(target, 0.1).replicasForTotal(now, amount))
        .as(name)
        .isEqualTo(to);
  }

  @Test
  void badValuesAreNamed() {
    assertThatThrownBy(() -> new TargetTracking(0, 0.1))
        .hasMessage("target is 0.0, expected more than 0");
    assertThatThrownBy(() -> new TargetTracking(0.5, 1))
        .hasMessage("tolerance is 1.0, expected 0 up to 1");
  }
}
