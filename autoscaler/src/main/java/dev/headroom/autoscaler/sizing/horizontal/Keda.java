package dev.headroom.autoscaler.sizing.horizontal;

import dev.headroom.autoscaler.sizing.CapacityPolicy;
import dev.headroom.autoscaler.sizing.Scope;
import java.time.Duration;

/**
 * Scales between none and one replica itself, and leaves the rest to {@link Hpa}, as KEDA does with
 * its defaults.
 *
 * <pre>
 *   none → one: demand is above 0 at a poll, each 30 s
 *   → none:     there was none for 300 s
 * </pre>
 *
 * KEDA documentation, "ScaledObject specification" and "Scaling Deployments". A poll without a
 * report neither starts nor stops anything: {@link Fallback#CURRENT_REPLICAS}.
 */
public final class Keda implements CapacityPolicy {
  private static final Duration POLL = Duration.ofSeconds(30);
  private static final Duration COOLDOWN = Duration.ofMinutes(5);

  private final Scope scope;
  private final int ticksPerPoll;
  private final int cooldownTicks;
  private Hpa hpa;
  private boolean active;
  private boolean demanded;
  private int idleTicks;

  public Keda(Scope scope) {
    this.scope = scope;
    ticksPerPoll = scope.ticks(POLL);
    cooldownTicks = scope.ticks(COOLDOWN);
    hpa = new Hpa(scope);
    active = !scope.mayStop();
  }

  @Override
  public double decide(long tick, double[] demand, double ready) {
    demanded |= demand[0] > 0;
    if (demand[0] > 0 || Double.isNaN(demand[0])) {
      idleTicks = 0;
    } else {
      idleTicks++;
    }
    if ((tick + 1) % ticksPerPoll == 0) {
      poll();
      demanded = false;
    }
    return active ? hpa.decide(tick, demand, Math.max(ready, 0)) : 0;
  }

  private void poll() {
    if (!active && demanded) {
      active = true;
      hpa = new Hpa(scope);
    } else if (active && scope.mayStop() && idleTicks >= cooldownTicks) {
      active = false;
    }
  }
}
