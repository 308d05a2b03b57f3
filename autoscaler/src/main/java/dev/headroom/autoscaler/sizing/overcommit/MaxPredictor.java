package dev.headroom.autoscaler.sizing.overcommit;

import dev.headroom.autoscaler.sizing.CapacityPolicy;
import dev.headroom.autoscaler.sizing.Scope;

/**
 * The more careful of two predictors.
 *
 * <pre>
 *   capacity = max(N-sigma, sum of percentiles)
 * </pre>
 *
 * Bashir et al., "Take it to the Limit: Peak Prediction-driven Resource Overcommitment in
 * Datacenters", EuroSys 2021, section 4: the max predictor, of {@link NSigma} and {@link
 * PercentileSum}.
 */
public final class MaxPredictor implements CapacityPolicy {
  private final NSigma sigma;
  private final PercentileSum percentiles;

  public MaxPredictor(Scope scope) {
    sigma = new NSigma(scope);
    percentiles = new PercentileSum(scope);
  }

  @Override
  public double decide(long tick, double[] demand, double ready) {
    return Math.max(sigma.decide(tick, demand, ready), percentiles.decide(tick, demand, ready));
  }
}
