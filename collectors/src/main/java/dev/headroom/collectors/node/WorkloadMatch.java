package dev.headroom.collectors.node;

import java.util.Map;

/** What of a machine's usage belongs to a rule. */
public sealed interface WorkloadMatch {
  /** Control groups by path; one inside another that matched belongs to the outer one. */
  record Cgroup(Glob path) implements WorkloadMatch {}

  /**
   * Pods of this node, from its kubelet.
   *
   * @param labels patterns for the values of labels that a pod must have
   * @param tenantFrom where points get a {@code tenant.id} from; the rule's token must be of a
   *     producer that may report for it
   */
  record Pod(Glob namespace, Map<String, Glob> labels, TenantFrom tenantFrom)
      implements WorkloadMatch {
    public Pod {
      labels = Map.copyOf(labels);
    }
  }

  /** Whose a pod is. */
  sealed interface TenantFrom {
    /** The rule's tenant. */
    record Rule() implements TenantFrom {}

    /** The namespace's name is the tenant's. */
    record Namespace() implements TenantFrom {}

    /** A label's value is the tenant; the rule takes no pod without it. */
    record Label(String key) implements TenantFrom {}
  }

  /** Processes by the file name of their program; a kernel thread by its name. */
  record Command(Glob name) implements WorkloadMatch {}

  /** Processes by the name, or the number, of the user they run as. */
  record User(String name) implements WorkloadMatch {}

  /** The whole machine, with everything that runs on it. */
  record Machine() implements WorkloadMatch {}

  /** A rule may not follow one of a higher rank, so that nothing is taken twice. */
  default int rank() {
    if (this instanceof Cgroup || this instanceof Pod) {
      return 0;
    }
    return this instanceof Machine ? 2 : 1;
  }
}
