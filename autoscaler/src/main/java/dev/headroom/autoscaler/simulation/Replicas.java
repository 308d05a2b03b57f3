package dev.headroom.autoscaler.simulation;

import java.util.ArrayList;
import java.util.List;

/** Which of the replicas of one workload are down, each until it is replaced. */
final class Replicas {
  private final int workload;
  private final int leadTicks;
  private final Failures failures;
  private final List<Long> downUntil = new ArrayList<>();

  Replicas(int workload, int leadTicks, Failures failures) {
    this.workload = workload;
    this.leadTicks = leadTicks;
    this.failures = failures;
  }

  /**
   * How many of so many fail within a tick; those that do are down in it, and until they are
   * replaced.
   */
  int strike(long tick, int number) {
    downUntil.removeIf(until -> until <= tick);
    int up = Math.max(0, number - downUntil.size());
    int struck = 0;
    for (int unit = 0; unit < up; unit++) {
      if (failures.strikes(workload, unit, tick)) {
        struck++;
      }
    }
    for (int i = 0; i < struck; i++) {
      downUntil.add(tick + leadTicks);
    }
    return struck;
  }

  /** How many of so many are not there. */
  int down(int number) {
    return Math.min(number, downUntil.size());
  }
}
