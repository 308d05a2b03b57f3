package dev.headroom.autoscaler.sizing.horizontal;

import dev.headroom.autoscaler.sizing.CapacityPolicy;
import dev.headroom.autoscaler.sizing.Scope;
import dev.headroom.autoscaler.sizing.Workload;
import dev.headroom.autoscaler.sizing.history.MovingMax;
import java.time.Duration;

/**
 * Keeps a replica for ten minutes after its last use, as platforms of functions do.
 *
 * <pre>
 *   replicas = max of ⌈demand ÷ replica⌉ over the last 10 min
 * </pre>
 *
 * Shahrad et al., "Serverless in the Wild: Characterizing and Optimizing the Serverless Workload at
 * a Large Cloud Provider", USENIX ATC 2020, section 4: the fixed keep-alive. A tick without a
 * report counts as the one before.
 */
public final class KeepAlive implements CapacityPolicy {
  private static final Duration KEPT = Duration.ofMinutes(10);

  private final Workload workload;
  private final int least;
  private final MovingMax replicas;
  private double kept;

  public KeepAlive(Scope scope) {
    workload = scope.workloads().get(0);
    least = scope.mayStop() ? 0 : 1;
    kept = least;
    // The tick of the use itself, and the ticks after it for which the replica is kept.
    replicas = new MovingMax(scope.ticks(KEPT) + 1);
  }

  @Override
  public double decide(long tick, double[] demand, double ready) {
    if (!Double.isNaN(demand[0])) {
      kept = replicas.add(Math.max(least, workload.replicasFor(demand[0])));
    }
    return kept * workload.replica();
  }
}
