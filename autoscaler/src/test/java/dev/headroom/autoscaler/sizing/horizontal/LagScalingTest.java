package dev.headroom.autoscaler.sizing.horizontal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Instances of a stream processor. */
class LagScalingTest {
  private static final LagScaling SCALING = new LagScaling(2, 1, 0.7, 0.9);

  @Test
  void row10() {
    // A catch-up rate of 350 over 2 s is a lag of 700.
    assertThat(SCALING.capacity(700, 700, 0.9, false)).isCloseTo(1128, within(0.5));
    assertThat(SCALING.capacity(700, 700, 0.7, true)).isCloseTo(1700, within(1e-9));
  }

  @Test
  void withinTheThresholdsNothingChanges() {
    assertThat(SCALING.instances(4, 700, 700, 1200)).isEqualTo(4);
    // The middle is 700 ÷ 0.8 + 350 + 350 = 1575.
    assertThat(SCALING.instances(4, 700, 700, 1000)).isEqualTo(7);
    assertThat(SCALING.instances(4, 700, 700, 3200)).isEqualTo(2);
  }

  @Test
  void theTrueRateIsThatOfFullTime() {
    assertThat(LagScaling.trueRate(100, 250)).isEqualTo(400);
    assertThatThrownBy(() -> LagScaling.trueRate(100, 0))
        .hasMessage("busyMillis is 0.0, expected more than 0 up to 1000");
  }
}
