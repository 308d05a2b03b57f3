package dev.headroom.autoscaler.sizing.vertical;

import static dev.headroom.autoscaler.sizing.Scopes.last;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.headroom.autoscaler.sizing.CapacityPolicy;
import dev.headroom.autoscaler.sizing.Scopes;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Sizes by a histogram of what was used. */
class VerticalTest {
  private static double[] then(double value, int ticks, double last, int lastTicks) {
    double[] all = new double[ticks + lastTicks];
    Arrays.fill(all, 0, ticks, value);
    Arrays.fill(all, ticks, all.length, last);
    return all;
  }

  private static double after(CapacityPolicy policy, double... demand) {
    return last(policy, 0, demand);
  }

  @Test
  void row8() {
    double day = Recommendation.confidence(16, 9, 1440);
    double eighteen = Recommendation.confidence(16, 9, 18);
    assertThat(day).isEqualTo(0.00625);
    assertThat(Recommendation.bound(3.14, 0.1, 2, day)).isCloseTo(907.46, within(1e-6));
    assertThat(Recommendation.bound(3.14, 0.1, 2, eighteen)).isCloseTo(4.521, within(1e-3));
  }

  @Test
  void row9() {
    assertThat(Recommendation.outOfMemory(1000, 0, 100)).isEqualTo(1200);
    assertThat(Recommendation.outOfMemory(1, 0, 100)).isEqualTo(101);
    assertThat(Recommendation.outOfMemory(1000, 3000, 100)).isEqualTo(3600);
  }

  @Test
  void vpaIsAFewPercentAboveTheP90() {
    double capacity = after(new Vpa(Scopes.one(Duration.ofMinutes(5))), then(400, 80, 100, 20));
    assertThat(capacity).isBetween(1.15 * 400, 1.15 * 1.06 * 400);
    assertThat(after(new Vpa(Scopes.one(Duration.ofMinutes(5))), then(400, 8, 100, 92)))
        .isBetween(1.15 * 100, 1.15 * 1.06 * 100);
  }

  @Test
  void vpaForgetsHalfEachDay() {
    double[] days = then(400, 288, 100, 288 * 4);
    assertThat(after(new Vpa(Scopes.one(Duration.ofMinutes(5))), days)).isLessThan(125);
    assertThat(after(new Vpa(Scopes.one(Duration.ofMinutes(5))), then(400, 288, 100, 288)))
        .isGreaterThan(450);
  }

  @Test
  void aHistogramOutlivesManyHalfLives() {
    double[] year = then(400, 200, 100, 1000);
    assertThat(after(new Vpa(Scopes.one(Duration.ofDays(1))), year)).isBetween(115.0, 122.0);
  }

  @Test
  void autopilotWeighsByLoadAndKeepsThePeakOfAnHour() {
    // A fifth of the time at 400 is half of the load, so that the p95 is there.
    double capacity =
        after(new Autopilot(Scopes.one(Duration.ofMinutes(5))), then(100, 80, 400, 20));
    assertThat(capacity).isBetween(1.15 * 400, 1.15 * 1.06 * 400);
    Autopilot falling = new Autopilot(Scopes.one(Duration.ofHours(6)));
    assertThat(after(falling, then(400, 4, 10, 40))).isBetween(11.5, 12.5);
  }

  @Test
  void beforeAnyReportItIsWhatWasSold() {
    assertThat(after(new Vpa(Scopes.one(Duration.ofMinutes(5))), Double.NaN)).isEqualTo(1000);
    assertThat(after(new Autopilot(Scopes.one(Duration.ofMinutes(5))), Double.NaN)).isEqualTo(1000);
  }

  @Test
  void withoutReportsItDoesNotShrink() {
    double[] lost = then(400, 20, Double.NaN, 500);
    assertThat(after(new Vpa(Scopes.one(Duration.ofMinutes(5))), lost)).isGreaterThan(459);
    assertThat(after(new Autopilot(Scopes.one(Duration.ofMinutes(5))), lost)).isGreaterThan(459);
  }
}
