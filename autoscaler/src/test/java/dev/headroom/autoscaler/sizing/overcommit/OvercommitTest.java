package dev.headroom.autoscaler.sizing.overcommit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.headroom.autoscaler.sizing.CapacityPolicy;
import dev.headroom.autoscaler.sizing.Scopes;
import org.junit.jupiter.api.Test;

/** Predictors of the common peak, on two tasks that peak at different times. */
class OvercommitTest {
  private static double after(CapacityPolicy policy, int ticks) {
    double capacity = Double.NaN;
    for (int t = 0; t < ticks; t++) {
      double[] demand = t % 2 == 0 ? new double[] {0.2, 1.0} : new double[] {0.4, 0.6};
      capacity = policy.decide(t, demand, 3);
    }
    return capacity;
  }

  @Test
  void row11() {
    assertThat(after(new NSigma(Scopes.pool(1, 2)), 24)).isCloseTo(1.610754, within(1e-6));
    assertThat(after(new PercentileSum(Scopes.pool(1, 2)), 24)).isCloseTo(1.4, within(1e-9));
  }

  @Test
  void theMaxIsTheMoreCarefulOne() {
    assertThat(after(new MaxPredictor(Scopes.pool(1, 2)), 24)).isCloseTo(1.610754, within(1e-6));
  }

  @Test
  void fixedSharesDoNotLookAtDemand() {
    assertThat(after(new StaticPeak(Scopes.pool(1, 2)), 24)).isEqualTo(3);
    assertThat(after(new BorgDefault(Scopes.pool(1, 2)), 24)).isCloseTo(2.7, within(1e-12));
  }

  @Test
  void withFewSamplesItIsTheLimit() {
    assertThat(after(new NSigma(Scopes.pool(1, 2)), 23)).isEqualTo(3);
    assertThat(after(new PercentileSum(Scopes.pool(1, 2)), 23)).isEqualTo(3);
  }

  @Test
  void whatDoesNotReportIsNotTakenForIdle() {
    NSigma sigma = new NSigma(Scopes.pool(1, 2));
    PercentileSum percentiles = new PercentileSum(Scopes.pool(1, 2));
    double sum = 0;
    double normal = 0;
    for (int t = 0; t < 24; t++) {
      normal = sigma.decide(t, new double[] {0.5, Double.NaN}, 3);
      sum = percentiles.decide(t, new double[] {0.5, Double.NaN}, 3);
    }
    assertThat(normal).isCloseTo(2.5, within(1e-9));
    assertThat(sum).isCloseTo(2.5, within(1e-9));
  }

  @Test
  void aDayLaterAPeakIsForgotten() {
    PercentileSum percentiles = new PercentileSum(Scopes.pool(1));
    NSigma sigma = new NSigma(Scopes.pool(1));
    for (int t = 0; t < 400; t++) {
      double[] demand = {t < 100 ? 0.9 : 0.1};
      percentiles.decide(t, demand, 1);
      sigma.decide(t, demand, 1);
    }
    assertThat(percentiles.decide(400, new double[] {0.1}, 1)).isCloseTo(0.1, within(1e-9));
    assertThat(sigma.decide(400, new double[] {0.1}, 1)).isCloseTo(0.1, within(1e-6));
  }
}
