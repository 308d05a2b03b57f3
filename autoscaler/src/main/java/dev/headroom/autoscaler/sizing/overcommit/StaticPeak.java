package dev.headroom.autoscaler.sizing.overcommit;

import dev.headroom.autoscaler.sizing.CapacityPolicy;
import dev.headroom.autoscaler.sizing.Scope;

/**
 * Provides all that was sold, so that no demand can exceed it. The baseline against which savings
 * are measured.
 *
 * <pre>
 *   capacity = Σ limit
 * </pre>
 */
public final class StaticPeak implements CapacityPolicy {
  private final double limit;

  public StaticPeak(Scope scope) {
    limit = scope.limit();
  }

  @Override
  public double decide(long tick, double[] demand, double ready) {
    return limit;
  }
}
