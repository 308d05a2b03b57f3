package dev.headroom.autoscaler.sizing.horizontal;

import dev.headroom.autoscaler.sizing.CapacityPolicy;
import dev.headroom.autoscaler.sizing.Scope;
import dev.headroom.autoscaler.sizing.Workload;
import dev.headroom.autoscaler.sizing.history.MovingMax;
import java.time.Duration;

/**
 * Target tracking as Kubernetes' HorizontalPodAutoscaler does with its defaults: {@link
 * TargetTracking} with a target of 70 % and a tolerance of 10 %, every 15 s.
 *
 * <pre>
 *   down: to the greatest number that was wanted in the last 300 s
 *   up:   by at most max(4, 100 %) in 15 s
 * </pre>
 *
 * Kubernetes documentation, "Horizontal Pod Autoscaling", sections "Algorithm details" and "Default
 * behavior". It never stops a workload: one replica stays. It asks for no more than was sold. The
 * demand between two decisions is its mean; without a report the number stays as it is. In a tick
 * longer than 15 s the limit of a step applies as often as it would have been met.
 */
public final class Hpa implements CapacityPolicy {
  private static final Duration SYNC = Duration.ofSeconds(15);
  private static final Duration STABILISATION = Duration.ofMinutes(5);

  private final TargetTracking tracking = new TargetTracking(0.7, 0.1);
  private final Workload workload;
  private final int ticksPerSync;
  private final long syncsPerTick;
  private final MovingMax wanted;
  private int replicas;
  private double sum;
  private int reports;

  public Hpa(Scope scope) {
    workload = scope.workloads().get(0);
    ticksPerSync = scope.ticks(SYNC);
    syncsPerTick = Math.max(1, scope.tick().toMillis() / SYNC.toMillis());
    wanted = new MovingMax(Math.max(1, scope.ticks(STABILISATION) / ticksPerSync));
  }

  @Override
  public double decide(long tick, double[] demand, double ready) {
    if (replicas == 0) {
      replicas = Math.max(1, pods(ready));
    }
    if (!Double.isNaN(demand[0])) {
      sum += demand[0];
      reports++;
    }
    if ((tick + 1) % ticksPerSync == 0) {
      if (reports > 0) {
        sync(sum / reports, pods(ready));
      }
      sum = 0;
      reports = 0;
    }
    return replicas * workload.replica();
  }

  private void sync(double demand, int ready) {
    int pods = Math.min(ready, replicas);
    int unready = replicas - pods;
    int now = tracking.replicas(replicas, pods, demand / workload.replica(), unready, 0);
    int stable =
        (int) wanted.add(Math.max(1, Math.min(now, workload.replicasFor(workload.limit()))));
    replicas = stable > replicas ? up(stable) : stable;
  }

  private int up(int to) {
    long reached = replicas;
    for (long s = 0; s < syncsPerTick && reached < to; s++) {
      reached += Math.max(4, reached);
    }
    return (int) Math.min(to, reached);
  }

  private int pods(double ready) {
    return ready > 0 ? (int) Math.round(ready / workload.replica()) : 0;
  }
}
