package dev.headroom.autoscaler.sizing.overcommit;

import dev.headroom.autoscaler.sizing.CapacityPolicy;
import dev.headroom.autoscaler.sizing.Scope;

/**
 * Provides a fixed share of what was sold.
 *
 * <pre>
 *   capacity = 0.9 · Σ limit
 * </pre>
 *
 * Bashir et al., "Take it to the Limit: Peak Prediction-driven Resource Overcommitment in
 * Datacenters", EuroSys 2021, section 4: the borg-default predictor.
 */
public final class BorgDefault implements CapacityPolicy {
  private static final double SHARE = 0.9;

  private final double limit;

  public BorgDefault(Scope scope) {
    limit = scope.limit();
  }

  @Override
  public double decide(long tick, double[] demand, double ready) {
    return SHARE * limit;
  }
}
