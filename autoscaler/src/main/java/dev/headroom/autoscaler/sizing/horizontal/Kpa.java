package dev.headroom.autoscaler.sizing.horizontal;

import dev.headroom.autoscaler.sizing.CapacityPolicy;
import dev.headroom.autoscaler.sizing.Scope;
import dev.headroom.autoscaler.sizing.Workload;
import dev.headroom.autoscaler.sizing.history.MovingMean;
import java.time.Duration;

/**
 * The stable and the panic window of Knative's pod autoscaler with its defaults: {@link
 * PanicWindow} with a target of 70 %, averages over 60 s and 6 s, at most halved at once.
 *
 * <p>A workload that may stop does so 30 s after nothing is wanted of it any more. It asks for no
 * more than was sold. Without a report the number stays as it is. In a tick longer than the 2 s
 * between two decisions, the number is decided as often as it would have been while the tick lasts,
 * with the replicas at hand following at once. Knative Serving documentation, "Configuring scale to
 * zero" and "Additional autoscaling configuration for Knative Pod Autoscaler".
 */
public final class Kpa implements CapacityPolicy {
  private static final Duration DECISION = Duration.ofSeconds(2);
  private static final Duration STABLE = Duration.ofMinutes(1);
  private static final Duration PANIC = Duration.ofSeconds(6);
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final Workload workload;
  private final boolean mayStop;
  private final long tickMillis;
  private final int graceTicks;
  private final PanicWindow window;
  private final MovingMean stable;
  private final MovingMean panic;
  private int replicas;
  private int idleTicks;

  public Kpa(Scope scope) {
    workload = scope.workloads().get(0);
    mayStop = scope.mayStop();
    replicas = mayStop ? 0 : 1;
    tickMillis = scope.tick().toMillis();
    graceTicks = scope.ticks(GRACE);
    window = new PanicWindow(0.7 * workload.replica(), 2, STABLE);
    stable = new MovingMean(scope.ticks(STABLE));
    panic = new MovingMean(scope.ticks(PANIC));
  }

  @Override
  public double decide(long tick, double[] demand, double ready) {
    if (!Double.isNaN(demand[0])) {
      double slow = stable.add(demand[0]);
      double fast = panic.add(demand[0]);
      int now = ready > 0 ? (int) Math.round(ready / workload.replica()) : 0;
      long end = (tick + 1) * tickMillis;
      long at = Math.min(end, tick * tickMillis + DECISION.toMillis());
      int wanted = window.replicas(at, slow, fast, now);
      while (at < end) {
        at = Math.min(end, at + DECISION.toMillis());
        wanted = window.replicas(at, slow, fast, wanted);
      }
      settle(Math.min(wanted, workload.replicasFor(workload.limit())));
    }
    return replicas * workload.replica();
  }

  private void settle(int wanted) {
    idleTicks = wanted == 0 ? idleTicks + 1 : 0;
    replicas = wanted > 0 ? wanted : mayStop && idleTicks >= graceTicks ? 0 : Math.min(1, replicas);
  }
}
