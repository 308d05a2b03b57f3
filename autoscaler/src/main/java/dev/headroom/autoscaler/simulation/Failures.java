package dev.headroom.autoscaler.simulation;

import java.util.SplittableRandom;

/**
 * Which machine or replica fails when: the same ones whatever the policy, so that policies are
 * compared on the same misfortune.
 *
 * @param perTick probability that one fails within a tick: 1 − e^(−tick ÷ mean time between
 *     failures)
 */
record Failures(double perTick, long seed) {
  static final Failures NONE = new Failures(0, 0);

  private static final long GROUPS = 0x9E3779B97F4A7C15L;
  private static final long UNITS = 0xC2B2AE3D27D4EB4FL;
  private static final long TICKS = 0x165667B19E3779F9L;

  /**
   * Whether a unit fails within a tick.
   *
   * @param group a pool, or a workload with capacity of its own
   * @param unit number of the machine or replica in it
   */
  boolean strikes(long group, long unit, long tick) {
    if (perTick == 0) {
      return false;
    }
    long mixed = seed + group * GROUPS ^ unit * UNITS ^ tick * TICKS;
    return new SplittableRandom(mixed).nextDouble() < perTick;
  }
}
