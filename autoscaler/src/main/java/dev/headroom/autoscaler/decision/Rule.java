package dev.headroom.autoscaler.decision;

import java.util.Locale;

/** The rule that fired. */
public enum Rule {
  /** The load is above what the replicas should carry. */
  ABOVE_TARGET,
  /** The load is below what the replicas should carry. */
  BELOW_TARGET,
  /** The load is as near to the target as the tolerance allows. */
  WITHIN_BAND,
  /** The load calls for a change, but the last change or the highest need is too recent. */
  COOLING_DOWN,
  /** There are fewer or more than the configuration allows. */
  OUT_OF_BOUNDS,
  /** What is known of the load is too old, or nothing is known. */
  STALE_METRICS,
  /** Some of the reporters fell silent: the load may be higher than what is known. */
  MISSING_REPORTERS,
  /** The last scale-down left too little: it is taken back. */
  ROLLBACK,
  /** Nothing is changed at this time. */
  FROZEN,
  /** The configuration says to leave it as it is. */
  PAUSED,
  /** The cluster manager may not be called so often. */
  RATE_LIMITED,
  /** Memory needs more than the rest would ask for. */
  MEMORY,
  /** The highest of what the tenants of a pool used together. */
  JOINT_PEAK,
  /** The forecast of what a workload, or the workloads of a pool together, will want. */
  FORECAST,
  /** Too little is known of what they use together: what is reserved counts. */
  NOT_ENOUGH_HISTORY;

  /** As in the topic, in kebab case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether holding back for this reason is worth telling at once. */
  public boolean isGuard() {
    return switch (this) {
      case STALE_METRICS, MISSING_REPORTERS, RATE_LIMITED, FROZEN, PAUSED -> true;
      default -> false;
    };
  }
}
