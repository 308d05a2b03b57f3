package dev.headroom.usage.meter;

/**
 * How the overhead of a process of many tenants, what it uses and none of them caused, is laid upon
 * them.
 *
 * @param by the rule
 * @param driver the meter whose quantity says how much of it a tenant bears; empty for {@code NONE}
 * @param untagged what the points that name no tenant are
 * @param within within what tenants share
 */
public record Allocation(Rule by, String driver, Untagged untagged, Within within) {

  /** Who bears how much. */
  public enum Rule {
    /** Tenants with a quantity of the driver above zero, in proportion to it. */
    PROPORTIONAL,
    /** The same tenants, each as much. */
    EVEN,
    /** The process's own account alone. */
    NONE
  }

  /** What the points of a shared process that name no tenant are. */
  public enum Untagged {
    /** The whole process: overhead is what is left of it after what the tenants caused. */
    TOTAL,
    /** The overhead itself. */
    OVERHEAD
  }

  /** Within what overhead is shared. */
  public enum Within {
    /** Each resource of the producer for itself: one process. */
    RESOURCE,
    /** All that the producer reports. */
    PRODUCER
  }

  /** The rule of a meter that no longer has one: what is untagged is the process's own. */
  public static final Allocation OWN =
      new Allocation(Rule.NONE, "", Untagged.OVERHEAD, Within.RESOURCE);
}
