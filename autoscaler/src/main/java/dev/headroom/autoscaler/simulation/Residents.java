package dev.headroom.autoscaler.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which replicas are started in a pool whose workloads stop when idle: what was started stays until
 * the room is needed, and those that were used longest ago leave first.
 */
final class Residents {
  private final int[] members;
  private final int[] replicas;
  private final long[] usedAt;

  Residents(int[] members) {
    this.members = members;
    this.replicas = new int[members.length];
    this.usedAt = new long[members.length];
  }

  /** How many replicas of the i-th member fail in this tick, and are gone. */
  int strike(int i, int pool, Failures failures, long tick) {
    int struck = 0;
    for (int unit = 0; unit < replicas[i]; unit++) {
      struck += failures.strikes(pool, (long) i << Integer.SIZE | unit, tick) ? 1 : 0;
    }
    replicas[i] -= struck;
    return struck;
  }

  /** How many replicas the i-th member has to start, when it needs so many at this tick. */
  int start(int i, int needed, long tick) {
    int missing = Math.max(0, needed - replicas[i]);
    replicas[i] += missing;
    if (needed > 0) {
      usedAt[i] = tick;
    }
    return missing;
  }

  /**
   * Lets those go for which there is no room.
   *
   * @param needed by each member now: these stay
   * @param sizes of a replica of each
   */
  void fit(double capacity, int[] needed, double[] sizes) {
    double room = capacity;
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < members.length; i++) {
      room -= replicas[i] * sizes[i];
      order.add(i);
    }
    if (room >= 0) {
      return;
    }
    order.sort(Comparator.<Integer>comparingLong(i -> usedAt[i]).thenComparing(i -> i));
    for (int i : order) {
      while (room < -1e-9 && replicas[i] > needed[i]) {
        replicas[i]--;
        room += sizes[i];
      }
    }
  }
}
