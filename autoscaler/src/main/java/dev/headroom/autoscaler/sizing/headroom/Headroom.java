package dev.headroom.autoscaler.sizing.headroom;

import dev.headroom.autoscaler.sizing.Fleet;
import dev.headroom.autoscaler.sizing.FleetPolicy;

/** Which of our policies is for which fleet. */
public final class Headroom {
  private Headroom() {}

  /**
   * A {@link WarmPool} for workloads that stop when idle, {@link Overbooking} of a shared capacity
   * for those that do not.
   */
  public static FleetPolicy of(Fleet fleet) {
    return fleet.mayStop() ? new WarmPool(fleet) : new Overbooking(fleet);
  }
}
